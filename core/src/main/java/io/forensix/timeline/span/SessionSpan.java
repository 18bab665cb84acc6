// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * A session (setsid(2)) with one controlling terminal; it goes on as another span when that
 * changes. Who belongs to it is in the {@link CredentialSpan}s.
 *
 * @param session its number: that of the process that began it
 * @param leader the process that began it; without a start where that is not known
 * @param tty device of the controlling terminal, (major << 20) | minor; 0 for none
 * @param loginUid user at login; {@link io.forensix.timeline.Identity#NONE} where there was none
 * @param auditSession login session of audit; likewise
 * @param from since when
 * @param to until when: its last process is gone, or the terminal is another
 * @param cause {@link Cause#SETSID}, {@link Cause#TERMINAL} or {@link Cause#FOUND}
 * @param begun the record that tells of it first
 * @param end {@link End#EXIT}, {@link End#CHANGED} or none
 * @param ended the record of the end
 * @param doubts what is not certain
 */
public record SessionSpan(
    int session,
    ProcessKey leader,
    int tty,
    long loginUid,
    long auditSession,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
