// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.abi.fx_record;
import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.RecordingMeta;
import io.forensix.archive.Samples;
import io.forensix.record.LittleEndian;
import io.forensix.record.RecordHead;
import io.forensix.seal.SealedRecording.Laid;
import io.forensix.syscall.SyscallTable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Writes archives of given records: as a recorder does, or as somebody who rewrites one. */
final class SealedArchive {
  private SealedArchive() {}

  /** Writes all recordings, each cut into blocks somehow; sums, hashes and numbers are right. */
  static void write(Path directory, Map<UUID, List<Laid>> recordings, SplittableRandom random)
      throws IOException {
    write(directory, recordings, random, Samples.options());
  }

  /** The same, in files by a clock of its own. */
  static void write(
      Path directory,
      Map<UUID, List<Laid>> recordings,
      SplittableRandom random,
      ArchiveOptions options)
      throws IOException {
    try (Archive archive = Archive.open(directory, options)) {
      for (Map.Entry<UUID, List<Laid>> recording : recordings.entrySet()) {
        archive.begin(meta(recording.getKey()));
        blocks(archive, recording.getValue(), random);
      }
    }
  }

  private static RecordingMeta meta(UUID recording) {
    RecordingMeta any = Samples.meta(recording);
    SyscallTable table = SyscallTable.builtIn();
    return new RecordingMeta(
        RecordHead.ABI_VERSION,
        any.program(),
        any.host(),
        recording,
        any.cpus(),
        any.ringBytes(),
        0,
        SealedRecording.REALTIME_AT_0,
        0,
        table.crc(),
        table.text());
  }

  /** Blocks hold records of one CPU, in order. */
  private static void blocks(Archive archive, List<Laid> all, SplittableRandom random)
      throws IOException {
    Map<Integer, ByteArrayOutputStream> waiting = new HashMap<>();
    for (Laid record : all) {
      waiting
          .computeIfAbsent(record.cpu(), any -> new ByteArrayOutputStream())
          .writeBytes(record.bytes());
      if (random.nextInt(8) == 0) {
        flush(archive, waiting);
      }
    }
    flush(archive, waiting);
  }

  private static void flush(Archive archive, Map<Integer, ByteArrayOutputStream> waiting)
      throws IOException {
    for (Map.Entry<Integer, ByteArrayOutputStream> ring : waiting.entrySet()) {
      MemorySegment records = MemorySegment.ofArray(ring.getValue().toByteArray());
      archive.accept(Samples.batch(ring.getKey(), records));
    }
    waiting.clear();
  }

  /** Gives the records of each CPU numbers without a gap, and times that never go back. */
  static List<Laid> renumbered(List<Laid> records) {
    Map<Integer, Long> seqs = new HashMap<>();
    Map<Integer, Long> times = new HashMap<>();
    List<Laid> all = new ArrayList<>();
    for (Laid record : records) {
      Laid copy = record.copy();
      MemorySegment memory = copy.memory();
      long seq = seqs.merge(record.cpu(), 1L, Long::sum) - 1;
      long time = times.merge(record.cpu(), record.time(), Math::max);
      LittleEndian.put16(memory, fx_record.cpu$offset(), record.cpu());
      LittleEndian.put64(memory, fx_record.seq$offset(), seq);
      LittleEndian.put64(memory, fx_record.time$offset(), time);
      all.add(copy);
    }
    return all;
  }
}
