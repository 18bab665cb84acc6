// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import org.jspecify.annotations.Nullable;

/**
 * Something on record that tells of the bytes of a file; a row of the question {@code
 * content-steps}.
 *
 * @param what read, write, truncate, map; open, create, seek, flags, control; submit, loss, filter
 * @param key which record that was
 * @param time when its call returned, ns since 1970
 * @param entered when it began
 * @param pid process, 0 for none
 * @param start start of the process
 * @param tid thread
 * @param comm command name of the process
 * @param call name of the call; of a loss, what was lost
 * @param id the file; null where it is about all
 * @param file number of the open file
 * @param pos position that the call names; null for that of the open file
 * @param bytes bytes that were moved
 * @param captured how many of these are in the tables
 * @param whole whether these are all, and did not change meanwhile
 * @param result result of the call
 * @param args arguments 1, 2, 4 and 5
 * @param flags of an open: O_*
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares steps; the array is not copied.
public record Step(
    String what,
    Key key,
    long time,
    long entered,
    int pid,
    long start,
    int tid,
    String comm,
    String call,
    @Nullable FileId id,
    long file,
    @Nullable Long pos,
    long bytes,
    long captured,
    boolean whole,
    long result,
    long[] args,
    int flags) {
  /** A record of an archive. */
  public record Key(int recording, int cpu, long seq) {
    @Override
    public String toString() {
      return recording + ":" + cpu + ":" + seq;
    }
  }

  /** A file: of a host, a device and an inode. */
  public record FileId(int host, int dev, long inode) {}

  /**
   * Returns whether this step began before another one had ended, so that nobody knows which of
   * both was first.
   */
  boolean overlaps(Step earlier) {
    return earlier.time > entered && earlier.tid != tid && earlier.tid != 0 && tid != 0;
  }

  /** Returns which call of whom it was. */
  String text() {
    return call + (pid == 0 ? "" : " of " + pid);
  }
}
