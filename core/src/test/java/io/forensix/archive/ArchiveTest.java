// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveTest {
  @TempDir Path directory;
  private final List<String> faults = new ArrayList<>();

  private ArchiveReader reader() throws IOException {
    return ArchiveReader.open(directory, fault -> faults.add(fault.toString()));
  }

  /** Writes a session of so many batches of CPU 0 and 1, three records each. */
  private void session(ArchiveOptions options, UUID recording, int batches) throws IOException {
    try (Archive archive = Archive.open(directory, options)) {
      archive.begin(Samples.meta(recording));
      for (int i = 0; i < batches; i++) {
        int cpu = i % 2;
        long seq = archive.lastSeq(recording, cpu).orElse(-1) + 1;
        archive.accept(Samples.batch(cpu, seq, 3, 40));
      }
    }
  }

  private List<String> blocks() throws IOException {
    List<String> seen = new ArrayList<>();
    try (ArchiveReader reader = reader()) {
      while (reader.next()) {
        BlockHeader header = reader.block().header();
        seen.add(
            header.number()
                + " "
                + header.kind()
                + " "
                + header.cpu()
                + " "
                + header.firstSeq()
                + "-"
                + header.lastSeq());
      }
    }
    return seen;
  }

  @Test
  void givesBackTheVeryBytes() throws IOException {
    byte[] written = Samples.batch(1, 7, 5, 100).segment().toArray(ValueLayout.JAVA_BYTE);
    try (Archive archive = Archive.open(directory, Samples.options())) {
      archive.begin(Samples.meta(Samples.RECORDING));
      var batch = Samples.batch(1, 7, 5, 100);
      batch.horizon(99);
      archive.accept(batch);
      assertThat(archive.blocks()).isEqualTo(2);
    }
    try (ArchiveReader reader = reader()) {
      assertThat(reader.next()).isTrue();
      assertThat(reader.block().header().kind()).isEqualTo(BlockKind.META);
      assertThat(reader.block().meta()).isEqualTo(Samples.meta(Samples.RECORDING));
      assertThat(reader.next()).isTrue();
      BlockHeader header = reader.block().header();
      assertThat(header.kind()).isEqualTo(BlockKind.RECORDS);
      assertThat(header.number()).isEqualTo(1);
      assertThat(header.abiVersion()).isEqualTo(1);
      assertThat(header.hostId()).isEqualTo(new UUID(1, 2));
      assertThat(header.bootId()).isEqualTo(new UUID(3, 4));
      assertThat(header.recordingId()).isEqualTo(Samples.RECORDING);
      assertThat(header.cpu()).isEqualTo(1);
      assertThat(header.records()).isEqualTo(5);
      assertThat(header.firstSeq()).isEqualTo(7);
      assertThat(header.lastSeq()).isEqualTo(11);
      assertThat(header.firstTime()).isEqualTo(1_007);
      assertThat(header.lastTime()).isEqualTo(1_011);
      assertThat(header.horizon()).isEqualTo(99);
      assertThat(header.damaged()).isFalse();
      assertThat(reader.block().content().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(written);
      assertThat(reader.next()).isFalse();
    }
    assertThat(faults).isEmpty();
    assertThat(ArchiveVerifier.verify(directory).sound()).isTrue();
  }

  /** What the reader believes about the queue's files is what Chronicle itself makes of them. */
  @Test
  void chronicleReadsTheSameBlocks() throws IOException {
    session(Samples.options(), Samples.RECORDING, 600);
    try (SingleChronicleQueue queue =
            SingleChronicleQueueBuilder.single(directory.toFile())
                .rollCycle(Roll.HOUR.cycle())
                .readOnly(true)
                .build();
        ExcerptTailer tailer = queue.createTailer();
        ArchiveReader reader = reader()) {
      int count = 0;
      while (reader.next()) {
        try (DocumentContext document = tailer.readingDocument()) {
          assertThat(document.isPresent()).isTrue();
          assertThat(document.wire().bytes().toByteArray())
              .isEqualTo(reader.block().whole().toArray(ValueLayout.JAVA_BYTE));
          assertThat(document.index()).isEqualTo(reader.block().place().queueIndex());
        }
        count++;
      }
      assertThat(count).isEqualTo(601);
      try (DocumentContext document = tailer.readingDocument()) {
        assertThat(document.isPresent()).isFalse();
      }
    }
  }

  @Test
  void goesOnWhereItEnded() throws IOException {
    session(Samples.options(), Samples.RECORDING, 2);
    session(Samples.options(), Samples.RECORDING, 2);
    session(Samples.options(), new UUID(5, 5), 1);
    assertThat(blocks())
        .containsExactly(
            "0 META -1 0-0",
            "1 RECORDS 0 0-2",
            "2 RECORDS 1 0-2",
            "3 META -1 0-0",
            "4 RECORDS 0 3-5",
            "5 RECORDS 1 3-5",
            "6 META -1 0-0",
            "7 RECORDS 0 0-2");
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults()).isEmpty();
    assertThat(verification.blocks()).isEqualTo(8);
    assertThat(verification.records()).isEqualTo(15);
  }

  @Test
  void knowsTheLastRecordsAlsoWithoutTheEndMark() throws IOException {
    session(Samples.options(), Samples.RECORDING, 5);
    Files.delete(directory.resolve("end"));
    try (Archive archive = Archive.open(directory, Samples.options())) {
      assertThat(archive.lastSeq(Samples.RECORDING, 0)).hasValue(8);
      assertThat(archive.lastSeq(Samples.RECORDING, 1)).hasValue(5);
      assertThat(archive.lastSeq(Samples.RECORDING, 2)).isEqualTo(OptionalLong.empty());
      assertThat(archive.lastSeq(new UUID(9, 9), 0)).isEqualTo(OptionalLong.empty());
    }
    session(Samples.options(), Samples.RECORDING, 1);
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
  }

  @Test
  void twoWritersAreKeptApart() throws IOException {
    try (Archive first = Archive.open(directory, Samples.options())) {
      assertThatThrownBy(() -> Archive.open(directory, Samples.options()))
          .isInstanceOf(ArchiveException.class)
          .hasMessageContaining("another process");
      first.begin(Samples.meta(Samples.RECORDING));
    }
    Archive.open(directory, Samples.options()).close();
  }

  @Test
  void eachFileExplainsItself() throws IOException {
    Instant[] now = {Instant.parse("2026-03-01T10:59:59Z")};
    InstantSource clock = () -> now[0];
    try (Archive archive = Archive.open(directory, Samples.options().withClock(clock))) {
      archive.begin(Samples.meta(Samples.RECORDING));
      archive.accept(Samples.batch(0, 0, 1, 8));
      now[0] = now[0].plus(Duration.ofSeconds(2));
      archive.accept(Samples.batch(0, 1, 1, 8));
      archive.accept(Samples.batch(0, 2, 1, 8));
      now[0] = now[0].plus(Duration.ofHours(5));
      archive.accept(Samples.batch(0, 3, 1, 8));
      // A clock that is set back goes on in the file that is there.
      now[0] = now[0].minus(Duration.ofHours(3));
      archive.accept(Samples.batch(0, 4, 1, 8));
    }
    session(Samples.options().withClock(clock), Samples.RECORDING, 1);
    assertThat(blocks())
        .containsExactly(
            "0 META -1 0-0",
            "1 RECORDS 0 0-0",
            "2 META -1 0-0",
            "3 RECORDS 0 1-1",
            "4 RECORDS 0 2-2",
            "5 META -1 0-0",
            "6 RECORDS 0 3-3",
            "7 RECORDS 0 4-4",
            "8 META -1 0-0",
            "9 RECORDS 0 5-7");
    assertThat(Samples.queueFile(directory, 0)).hasFileName("20260301-10F.cq4");
    assertThat(Samples.queueFile(directory, 2)).hasFileName("20260301-16F.cq4");
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
  }

  @Test
  void anotherRollCycleIsRefused() throws IOException {
    session(Samples.options().withRoll(Roll.DAY), Samples.RECORDING, 1);
    assertThatThrownBy(() -> Archive.open(directory, Samples.options().withRoll(Roll.HOUR)))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("DAY")
        .hasMessageContaining("HOUR");
    session(Samples.options(), Samples.RECORDING, 1);
    assertThat(blocks()).hasSize(4);
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
  }

  @Test
  void aFileOfAnotherRollCycleIsNoticed() throws IOException {
    session(Samples.options(), Samples.RECORDING, 1);
    Files.copy(Samples.queueFile(directory, 0), directory.resolve("20260301.cq4"));
    assertThatThrownBy(() -> ArchiveVerifier.verify(directory))
        .isInstanceOf(ArchiveDamaged.class)
        .hasMessageContaining("20260301.cq4");
  }

  @Test
  void aDirectoryThatIsNoArchiveIsRefused() {
    assertThatThrownBy(this::reader)
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("not an archive");
  }

  @Test
  void queueFilesWithoutTheirIdentityAreNotWrittenTo() throws IOException {
    session(Samples.options(), Samples.RECORDING, 1);
    Files.delete(ArchiveIdentity.file(directory));
    assertThatThrownBy(() -> Archive.open(directory, Samples.options()))
        .isInstanceOf(ArchiveDamaged.class);
  }

  @Test
  void aReaderFollowsAWriter() throws IOException {
    try (Archive archive = Archive.open(directory, Samples.options())) {
      archive.begin(Samples.meta(Samples.RECORDING));
      try (ArchiveReader reader = reader()) {
        assertThat(reader.next()).isTrue();
        assertThat(reader.next()).isFalse();
        for (int i = 0; i < 50; i++) {
          archive.accept(Samples.batch(0, 2L * i, 2, 500));
          assertThat(reader.next()).isTrue();
          assertThat(reader.block().header().firstSeq()).isEqualTo(2L * i);
          assertThat(reader.next()).isFalse();
        }
        assertThat(reader.awaitNext(5)).isFalse();
        Thread writer =
            Thread.ofPlatform()
                .start(() -> {
                  try {
                    Thread.sleep(20);
                    archive.accept(Samples.batch(0, 100, 1, 8));
                  } catch (IOException | InterruptedException e) {
                    faults.add(e.toString());
                  }
                });
        assertThat(reader.awaitNext(10_000)).isTrue();
        assertThat(reader.block().header().firstSeq()).isEqualTo(100);
        writer.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aReaderStartsAnywhere() throws IOException {
    Instant[] now = {Instant.parse("2026-03-01T10:00:00Z")};
    InstantSource clock = () -> now[0];
    int blocks = 0;
    try (Archive archive = Archive.open(directory, Samples.options().withClock(clock))) {
      archive.begin(Samples.meta(Samples.RECORDING));
      for (int i = 0; i < 300; i++) {
        now[0] = now[0].plus(Duration.ofSeconds(31));
        archive.accept(Samples.batch(0, i, 1, 30_000));
      }
      blocks = (int) archive.blocks();
    }
    try (ArchiveReader reader = reader()) {
      for (long number = 0; number < blocks; number += 7) {
        reader.seekToBlock(number);
        assertThat(reader.next()).isTrue();
        assertThat(reader.block().header().number()).isEqualTo(number);
        long written = reader.block().header().written();
        assertThat(reader.block().place().queueIndex()).isPositive();
        reader.seekToTime(written);
        assertThat(reader.next()).isTrue();
        assertThat(reader.block().header().written()).isEqualTo(written);
      }
      reader.seekToBlock(blocks);
      assertThat(reader.next()).isFalse();
      reader.seekToTime(0);
      assertThat(reader.next()).isTrue();
      assertThat(reader.block().header().number()).isZero();
      reader.seekToStart();
      assertThat(reader.next()).isTrue();
      assertThat(reader.block().header().number()).isZero();
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aBlockMustNotComeBeforeItsRecording() throws IOException {
    try (Archive archive = Archive.open(directory, Samples.options())) {
      assertThatThrownBy(() -> archive.accept(Samples.batch(0, 0, 1, 8)))
          .isInstanceOf(IllegalStateException.class);
      archive.begin(Samples.meta(Samples.RECORDING));
      archive.accept(Samples.batch(0, 0, 1, 8));
    }
    assertThat(blocks()).hasSize(2);
  }
}
