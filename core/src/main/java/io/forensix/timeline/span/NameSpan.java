// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.span;

import java.util.Set;

/**
 * A name of a file.
 *
 * @param path the whole path, as seen from the root of who used it
 * @param dev device of the file; 0 where it is not known
 * @param inode inode of the file; 0 where it is not known
 * @param mode type and permission bits; 0 where they are not known
 * @param target what a symbolic link leads to; empty for all else
 * @param from when it got the name, or was first met by it
 * @param to when it lost it
 * @param cause {@link Cause#CREATE}, {@link Cause#MKDIR}, {@link Cause#LINK}, {@link
 *     Cause#SYMLINK}, {@link Cause#RENAME}, or {@link Cause#FOUND}
 * @param begun the record of the call
 * @param before the path it had before, for {@link Cause#RENAME}; the other name, for {@link
 *     Cause#LINK}; else empty
 * @param end {@link End#UNLINK}, {@link End#RENAME}, {@link End#OVERWRITTEN}, {@link End#UNSEEN} or
 *     none
 * @param ended the record of the end
 * @param doubts what is not certain
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares spans; the arrays are not copied.
public record NameSpan(
    byte[] path,
    int dev,
    long inode,
    int mode,
    byte[] target,
    long from,
    long to,
    Cause cause,
    Source begun,
    byte[] before,
    End end,
    Source ended,
    Set<Doubt> doubts)
    implements Span {}
