// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * The life of a thread; each process has at least one.
 *
 * @param process its process
 * @param tid its number, in the initial pid namespace
 * @param start when it started, ns of CLOCK_BOOTTIME; 0 where that is not known
 * @param makerTid the thread that made it; 0 where that is not known
 * @param from when it was made, or found
 * @param to its end
 * @param cause {@link Cause#FORK}, {@link Cause#SHARE} for a further thread, {@link Cause#FOUND}
 * @param begun the record that speaks of it first
 * @param end {@link End#EXIT}, {@link End#EXEC} (another thread's), {@link End#UNSEEN} or none
 * @param status as wait(2) has it; of no meaning unless it ended by {@link End#EXIT}
 * @param ended the EXIT or EXEC record
 * @param comm its last command name
 * @param doubts what is not certain
 */
public record ThreadSpan(
    ProcessKey process,
    int tid,
    long start,
    int makerTid,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    int status,
    Source ended,
    String comm,
    Set<Doubt> doubts)
    implements Span {}
