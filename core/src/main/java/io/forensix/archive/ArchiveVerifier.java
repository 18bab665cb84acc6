// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.CorruptRecord;
import io.forensix.record.HeadCursor;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordType;
import io.forensix.record.SequenceCheck;
import io.forensix.record.SequenceGap;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Looks at every byte of an archive: the sums of each block, the chain of hashes, the numbers of
 * blocks and of records, what headers say about their content, and whether the end is there.
 */
public final class ArchiveVerifier {
  private final List<ArchiveFault> faults = new ArrayList<>();
  private final BlockHash hashing = new BlockHash();
  private final HeadCursor heads = new HeadCursor(corrupt -> {});
  private final RecordCursor records = new RecordCursor(this::corrupt);
  private final Map<Integer, SequenceCheck> sequences = new HashMap<>();
  private long faultCount;
  private long faultsOfReader;
  private long blocks;
  private long recordCount;
  private long bytes;
  private long seals;
  private @Nullable UUID recording;
  private @Nullable BlockPlace previous;
  private byte[] previousHash = BlockHash.none();
  private Retired retired = Retired.nothing();
  private BlockPlace here = new BlockPlace(-1, -1, Path.of(""), 0);

  private ArchiveVerifier() {}

  /**
   * Verifies an archive. One that is being written is verified up to its end of the moment.
   *
   * @throws ArchiveException when the directory is no archive
   * @throws IOException when a file cannot be read
   */
  public static Verification verify(Path directory) throws IOException {
    return new ArchiveVerifier().all(directory);
  }

  private Verification all(Path directory) throws IOException {
    try (ArchiveReader reader = ArchiveReader.open(directory, this::faultOfReader).fromBlock0()) {
      long faultsBefore = 0;
      while (reader.next()) {
        if (faultsOfReader != faultsBefore) {
          // After what is missing or bad, neither the hash nor the numbers before are known.
          faultsBefore = faultsOfReader;
          previous = null;
          sequences.clear();
        }
        if (blocks == 0) {
          retired = reader.retired();
          previousHash = retired.hash();
        }
        take(reader.block());
      }
      checkEnd(EndMark.last(directory));
    }
    return new Verification(
        blocks, recordCount, bytes, seals, List.copyOf(faults), faultCount, retired);
  }

  private void take(Block block) {
    BlockHeader header = block.header();
    here = block.place();
    checkChain(header);
    if (!header.recordingId().equals(recording)) {
      recording = header.recordingId();
      sequences.clear();
    }
    if (header.kind() == BlockKind.RECORDS) {
      checkRecords(block);
    } else if (header.kind() == BlockKind.META) {
      checkMeta(block);
    } else {
      fault(ArchiveFault.Kind.HEADER, here, "the kind of block is unknown: " + header.kindCode());
    }
    blocks++;
    bytes += block.whole().byteSize();
    previous = here;
    previousHash = hashing.of(block.whole());
  }

  private void checkChain(BlockHeader header) {
    if (previous == null && (blocks > 0 || faultCount > 0)) {
      return;
    }
    if (!Arrays.equals(header.previousHash(), previousHash)) {
      fault(
          ArchiveFault.Kind.CHAIN,
          previous == null ? here : previous,
          "the block after it was made for another one: it was changed since, or exchanged");
    }
  }

  private void checkMeta(Block block) {
    try {
      block.meta();
    } catch (ArchiveDamaged e) {
      fault(ArchiveFault.Kind.HEADER, here, String.valueOf(e.getMessage()));
    }
  }

  private void checkRecords(Block block) {
    BlockHeader header = block.header();
    int count = 0;
    long firstTime = 0;
    long lastTime = 0;
    long firstSeq = 0;
    long lastSeq = 0;
    heads.over(block.whole(), BlockLayout.BYTES, block.whole().byteSize(), 0);
    while (heads.next()) {
      if (heads.cpu() != header.cpu()) {
        corrupt(heads.position(), "the record is of CPU " + heads.cpu());
      }
      checkSequence(heads.cpu(), heads.seq(), heads.lostBefore());
      if (count == 0) {
        firstSeq = heads.seq() - heads.lostBefore();
        firstTime = heads.time();
      } else if (heads.time() < lastTime) {
        corrupt(heads.position(), "the time goes back by " + (lastTime - heads.time()) + " ns");
      }
      lastSeq = heads.seq();
      lastTime = heads.time();
      count++;
    }
    if (count != header.records()
        || firstSeq != header.firstSeq()
        || lastSeq != header.lastSeq()
        || firstTime != header.firstTime()
        || lastTime != header.lastTime()) {
      fault(ArchiveFault.Kind.HEADER, here, "the header tells of other records than there are");
    }
    block.records(records);
    while (records.next()) {
      recordCount++;
      seals += records.type() == RecordType.SEAL ? 1 : 0;
    }
  }

  private void checkSequence(int cpu, long seq, long lostBefore) {
    SequenceCheck check = sequences.computeIfAbsent(cpu, any -> new SequenceCheck());
    long expected = check.expected();
    if (check.take(seq, lostBefore) != 0) {
      SequenceGap gap = new SequenceGap(cpu, expected, seq - lostBefore);
      fault(ArchiveFault.Kind.SEQUENCE, here, gap.toString());
    }
  }

  private void checkEnd(EndMark.@Nullable End end) {
    if (end != null
        && previous != null
        && end.number() == previous.number()
        && !Arrays.equals(end.hash(), previousHash)) {
      fault(ArchiveFault.Kind.CHAIN, previous, "the last block is not the one that was written");
    }
  }

  private void corrupt(CorruptRecord corrupt) {
    corrupt(corrupt.position(), corrupt.reason().toString());
  }

  private void corrupt(long position, String what) {
    fault(ArchiveFault.Kind.RECORD, here, "byte " + position + " of its content: " + what);
  }

  private void faultOfReader(ArchiveFault fault) {
    faultsOfReader++;
    if (fault.kind() == ArchiveFault.Kind.RETIRED) {
      return;
    }
    fault(fault.kind(), fault.place(), fault.text());
  }

  private void fault(ArchiveFault.Kind kind, BlockPlace place, String text) {
    faultCount++;
    if (faults.size() < Verification.FAULTS_MAX) {
      faults.add(new ArchiveFault(kind, place, text));
    }
  }
}
