// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * What a descriptor of a process pointed to. Where processes share their descriptors (CLONE_FILES)
 * each of them has a span of its own. Where two threads change one number at a time, what the
 * kernel says stands behind it decides which came first.
 *
 * @param process the process
 * @param fd the descriptor
 * @param file the open file behind it; {@link FileKey#UNKNOWN} with {@link Doubt#FILE} where no
 *     record names it
 * @param path the kernel's path of the file as it was opened; empty where it has none on record
 * @param from when it came to be
 * @param to when it was closed
 * @param cause how it came to be
 * @param begun the record of the call that made it, or the FORK or FD record
 * @param origin the process whose descriptor it is a copy of (dup, fork, SCM_RIGHTS ...); {@link
 *     ProcessKey#NONE} where it is no copy, or that is not known
 * @param originFd the descriptor it is a copy of; -1 where it is no copy, or that is not known
 * @param closedByExec whether exec would have closed it at its end
 * @param end how it was closed
 * @param ended the record of what closed it
 * @param doubts what is not certain
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares spans; the array is not copied.
public record DescriptorSpan(
    ProcessKey process,
    int fd,
    FileKey file,
    byte[] path,
    long from,
    long to,
    Cause cause,
    Source begun,
    ProcessKey origin,
    int originFd,
    boolean closedByExec,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
