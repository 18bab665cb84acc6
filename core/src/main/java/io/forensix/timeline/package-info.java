// SPDX-License-Identifier: Apache-2.0

/**
 * What happened, from the records of an archive: one order over all CPUs, calls joined with their
 * data, and state folded over them.
 */
package io.forensix.timeline;
