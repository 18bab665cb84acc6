// SPDX-License-Identifier: Apache-2.0
/** How a file or a process came to be, and what came of it. */
package io.forensix.query.trace;
