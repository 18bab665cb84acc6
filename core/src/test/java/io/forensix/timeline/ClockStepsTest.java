// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.archive.Roll;
import io.forensix.archive.Samples;
import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordBytes;
import io.forensix.syscall.SyscallTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The wall clock is set, the machine sleeps, gets another name, boots anew: the order of records is
 * that in which they were made, and each recording says which machine and which boot it is of.
 */
class ClockStepsTest {
  private static final UUID FIRST_BOOT = new UUID(3, 1);

  @TempDir Path directory;
  private Path archive;
  private Instant wall = Instant.parse("2026-03-29T00:59:00Z");
  private long monotonic = 5_000_000_000L;
  private long seq;

  private void session(UUID recording, UUID boot, String name, Runnable between, int blocks)
      throws IOException {
    archive = directory.resolve("archive");
    ArchiveOptions options =
        ArchiveOptions.defaults()
            .withReserveBytes(0)
            .withRoll(Roll.FIVE_MINUTES)
            .withClock(() -> wall);
    try (Archive writer = Archive.open(archive, options)) {
      writer.begin(
          new RecordingMeta(
              3,
              "test",
              new HostIdentity(name, new UUID(1, 2), boot, "6.1.0-test"),
              recording,
              1,
              1 << 20,
              monotonic,
              wall.toEpochMilli() * 1_000_000,
              monotonic,
              SyscallTable.builtIn().crc(),
              SyscallTable.builtIn().text()));
      for (int i = 0; i < blocks; i++) {
        RecordBytes records = new RecordBytes().cpu(0).seq(seq);
        for (int k = 0; k < 5; k++) {
          monotonic += 1_000_000;
          records.time(monotonic).task(100, 100).start(77).call(110, 1).done();
          seq++;
        }
        writer.accept(Samples.batch(0, records.segment()));
        wall = wall.plusSeconds(20);
        between.run();
      }
    }
  }

  /** What was read: the number of the recording, and of the record. */
  private List<String> order() throws IOException {
    List<String> faults = new ArrayList<>();
    List<String> order = new ArrayList<>();
    RecordMerge.Listener listener =
        new RecordMerge.Listener() {
          @Override
          public void fault(ArchiveFault fault) {
            faults.add(fault.toString());
          }

          @Override
          public void corrupt(long block, CorruptRecord corrupt) {
            faults.add(corrupt.toString());
          }
        };
    try (RecordMerge merge = RecordMerge.open(archive, listener)) {
      while (merge.next()) {
        order.add(merge.recordings() + ":" + merge.record().seq());
      }
      assertThat(merge.late()).isZero();
    }
    assertThat(faults).isEmpty();
    assertThat(ArchiveVerifier.verify(archive).faults()).isEmpty();
    return order;
  }

  private static List<String> numbers(int recording, int from, int to) {
    List<String> all = new ArrayList<>();
    for (int i = from; i < to; i++) {
      all.add(recording + ":" + i);
    }
    return all;
  }

  @Test
  void aWallClockThatIsSetChangesNoOrder() throws Exception {
    SplittableRandom random = new SplittableRandom(29);
    // Back and forth by up to a day, in the middle of it.
    session(
        Samples.RECORDING,
        FIRST_BOOT,
        "host",
        () -> wall = wall.plusSeconds(random.nextLong(-86_400, 86_400)),
        60);
    assertThat(order()).isEqualTo(numbers(1, 0, 300));
    // Neither does a block go into a file that was done.
    List<String> files = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(archive, fault -> {})) {
      while (reader.next()) {
        files.add(reader.block().place().file().getFileName().toString());
      }
    }
    assertThat(files).isSorted();
  }

  @Test
  void aClockThatWentBackWhileNothingRan() throws Exception {
    session(Samples.RECORDING, FIRST_BOOT, "host", () -> {}, 30);
    wall = wall.minus(Duration.ofDays(400));
    session(Samples.RECORDING, FIRST_BOOT, "host", () -> {}, 30);
    assertThat(order()).isEqualTo(numbers(1, 0, 300));
  }

  /** While it sleeps CLOCK_MONOTONIC stands still, and the wall clock does not. */
  @Test
  void aMachineThatSleeps() throws Exception {
    session(Samples.RECORDING, FIRST_BOOT, "host", () -> wall = wall.plus(Duration.ofHours(9)), 20);
    assertThat(order()).isEqualTo(numbers(1, 0, 100));
  }

  @Test
  void aHostThatGetsAnotherName() throws Exception {
    session(Samples.RECORDING, FIRST_BOOT, "before", () -> {}, 3);
    session(Samples.RECORDING, FIRST_BOOT, "after", () -> {}, 3);
    assertThat(order()).isEqualTo(numbers(1, 0, 30));
    List<String> names = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(archive, fault -> {})) {
      while (reader.next()) {
        if (reader.block().header().records() == 0) {
          names.add(reader.block().meta().host().hostName());
        }
      }
    }
    assertThat(names).containsExactly("before", "after");
  }

  /** With the next boot CLOCK_MONOTONIC begins at 0, and so do the numbers of records. */
  @Test
  void aMachineThatBootsAnew() throws Exception {
    session(Samples.RECORDING, FIRST_BOOT, "host", () -> {}, 20);
    monotonic = 0;
    seq = 0;
    // The battery of its clock is empty, too.
    wall = Instant.parse("2000-01-01T00:00:00Z");
    session(new UUID(7, 7), new UUID(3, 2), "host", () -> {}, 20);
    List<String> all = numbers(1, 0, 100);
    all.addAll(numbers(2, 0, 100));
    assertThat(order()).isEqualTo(all);
  }
}
