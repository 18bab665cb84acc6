// SPDX-License-Identifier: Apache-2.0

/** Who is who between machines: an authority, the certificates it issues, and those it revoked. */
package io.forensix.stream.trust;
