// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * A file system that was mounted while we recorded.
 *
 * @param path where, as seen from the root of who did it
 * @param source what was mounted, as given
 * @param type the kind of file system, as given; empty for a bind mount or a move
 * @param flags MS_*
 * @param mountNamespace inode number of the mount namespace; 0 where it is not known
 * @param from when it was mounted
 * @param to when it was unmounted
 * @param cause {@link Cause#MOUNT}
 * @param begun the record of the call
 * @param end {@link End#UMOUNT} or none
 * @param ended the record of the end
 * @param doubts what is not certain
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares spans; the arrays are not copied.
public record MountSpan(
    byte[] path,
    byte[] source,
    byte[] type,
    long flags,
    long mountNamespace,
    long from,
    long to,
    Cause cause,
    Source begun,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
