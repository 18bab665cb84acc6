// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * The life of a process.
 *
 * @param process the process
 * @param rollcount how many processes of this recording had the number before; (pid, rollcount)
 *     named a process in 2003
 * @param parent the process that made it; without a start where only its number is known
 * @param parentRollcount rollcount of the parent; -1 where the parent is not known
 * @param from its fork; for one that was found, when it was found
 * @param to its end
 * @param cause {@link Cause#FORK} or {@link Cause#FOUND}
 * @param begun the FORK or TASK record, or the first that names it
 * @param end {@link End#EXIT}, {@link End#UNSEEN} or {@link End#NONE}
 * @param status as wait(2) has it; of no meaning unless it ended by {@link End#EXIT}
 * @param ended the EXIT record
 * @param doubts what is not certain
 */
public record ProcessSpan(
    ProcessKey process,
    int rollcount,
    ProcessKey parent,
    int parentRollcount,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    int status,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
