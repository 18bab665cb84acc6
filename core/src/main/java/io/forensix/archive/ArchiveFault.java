// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

/**
 * Something that is wrong with an archive.
 *
 * @param kind what sort of thing
 * @param place the block concerned, or the first one after what is missing
 * @param text what exactly
 */
public record ArchiveFault(Kind kind, BlockPlace place, String text) {
  /** Is told of each one; reading goes on. */
  @FunctionalInterface
  public interface Sink {
    /** Takes a report. */
    void accept(ArchiveFault fault);
  }

  /** What can be wrong. */
  public enum Kind {
    /** Not wrong, but not read: blocks were retired before a reader came to them. */
    RETIRED,
    /** Bytes where a block should be, and that are none; or a wrong length before a block. */
    FRAME,
    /** The content is not what the header's sum says. */
    CONTENT,
    /** Blocks are missing. */
    MISSING,
    /** A block that was written is missing at the end. */
    CUT,
    /** The block does not follow the one before: one of them was changed. */
    CHAIN,
    /** Something in the content is no record. */
    RECORD,
    /** The content is not what the header says it is. */
    HEADER,
    /** Records of a CPU are missing, and nothing says so. */
    SEQUENCE,
    /** The records are not those that the kernel sealed, or are not sealed. */
    SEAL
  }

  @Override
  public String toString() {
    return place + ": " + text;
  }
}
