// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Where an existing archive ends, so that it can be continued. A writer that was killed may have
 * left bytes of a block that was never finished: they are cut off, since Chronicle would write over
 * their beginning and take the rest for something.
 *
 * @param number of the last block, or -1 where there is none
 * @param hash of that block
 * @param cycle of the last file, or {@link Integer#MIN_VALUE} where there is none
 * @param position byte of the last file where the next document goes
 */
record ArchiveEnd(long number, byte[] hash, int cycle, long position) {
  /** Finds the end, brings the end mark up to date, and cuts off what comes after it. */
  static ArchiveEnd find(Path directory, ArchiveIdentity identity, EndMark mark)
      throws IOException {
    List<RollFile> files = RollFile.list(directory, identity.roll(), Retired.read(directory));
    EndMark.End known = mark.end();
    Walk walk = new Walk(identity, mark);
    if (known == null) {
      for (RollFile file : files) {
        walk.over(file, -1);
      }
    } else {
      walk.number = known.number();
      walk.hash = known.hash();
      for (RollFile file : files) {
        if (file.cycle() >= known.cycle()) {
          walk.over(file, file.cycle() == known.cycle() ? known.offset() : -1);
        }
      }
    }
    return new ArchiveEnd(walk.number, walk.hash, walk.cycle, walk.position);
  }

  /** What was found so far. */
  private static final class Walk {
    private final ArchiveIdentity identity;
    private final EndMark mark;
    private final BlockHash hashing = new BlockHash();
    private long number = -1;
    private byte[] hash = BlockHash.none();
    private int cycle = Integer.MIN_VALUE;
    private long position;

    private Walk(ArchiveIdentity identity, EndMark mark) {
      this.identity = identity;
      this.mark = mark;
    }

    private void over(RollFile file, long from) throws IOException {
      // What is bad is for the verifier to report; here it is only passed over.
      try (BlockScanner scanner =
          new BlockScanner(file, identity.roll(), identity.id(), -1, fault -> {})) {
        if (from >= 0 && scanner.isBlock(from)) {
          scanner.seek(from);
        }
        BlockScanner.Step step;
        do {
          step = scanner.next();
          while (step == BlockScanner.Step.BLOCK) {
            take(scanner.block());
            step = scanner.next();
          }
        } while (scanner.goesOn(number) && scanner.resync());
        cycle = file.cycle();
        position = scanner.position();
        if (step == BlockScanner.Step.OPEN_END) {
          cut(file.path(), position);
        }
      }
    }

    private void take(Block block) {
      BlockHeader header = block.header();
      number = header.number();
      hash = hashing.of(block.whole());
      mark.recording(header.recordingId());
      if (header.records() > 0) {
        mark.lastSeq(header.cpu(), header.lastSeq());
      }
      mark.move(number, header.cycle(), header.fileOffset(), hash);
    }

    private static void cut(Path file, long position) throws IOException {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(position);
      }
    }
  }
}
