// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import io.forensix.timeline.Identity;
import java.util.Set;

/**
 * Who a thread was: users, groups, capabilities, session, terminal, namespaces.
 *
 * @param process its process
 * @param tid the thread; the first one of a process speaks for it
 * @param identity who it was
 * @param from since when
 * @param to until when
 * @param cause {@link Cause#FOUND}, {@link Cause#FORK}, {@link Cause#EXEC}, {@link Cause#SETSID},
 *     {@link Cause#TERMINAL}, {@link Cause#SET_IDENTITY}
 * @param begun the CONTEXT, EXEC, FORK or TASK record
 * @param end {@link End#CHANGED}, {@link End#EXIT} or none
 * @param ended the record of the end
 * @param doubts what is not certain
 */
public record CredentialSpan(
    ProcessKey process,
    int tid,
    Identity identity,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
