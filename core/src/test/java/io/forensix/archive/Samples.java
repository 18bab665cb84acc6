// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.HeadCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBatch;
import io.forensix.record.RecordBytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.stream.Stream;

/** Recordings and batches to fill archives with. */
public final class Samples {
  public static final UUID RECORDING = new UUID(0x1111, 0x2222);

  private Samples() {}

  public static RecordingMeta meta(UUID recording) {
    HostIdentity host = new HostIdentity("host", new UUID(1, 2), new UUID(3, 4), "6.1.0-50-amd64");
    return new RecordingMeta(
        1, "test 1", host, recording, 2, 1 << 20, 10, 20, 30, -5, "abi x86_64\n0 read io size\n");
  }

  /** What a machine says of itself whose wall clock showed a time when the monotonic one began. */
  public static RecordingMeta meta(HostIdentity host, long wallAtZero) {
    return new RecordingMeta(
        1, "test 1", host, RECORDING, 2, 1 << 20, 0, wallAtZero, 0, -5, "abi x86_64\n");
  }

  /** A batch of records of one CPU, numbered from one on, each with so many bytes of payload. */
  public static RecordBatch batch(int cpu, long firstSeq, int count, int payloadBytes) {
    RecordBytes bytes = new RecordBytes().cpu(cpu).seq(firstSeq);
    byte[] payload = new byte[payloadBytes];
    for (int i = 0; i < count; i++) {
      Arrays.fill(payload, (byte) (firstSeq + i));
      bytes.time(1_000 + firstSeq + i);
      bytes.data(7, 0, ItemKind.BYTES, 1, payload);
    }
    return batch(cpu, bytes.segment());
  }

  public static RecordBatch batch(int cpu, MemorySegment records) {
    RecordBatch batch = new RecordBatch();
    batch.start(records, 0, cpu);
    HeadCursor heads = new HeadCursor(corrupt -> {});
    heads.over(records, 0, records.byteSize(), 0);
    while (heads.next()) {
      batch.add(heads);
    }
    if (heads.broken()) {
      batch.addDamaged(records.byteSize() - batch.bytes());
    }
    return batch;
  }

  public static ArchiveOptions options() {
    return ArchiveOptions.defaults().withReserveBytes(0);
  }

  /** The file of the queue that was begun as the n-th. */
  public static Path queueFile(Path directory, int index) {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.toString().endsWith(".cq4"))
          .sorted()
          .skip(index)
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
