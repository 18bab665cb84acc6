// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * A working or root directory of a process.
 *
 * @param process the process
 * @param root the root directory, else the working directory
 * @param path where; empty with {@link Doubt#PATH} where it is not known
 * @param from since when
 * @param to until when
 * @param cause {@link Cause#CHDIR}, {@link Cause#FCHDIR}, {@link Cause#CHROOT}, {@link
 *     Cause#PIVOT_ROOT}, {@link Cause#FORK}, {@link Cause#SHARE}, {@link Cause#FOUND}
 * @param begun the record of the call, or the FORK or TASK record
 * @param end {@link End#CHANGED}, {@link End#EXIT}, {@link End#UNSHARE} or none
 * @param ended the record of the end
 * @param doubts what is not certain
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares spans; the array is not copied.
public record DirectorySpan(
    ProcessKey process,
    boolean root,
    byte[] path,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
