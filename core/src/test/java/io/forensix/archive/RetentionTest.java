// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.archive.Retention.Outcome;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files go from an archive's old end, and nobody takes what is left for damaged. */
class RetentionTest {
  private static final UUID SECOND = new UUID(5, 6);

  @TempDir Path temporary;
  private Path directory;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @BeforeEach
  void begin() throws IOException {
    directory = temporary.resolve("archive");
    // Two recordings: of the first 4 files, of the second 3.
    record(Samples.RECORDING, 4, 10);
    record(SECOND, 3, 10);
  }

  private ArchiveOptions options() {
    return Samples.options().withRoll(Roll.FIVE_MINUTES).withClock(() -> now);
  }

  private void record(UUID recording, int files, int blocks) throws IOException {
    for (int i = 0; i < files; i++) {
      now = now.plus(Duration.ofMinutes(5));
      try (Archive archive = Archive.open(directory, options())) {
        archive.begin(Samples.meta(recording));
        long seq = archive.lastSeq(recording, 0).orElse(-1) + 1;
        for (int k = 0; k < blocks; k++) {
          archive.accept(Samples.batch(0, seq, 3, 500));
          seq += 3;
        }
      }
    }
  }

  private List<Path> files() throws IOException {
    return RollFile.list(directory, Roll.FIVE_MINUTES).stream().map(RollFile::path).toList();
  }

  /** Makes files as old as they would be, an hour each. */
  private void age() throws IOException {
    List<Path> files = files();
    for (int i = 0; i < files.size(); i++) {
      Instant at = Instant.now().minus(Duration.ofHours(files.size() - i));
      Files.setLastModifiedTime(files.get(i), FileTime.from(at));
    }
  }

  private Retention olderThan(Duration age, boolean unsent) {
    return new Retention(age, 0, List.of(Confirmed.file(directory)), unsent);
  }

  private Outcome retire(int count) throws IOException {
    age();
    Duration age = Duration.ofMinutes(60L * (files().size() - count) + 30);
    return olderThan(age, true).apply(directory, Instant.now());
  }

  private List<String> blocks() throws IOException {
    List<String> blocks = new ArrayList<>();
    try (ArchiveReader reader =
        ArchiveReader.open(directory, fault -> blocks.add(fault.toString()))) {
      while (reader.next()) {
        blocks.add(HexFormat.of().formatHex(reader.block().whole().toArray(ValueLayout.JAVA_BYTE)));
      }
    }
    return blocks;
  }

  @Test
  void whatIsLeftIsSoundAndItsStartIsKnown() throws IOException {
    List<String> all = blocks();
    Outcome outcome = retire(2);
    assertThat(outcome.files()).isEqualTo(2);
    assertThat(outcome.blocks()).isEqualTo(22);
    assertThat(files()).hasSize(5);
    assertThat(blocks()).isEqualTo(all.subList(22, all.size()));
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults()).isEmpty();
    assertThat(verification.blocks()).isEqualTo(55);
    assertThat(verification.retired().number()).isEqualTo(21);
    assertThat(verification.retired().recordings())
        .containsExactly(new Retired.Begun(Samples.RECORDING, new UUID(3, 4)));
  }

  @Test
  void itIsContinuedAndRetiredAgain() throws IOException {
    retire(2);
    record(SECOND, 1, 10);
    retire(3);
    assertThat(files()).hasSize(3);
    record(SECOND, 1, 10);
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults()).isEmpty();
    assertThat(verification.retired().number()).isEqualTo(54);
    assertThat(verification.retired().recordings())
        .extracting(Retired.Begun::recording)
        .containsExactly(Samples.RECORDING, SECOND);
    assertThat(verification.retired().recordingsBefore(SECOND)).isEqualTo(1);
    assertThat(verification.retired().recordingsBefore(new UUID(9, 9))).isEqualTo(2);
    assertThat(Retired.parse(verification.retired().text()).text())
        .isEqualTo(verification.retired().text());
  }

  @Test
  void theFileThatIsWrittenNeverGoes() throws IOException {
    assertThat(retire(100).files()).isEqualTo(6);
    assertThat(files()).hasSize(1);
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
    assertThat(retire(100)).isEqualTo(Outcome.NOTHING);
  }

  @Test
  void whatWasNotConfirmedStays() throws IOException {
    age();
    Path confirmed = Confirmed.file(directory);
    Retention all = olderThan(Duration.ofSeconds(1), false);
    UUID id = ArchiveIdentity.read(directory).id();
    assertThat(all.apply(directory, Instant.now())).isEqualTo(new Outcome(0, 0, 0, 6));
    Instant now = Instant.now();
    new Confirmed(new UUID(0, 0), 1_000, "other", now).write(confirmed);
    assertThat(all.apply(directory, now).files()).isZero();
    Files.writeString(confirmed, "forensix-confirmed 1\narchive " + id + "\nnext many\n");
    assertThat(all.apply(directory, now).files()).isZero();
    // The last block of the second file is not there yet.
    new Confirmed(id, 21, "c:1", now).write(confirmed);
    assertThat(all.apply(directory, now).files()).isEqualTo(1);
    new Confirmed(id, 22, "c:1", now).write(confirmed);
    assertThat(all.apply(directory, now).files()).isEqualTo(1);
    assertThat(all.apply(directory, now)).isEqualTo(new Outcome(0, 0, 0, 4));
    // Of two collectors the slower one counts.
    Path other = temporary.resolve("other");
    new Confirmed(id, 1_000, "c:1", now).write(confirmed);
    new Confirmed(id, 33, "d:1", now).write(other);
    Retention both = new Retention(Duration.ofSeconds(1), 0, List.of(confirmed, other), false);
    assertThat(both.apply(directory, now).files()).isEqualTo(1);
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
  }

  @Test
  void theOldestGoUntilThereIsNoMoreThanWanted() throws IOException {
    List<RollFile> files = RollFile.list(directory, Roll.FIVE_MINUTES);
    long lastThree = DiskUse.of(files.subList(4, 7));
    Outcome outcome =
        new Retention(null, lastThree, List.of(), true).apply(directory, Instant.now());
    assertThat(outcome.files()).isEqualTo(4);
    assertThat(DiskUse.of(RollFile.list(directory, Roll.FIVE_MINUTES))).isEqualTo(lastThree);
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
  }

  /** Without the mark, or with another one, it is an archive that was cut. */
  @Test
  void whoRemovesFilesOtherwiseIsFoundOut() throws IOException {
    retire(2);
    Path mark = directory.resolve("retired");
    String text = Files.readString(mark);
    Files.delete(files().getFirst());
    assertThat(ArchiveVerifier.verify(directory).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.kind()).isEqualTo(ArchiveFault.Kind.MISSING));
    Files.delete(mark);
    assertThat(ArchiveVerifier.verify(directory).sound()).isFalse();
    String hash = text.replaceAll("(?s).*hash (\\w+).*", "$1");
    Files.writeString(mark, text.replace(hash, "00".repeat(32)).replace("_block 21", "_block 32"));
    assertThat(ArchiveVerifier.verify(directory).faults())
        .singleElement()
        .satisfies(fault -> assertThat(fault.kind()).isEqualTo(ArchiveFault.Kind.CHAIN));
  }

  @Test
  void aMarkThatIsNoneIsSaidToBe() throws IOException {
    retire(2);
    Path mark = directory.resolve("retired");
    byte[] whole = Files.readAllBytes(mark);
    Random random = new Random(7);
    int refused = 0;
    for (int i = 0; i < 300; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(whole.length)] = (byte) random.nextInt();
      Files.write(mark, damaged);
      try {
        // Read or refused, and no other way to fail.
        ArchiveVerifier.verify(directory);
      } catch (ArchiveDamaged e) {
        refused++;
        assertThat(e).hasMessageContaining("retired");
      }
    }
    assertThat(refused).isGreaterThan(100);
    Files.write(mark, new byte[0]);
    assertThat(ArchiveVerifier.verify(directory).sound()).isFalse();
    Files.writeString(mark, "forensix-retired 2\n");
    assertThatThrownBy(() -> ArchiveReader.open(directory, fault -> {}).next())
        .isInstanceOf(ArchiveDamaged.class);
  }

  /** A run that was killed after it put on record what goes, and before that went. */
  @Test
  void whatIsOnRecordAndStillThereIsNotRead() throws IOException {
    Path first = files().getFirst();
    byte[] bytes = Files.readAllBytes(first);
    retire(2);
    List<String> left = blocks();
    Files.write(first, bytes);
    assertThat(blocks()).isEqualTo(left);
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
    record(SECOND, 1, 1);
    retire(0);
    assertThat(first).doesNotExist();
  }

  @Test
  void aReaderThatWasOvertakenIsToldSo() throws IOException {
    List<ArchiveFault> faults = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(directory, faults::add)) {
      for (int i = 0; i < 5; i++) {
        assertThat(reader.next()).isTrue();
      }
      retire(3);
      List<Long> numbers = new ArrayList<>();
      while (reader.next()) {
        numbers.add(reader.block().header().number());
      }
      // The file it was in it reads to its end.
      assertThat(numbers).startsWith(5L, 6L).contains(10L, 33L, 76L).doesNotContain(11L, 32L);
      assertThat(faults)
          .singleElement()
          .satisfies(fault -> {
            assertThat(fault.kind()).isEqualTo(ArchiveFault.Kind.RETIRED);
            assertThat(fault.text()).contains("blocks 11 to 32 were retired");
          });
      reader.seekToBlock(3);
      assertThat(reader.next()).isTrue();
      assertThat(reader.block().header().number()).isEqualTo(33);
    }
  }

  @Test
  void aBudgetHoldsUntilFilesGo() throws IOException {
    directory = temporary.resolve("small");
    long budget = 8 << 20;
    ArchiveOptions options = options().withBudgetBytes(budget);
    Retention retention = new Retention(null, budget - budget / 8, List.of(), true);
    int held = 0;
    long seq = 0;
    try (Archive archive = Archive.open(directory, options)) {
      archive.begin(Samples.meta(Samples.RECORDING));
      while (seq < 1_000) {
        try {
          archive.accept(Samples.batch(0, seq, 1, 50_000));
          seq++;
        } catch (ArchiveFull e) {
          held++;
          assertThat(e).hasMessageContaining("budget of 8388608 bytes is used up");
          assertThat(retention.apply(directory, Instant.now()).any()).isTrue();
        }
        assertThat(DiskUse.of(RollFile.list(directory, Roll.FIVE_MINUTES)))
            .isLessThan(budget + (1 << 20));
      }
    }
    assertThat(held).isGreaterThan(5);
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults()).isEmpty();
    assertThat(verification.retired().number()).isGreaterThan(500);
    try (Archive archive = Archive.open(directory, options)) {
      archive.begin(Samples.meta(Samples.RECORDING));
      assertThat(archive.lastSeq(Samples.RECORDING, 0)).hasValue(999);
    }
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
  }
}
