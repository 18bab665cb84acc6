// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.record.HeadCursor;
import io.forensix.record.RecordBatch;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordHead;
import io.forensix.syscall.SyscallTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;

/** Makes real archives for tests. */
public final class ArchiveMaker implements AutoCloseable {
  /** CLOCK_REALTIME at CLOCK_MONOTONIC 0 of the recordings made here, ns. */
  public static final long REALTIME_AT_0 = 1_700_000_000_000_000_000L;

  private final Archive archive;

  /** Makes an archive, or goes on with one. */
  public ArchiveMaker(Path directory) throws IOException {
    this(directory, ArchiveOptions.defaults());
  }

  /** Makes an archive with a clock or a roll of its own, or goes on with one. */
  public ArchiveMaker(Path directory, ArchiveOptions options) throws IOException {
    archive = Archive.open(directory, options.withReserveBytes(0));
  }

  /** Begins a recording on a machine with so many CPUs. */
  public ArchiveMaker begin(long recording, int cpus) throws IOException {
    return begin(recording, cpus, RecordHead.ABI_VERSION);
  }

  /** Begins a recording of a version of the layout. */
  public ArchiveMaker begin(long recording, int cpus, int abiVersion) throws IOException {
    SyscallTable table = SyscallTable.builtIn();
    HostIdentity host =
        new HostIdentity("testhost", new UUID(1, 2), new UUID(3, recording), "6.1.0-test");
    archive.begin(
        new RecordingMeta(
            abiVersion,
            "test 1",
            host,
            new UUID(0xfeed, recording),
            cpus,
            1 << 20,
            0,
            REALTIME_AT_0,
            0,
            table.crc(),
            table.text()));
    return this;
  }

  /** Puts records of one CPU in, as one block with a horizon. */
  public ArchiveMaker block(int cpu, RecordBytes records, long horizon) throws IOException {
    RecordBatch batch = new RecordBatch();
    batch.start(records.segment(), 0, cpu);
    HeadCursor heads = new HeadCursor(corrupt -> {});
    heads.over(records.segment(), 0, records.length(), 0);
    while (heads.next()) {
      batch.add(heads);
    }
    if (batch.bytes() < records.length()) {
      batch.addDamaged(records.length() - batch.bytes());
    }
    batch.horizon(horizon);
    archive.accept(batch);
    return this;
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
