// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

/**
 * A record for which the kernel names another open file than the calls before it lead to, although
 * no record was lost and no call that changes the descriptor overlaps it in time.
 *
 * @param record the record
 * @param fd the descriptor
 * @param lineage what the calls before it lead to; {@link FileKey#UNKNOWN} where they lead to none
 * @param kernel what the kernel says; {@link FileKey#UNKNOWN} where it says there is none
 */
public record Disagreement(Source record, int fd, FileKey lineage, FileKey kernel) {}
