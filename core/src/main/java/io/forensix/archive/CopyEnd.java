// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a copy of an archive ends.
 *
 * @param number of the last block, or -1 where there is none
 * @param hash of that block
 * @param cycle of its file
 * @param offset byte of the file where its header starts
 * @param position byte of the file where the next document goes; 0 where there is no file, and the
 *     last block was retired
 */
record CopyEnd(long number, byte[] hash, int cycle, long offset, long position) {
  /** Returns the end of a copy without a block. */
  static CopyEnd none() {
    return new CopyEnd(-1, BlockHash.none(), Integer.MIN_VALUE, 0, 0);
  }

  /** Returns whether the last block is there. */
  boolean isKept() {
    return position > 0;
  }

  /** Returns where a document begins after bytes that end at a position. */
  static long aligned(long position) {
    return (position + 3) & ~3L;
  }

  /**
   * Finds the end of a copy that may have been left at any moment. What follows the last whole
   * block was never acknowledged.
   *
   * @param known the last block that is known to be on the disk, or null
   * @throws ArchiveDamaged when that block is gone, or what follows it is no chain
   */
  static CopyEnd find(Path directory, ArchiveIdentity identity, EndMark.@Nullable End known)
      throws IOException {
    Retired retired = Retired.read(directory);
    Walk walk = new Walk(directory, identity, retired);
    List<RollFile> files = RollFile.list(directory, identity.roll(), retired);
    for (RollFile file : files) {
      if (known == null || file.cycle() > known.cycle()) {
        walk.over(file, -1);
      } else if (file.cycle() == known.cycle()) {
        walk.begin(known);
        walk.over(file, known.offset());
      }
    }
    if (known != null && walk.end.number() < known.number()) {
      throw walk.damaged("block " + known.number() + ", which was kept here, is gone or changed");
    }
    return walk.end;
  }

  /** What was found so far. */
  private static final class Walk {
    private final Path directory;
    private final ArchiveIdentity identity;
    private CopyEnd end;
    private boolean broken;

    private Walk(Path directory, ArchiveIdentity identity, Retired retired) {
      end = new CopyEnd(retired.number(), retired.hash(), retired.cycle(), 0, 0);
      this.directory = directory;
      this.identity = identity;
    }

    /** Goes on from a block, which is walked over once more. */
    private void begin(EndMark.End known) {
      end = new CopyEnd(known.number() - 1, known.hash(), known.cycle(), 0, 0);
    }

    private void over(RollFile file, long from) throws IOException {
      try (BlockScanner scanner =
          new BlockScanner(
              file, identity.roll(), identity.id(), end.number() + 1, fault -> broken = true)) {
        boolean known = from >= 0;
        if (known) {
          if (!scanner.isBlock(from)) {
            return;
          }
          scanner.seek(from);
        }
        while (scanner.next() == BlockScanner.Step.BLOCK) {
          take(scanner.block(), known);
          known = false;
        }
      }
    }

    private void take(Block block, boolean known) throws ArchiveDamaged {
      BlockHeader header = block.header();
      byte[] hash = block.hash();
      byte[] before = known ? hash : header.previousHash();
      if (broken || header.number() != end.number() + 1 || !Arrays.equals(before, end.hash())) {
        throw damaged("block %d does not follow what is before it".formatted(header.number()));
      }
      long at = header.fileOffset();
      end =
          new CopyEnd(
              header.number(), hash, header.cycle(), at, aligned(at + block.whole().byteSize()));
    }

    private ArchiveDamaged damaged(String what) {
      return new ArchiveDamaged(
          "%s: %s: forensix verify says more; move it away to begin a new one"
              .formatted(directory, what));
    }
  }
}
