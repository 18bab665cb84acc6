// SPDX-License-Identifier: Apache-2.0

/** What was, from when to when, and why: the results of the fold over an archive. */
package io.forensix.timeline.span;
