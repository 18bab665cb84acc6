// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is done to an archive's files: it shows, with its place, and the rest is readable. */
class ArchiveDamageTest {
  private static final int BLOCKS = 20;

  @TempDir Path directory;
  private final List<BlockPlace> places = new ArrayList<>();

  /** Twenty blocks in each of two files: META, then records of CPU 0 throughout. */
  @BeforeEach
  void write() throws IOException {
    Instant[] now = {Instant.parse("2026-03-01T10:00:00Z")};
    ArchiveOptions options = Samples.options().withClock(() -> now[0]);
    try (Archive archive = Archive.open(directory, options)) {
      archive.begin(Samples.meta(Samples.RECORDING));
      int seq = 0;
      while (archive.blocks() < 2 * BLOCKS) {
        if (archive.blocks() == BLOCKS) {
          now[0] = now[0].plus(Duration.ofHours(1));
        }
        archive.accept(Samples.batch(0, seq, 4, 200 + 20 * seq));
        seq += 4;
      }
    }
    try (ArchiveReader reader = ArchiveReader.open(directory, fault -> {})) {
      while (reader.next()) {
        places.add(reader.block().place());
      }
    }
    assertThat(places).hasSize(2 * BLOCKS);
    assertThat(ArchiveVerifier.verify(directory).faults()).isEmpty();
  }

  private Path file(int index) {
    return Samples.queueFile(directory, index);
  }

  private void put(int block, long at, byte... bytes) throws IOException {
    BlockPlace place = places.get(block);
    try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes), place.offset() + at);
    }
  }

  private byte[] get(int block, long at, int count) throws IOException {
    BlockPlace place = places.get(block);
    ByteBuffer bytes = ByteBuffer.allocate(count);
    try (FileChannel channel = FileChannel.open(place.file(), StandardOpenOption.READ)) {
      channel.read(bytes, place.offset() + at);
    }
    return bytes.array();
  }

  private void flip(int block, long at) throws IOException {
    put(block, at, (byte) (get(block, at, 1)[0] ^ 0x10));
  }

  private List<Long> readable(List<ArchiveFault> faults) throws IOException {
    List<Long> numbers = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(directory, faults::add)) {
      while (reader.next()) {
        numbers.add(reader.block().header().number());
      }
    }
    return numbers;
  }

  /** Checks that exactly one block is lost, that its place is named, and nothing else is said. */
  private ArchiveFault onlyBlockLost(int block) throws IOException {
    List<ArchiveFault> faults = new ArrayList<>();
    List<Long> numbers = readable(faults);
    assertThat(numbers).hasSize(2 * BLOCKS - 1).doesNotContain((long) block).isSorted();
    assertThat(faults).hasSize(1);
    ArchiveFault fault = faults.getFirst();
    assertThat(fault.place()).isEqualTo(places.get(block));
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults()).isEqualTo(faults);
    assertThat(verification.sound()).isFalse();
    return fault;
  }

  @Test
  void aChangedByteOfTheContentIsFound() throws IOException {
    flip(7, BlockHeader.BYTES + 100);
    assertThat(onlyBlockLost(7).kind()).isEqualTo(ArchiveFault.Kind.CONTENT);
  }

  @Test
  void aChangedByteOfAnyFieldOfTheHeaderIsFound() throws IOException {
    for (int at = 0; at < BlockHeader.BYTES; at += 3) {
      flip(7, at);
      assertThat(onlyBlockLost(7).kind()).isEqualTo(ArchiveFault.Kind.FRAME);
      flip(7, at);
    }
    assertThat(ArchiveVerifier.verify(directory).sound()).isTrue();
  }

  @Test
  void aWrongLengthBeforeABlockCostsNothing() throws IOException {
    byte[] right = get(7, -4, 4);
    for (int word : new int[] {0, 1, 40, 1 << 20, 0x3fff_ffff, 1 << 31, (1 << 30) | 0x3fff_fff0}) {
      put(7, -4, (byte) word, (byte) (word >> 8), (byte) (word >> 16), (byte) (word >> 24));
      List<ArchiveFault> faults = new ArrayList<>();
      assertThat(readable(faults)).as("word %x", word).hasSize(2 * BLOCKS);
      assertThat(faults).hasSize(1);
      assertThat(faults.getFirst().place()).isEqualTo(places.get(7));
    }
    put(7, -4, right);
    assertThat(ArchiveVerifier.verify(directory).sound()).isTrue();
  }

  @Test
  void aLengthThatPassesForOneOfChroniclesOwnIsFound() throws IOException {
    byte[] word = get(7, -4, 4);
    word[3] |= 0x40;
    put(7, -4, word);
    List<ArchiveFault> faults = new ArrayList<>();
    assertThat(readable(faults)).hasSize(2 * BLOCKS - 1).doesNotContain(7L);
    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst().kind()).isEqualTo(ArchiveFault.Kind.MISSING);
    assertThat(faults.getFirst().text()).contains("blocks 7 to 7");
  }

  @Test
  void aPageOfZerosIsFoundAndReadingGoesOn() throws IOException {
    long from = places.get(5).offset() + 300;
    try (FileChannel channel = FileChannel.open(file(0), StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.allocate(4096), from);
    }
    List<ArchiveFault> faults = new ArrayList<>();
    List<Long> numbers = readable(faults);
    long after =
        places.stream()
            .filter(place -> place.file().equals(file(0)) && place.offset() >= from + 4096)
            .findFirst()
            .orElseThrow()
            .number();
    assertThat(numbers).startsWith(0L, 1L, 2L, 3L, 4L, after).endsWith(2L * BLOCKS - 1);
    assertThat(faults.getFirst().place()).isEqualTo(places.get(5));
    assertThat(ArchiveVerifier.verify(directory).faults()).startsWith(faults.getFirst());
  }

  @Test
  void aBlockThatWasChangedWithItsSumsBreaksTheChain() throws IOException {
    forge(7, BlockHeader.BYTES + 100);
    assertThat(readable(new ArrayList<>())).hasSize(2 * BLOCKS);
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults())
        .extracting(fault -> fault.kind() + " " + fault.place().number())
        .containsExactly("CHAIN 7");
  }

  @Test
  void theLastBlockIsHeldByTheEndMark() throws IOException {
    forge(2 * BLOCKS - 1, BlockHeader.BYTES + 100);
    assertThat(ArchiveVerifier.verify(directory).faults())
        .extracting(fault -> fault.kind() + " " + fault.place().number())
        .containsExactly("CHAIN 39");
  }

  /** Changes a byte of the payload of a record, and makes all sums of that block right again. */
  private void forge(int block, long at) throws IOException {
    flip(block, at);
    byte[] header = get(block, 0, BlockHeader.BYTES);
    MemorySegment memory = MemorySegment.ofArray(header);
    int bytes = LittleEndian.i32(memory, BlockLayout.CONTENT_BYTES);
    MemorySegment content = MemorySegment.ofArray(get(block, BlockHeader.BYTES, bytes));
    CRC32C crc = new CRC32C();
    LittleEndian.put32(memory, BlockLayout.CONTENT_CRC, BlockLayout.crc(crc, content, 0, bytes));
    LittleEndian.put32(memory, BlockLayout.HEADER_CRC, BlockLayout.headerCrc(crc, memory, 0));
    put(block, 0, header);
  }

  @Test
  void aMissingFileIsFound() throws IOException {
    Files.delete(file(0));
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults())
        .extracting(fault -> fault.kind() + " " + fault.place().number() + " " + fault.text())
        .containsExactly("MISSING 20 blocks 0 to 19 are missing before it");
    assertThat(verification.blocks()).isEqualTo(BLOCKS);
  }

  @Test
  void aMissingFileInTheMiddleIsFound() throws IOException {
    Instant later = Instant.parse("2026-03-01T15:00:00Z");
    ArchiveOptions options = Samples.options().withClock(() -> later);
    try (Archive archive = Archive.open(directory, options)) {
      archive.begin(Samples.meta(Samples.RECORDING));
    }
    Files.delete(file(1));
    assertThat(ArchiveVerifier.verify(directory).faults())
        .extracting(fault -> fault.kind() + " " + fault.text())
        .containsExactly("MISSING blocks 20 to 39 are missing before it");
  }

  @Test
  void aMissingLastFileIsFound() throws IOException {
    Files.delete(file(1));
    assertThat(ArchiveVerifier.verify(directory).faults())
        .extracting(fault -> fault.kind() + " " + fault.text())
        .containsExactly("CUT the end is cut: blocks to 39 were written");
  }

  @Test
  void aCutEndIsFound() throws IOException {
    BlockPlace last = places.getLast();
    try (FileChannel channel = FileChannel.open(last.file(), StandardOpenOption.WRITE)) {
      channel.truncate(last.offset() + 500);
    }
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.blocks()).isEqualTo(2 * BLOCKS - 1);
    assertThat(verification.faults().getFirst().place()).isEqualTo(last);
    assertThat(verification.faults().getFirst().kind()).isEqualTo(ArchiveFault.Kind.CONTENT);
  }

  @Test
  void anEndThatIsCutBetweenBlocksIsFound() throws IOException {
    BlockPlace last = places.getLast();
    try (FileChannel channel = FileChannel.open(last.file(), StandardOpenOption.WRITE)) {
      channel.truncate(last.offset() - 4);
    }
    assertThat(ArchiveVerifier.verify(directory).faults())
        .extracting(fault -> fault.kind() + " " + fault.text())
        .containsExactly("CUT the end is cut: blocks to 39 were written");
  }

  @Test
  void aBlockWithinABlockIsNotTakenForOne() throws IOException {
    byte[] copy = get(3, 0, 2_000);
    Instant later = Instant.parse("2026-03-01T15:00:00Z");
    try (Archive archive = Archive.open(directory, Samples.options().withClock(() -> later))) {
      archive.begin(Samples.meta(Samples.RECORDING));
      RecordBytes bytes = new RecordBytes().seq(152).time(90_000);
      bytes.call(0, 2_000).item(ItemKind.BYTES, 1, copy).done();
      archive.accept(Samples.batch(0, bytes.segment()));
      archive.accept(Samples.batch(0, 153, 1, 10));
    }
    places.clear();
    try (ArchiveReader reader = ArchiveReader.open(directory, fault -> {})) {
      while (reader.next()) {
        places.add(reader.block().place());
      }
    }
    flip(41, 10);
    List<ArchiveFault> faults = new ArrayList<>();
    assertThat(readable(faults)).hasSize(42).doesNotContain(41L).endsWith(40L, 42L);
    assertThat(faults).hasSize(1);
    assertThat(faults.getFirst().place()).isEqualTo(places.get(41));
  }

  @Test
  void recordsThatAreMissingInAWholeArchiveAreFound() throws IOException {
    Instant later = Instant.parse("2026-03-01T15:00:00Z");
    try (Archive archive = Archive.open(directory, Samples.options().withClock(() -> later))) {
      archive.begin(Samples.meta(Samples.RECORDING));
      archive.accept(Samples.batch(0, 160, 2, 10));
    }
    assertThat(ArchiveVerifier.verify(directory).faults())
        .extracting(fault -> fault.kind() + " " + fault.place().number())
        .containsExactly("SEQUENCE 41");
  }

  @Test
  void whatIsNoRecordIsFoundInAWholeBlock() throws IOException {
    Instant later = Instant.parse("2026-03-01T15:00:00Z");
    try (Archive archive = Archive.open(directory, Samples.options().withClock(() -> later))) {
      archive.begin(Samples.meta(Samples.RECORDING));
      RecordBytes bytes = new RecordBytes().seq(152).time(90_000).call(1, 0).done();
      archive.accept(Samples.batch(0, bytes.raw(new byte[64]).segment()));
    }
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults())
        .extracting(fault -> fault.kind() + " " + fault.text())
        .containsExactly("RECORD byte 120 of its content: the size is less than that of the head");
  }

  @Test
  void aDamagedArchiveCanBeContinued() throws IOException {
    flip(30, BlockHeader.BYTES + 3);
    Instant later = Instant.parse("2026-03-01T11:30:00Z");
    try (Archive archive = Archive.open(directory, Samples.options().withClock(() -> later))) {
      assertThat(archive.blocks()).isEqualTo(40);
      archive.begin(Samples.meta(Samples.RECORDING));
      archive.accept(Samples.batch(0, 152, 2, 10));
    }
    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults()).extracting(ArchiveFault::place).containsOnly(places.get(30));
    assertThat(verification.blocks()).isEqualTo(41);
  }

  /** Random bytes anywhere: reading ends, throws nothing, and never gives a block that is bad. */
  @Test
  void noiseIsNeverReadAsABlock() throws IOException {
    SplittableRandom random = new SplittableRandom(11);
    BlockPlace last = places.get(BLOCKS - 1);
    byte[] sound = get(0, -places.getFirst().offset(), (int) last.offset() + 4_000);
    for (int round = 0; round < 300; round++) {
      byte[] bad = sound.clone();
      int hits = random.nextInt(1, 30);
      for (int i = 0; i < hits; i++) {
        int at = random.nextInt(bad.length);
        int length = Math.min(random.nextInt(1, 64), bad.length - at);
        for (int k = 0; k < length; k++) {
          bad[at + k] = (byte) random.nextInt();
        }
      }
      put(0, -places.getFirst().offset(), bad);
      try (ArchiveReader reader = ArchiveReader.open(directory, fault -> {})) {
        RecordCursor cursor = new RecordCursor(corrupt -> {});
        while (reader.next()) {
          BlockPlace place = reader.block().place();
          assertThat(place.offset()).isEqualTo(places.get((int) place.number()).offset());
          reader.block().records(cursor);
          while (cursor.next()) {
            assertThat(cursor.record().size()).isPositive();
          }
        }
        assertThat(reader.block().header().number()).isEqualTo(2L * BLOCKS - 1);
      }
    }
  }
}
