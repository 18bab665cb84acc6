// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveCopy;
import io.forensix.archive.ArchiveDamaged;
import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.BlockPlace;
import io.forensix.archive.BlockRefused;
import io.forensix.archive.Retired;
import io.forensix.archive.Samples;
import io.forensix.archive.Verification;
import io.forensix.stream.wire.Upload;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage at random, the same at each run: of an archive, which verify names with the first block
 * that it befell; and of messages, of which none but a true block is kept. {@code forensix.copies}
 * says how many.
 */
class StreamFuzzTest {
  private static final int COPIES = Integer.getInteger("forensix.copies", 500);
  private static final int BLOCKS = 24;
  private static final int HEADER_BYTES = 208;
  private static final int WORD_BYTES = 4;

  @TempDir Path directory;
  private Path archive;
  private List<byte[]> blocks;
  private final List<BlockPlace> places = new ArrayList<>();

  @BeforeEach
  void write() throws IOException {
    archive = directory.resolve("archive");
    try (Archive writer = Archive.open(archive, Samples.options())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      for (int i = 1; i < BLOCKS; i++) {
        writer.accept(Samples.batch(0, 2L * i, 2, 20 + 13 * i));
      }
    }
    blocks = Rig.raw(archive);
    try (ArchiveReader reader = ArchiveReader.open(archive, fault -> {})) {
      while (reader.next()) {
        places.add(reader.block().place());
      }
    }
  }

  /** What is done to an archive. */
  private enum Damage {
    CHANGE,
    FORGE,
    HIDE,
    REMOVE,
    EXCHANGE,
    CUT
  }

  @Test
  void verifyNamesTheFirstBlockThatWasDamaged() throws IOException {
    Path file = places.getFirst().file();
    byte[] whole = Files.readAllBytes(file);
    // A copy has no hole behind it, and is written faster.
    byte[] sound = Arrays.copyOf(whole, end(BLOCKS - 1) + 64);
    Path damaged = directory.resolve("damaged");
    Files.createDirectories(damaged);
    for (String name : List.of("forensix-archive", "end")) {
      Files.copy(archive.resolve(name), damaged.resolve(name));
    }
    SplittableRandom random = new SplittableRandom(23);
    for (int i = 0; i < COPIES; i++) {
      Damage damage = Damage.values()[i % Damage.values().length];
      int first = random.nextInt(BLOCKS - 1);
      byte[] bytes = damaged(sound, damage, first, random);
      Files.write(damaged.resolve(file.getFileName()), bytes);
      Verification verification = ArchiveVerifier.verify(damaged);
      String what = "copy " + i + ", " + damage + " of block " + first;
      assertThat(verification.faults()).as(what).isNotEmpty();
      ArchiveFault fault = verification.faults().getFirst();
      assertThat(
              fault.place().number() == first || fault.text().startsWith("blocks " + first + " to"))
          .as("%s: %s", what, fault)
          .isTrue();
    }
  }

  private int start(int block) {
    return (int) places.get(block).offset();
  }

  private int end(int block) {
    return start(block) + blocks.get(block).length;
  }

  private byte[] damaged(byte[] sound, Damage damage, int first, SplittableRandom random) {
    byte[] bytes = sound.clone();
    switch (damage) {
      case CHANGE -> bytes[random.nextInt(start(first), end(first))] ^= (byte) bit(random);
      case FORGE -> {
        // The content is another one, and all sums of this block are right.
        byte[] forged = blocks.get(first).clone();
        int at = random.nextInt(HEADER_BYTES + 80, forged.length);
        forged[at] ^= (byte) bit(random);
        System.arraycopy(BlockForge.summedAll(forged), 0, bytes, start(first), forged.length);
      }
      // Passed over as one of Chronicle's own documents.
      case HIDE -> bytes[start(first) - 1] |= 0x40;
      case REMOVE -> {
        int next = start(first + 1) - WORD_BYTES;
        System.arraycopy(bytes, next, bytes, start(first) - WORD_BYTES, bytes.length - next);
      }
      case EXCHANGE -> {
        int other = random.nextInt(first + 1, BLOCKS);
        int length = Math.min(blocks.get(first).length, blocks.get(other).length);
        System.arraycopy(sound, start(other), bytes, start(first), length);
        System.arraycopy(sound, start(first), bytes, start(other), length);
      }
      case CUT -> {
        return Arrays.copyOf(bytes, random.nextInt(start(first) - WORD_BYTES, end(first)));
      }
    }
    return bytes;
  }

  private static int bit(SplittableRandom random) {
    return 1 << random.nextInt(8);
  }

  @Test
  void ofDamagedMessagesNothingIsKept() throws IOException {
    ArchiveIdentity own = ArchiveIdentity.read(archive);
    ArchiveIdentity identity = new ArchiveIdentity(own.id(), own.roll(), own.created(), "web1");
    Path folder = directory.resolve("copy");
    SplittableRandom random = new SplittableRandom(29);
    int refused = 0;
    int kept = 0;
    try (ArchiveCopy copy = ArchiveCopy.open(folder, identity, Retired.parse(""), 0, 0)) {
      for (int i = 0; i < COPIES; i++) {
        // Evenly over the archive, so that each of its blocks is the one that is wanted.
        if (copy.next() < (long) i * BLOCKS / COPIES) {
          copy.append(MemorySegment.ofArray(blocks.get((int) copy.next())));
        }
        int number = random.nextInt(4) == 0 ? random.nextInt(BLOCKS) : (int) copy.next();
        byte[] message = message(blocks.get(number), random.nextBoolean());
        byte[] wanted = blocks.get((int) copy.next());
        byte[] got = decode(damaged(message, random));
        if (got == null) {
          refused++;
          continue;
        }
        try {
          copy.append(MemorySegment.ofArray(got));
          // Only what does not matter was damaged.
          assertThat(got).as("message %d", i).isEqualTo(wanted);
          kept++;
        } catch (BlockRefused e) {
          refused++;
        }
        if (copy.next() == BLOCKS) {
          break;
        }
      }
      assertThat(refused).isGreaterThan(kept);
      while (copy.next() < BLOCKS) {
        copy.append(MemorySegment.ofArray(blocks.get((int) copy.next())));
      }
    }
    assertThat(Rig.blocks(folder)).isEqualTo(Rig.blocks(archive));
    assertThat(ArchiveVerifier.verify(folder).faults()).isEmpty();
  }

  private static byte[] message(byte[] block, boolean packed) {
    Upload.Builder upload = Upload.newBuilder();
    return (packed
            ? upload.setPackedBlock(ByteString.copyFrom(Packing.pack(block)))
            : upload.setBlock(ByteString.copyFrom(block)))
        .build()
        .toByteArray();
  }

  /** Returns the block that is in a message; null where there is none. */
  private static byte[] decode(byte[] message) {
    try {
      Upload upload = Upload.parseFrom(message);
      return switch (upload.getPartCase()) {
        case BLOCK -> upload.getBlock().toByteArray();
        case PACKED_BLOCK -> Packing.unpack(upload.getPackedBlock(), 1 << 20);
        default -> null;
      };
    } catch (InvalidProtocolBufferException | BlockRefused e) {
      return null;
    }
  }

  private static byte[] damaged(byte[] message, SplittableRandom random) {
    byte[] bytes = message.clone();
    if (random.nextInt(5) == 0) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
    int hits = random.nextInt(1, 8);
    for (int i = 0; i < hits; i++) {
      // The first bytes say what the rest is.
      int at = random.nextInt(random.nextInt(4) == 0 ? 8 : bytes.length);
      bytes[at] = (byte) random.nextInt();
    }
    return bytes;
  }

  /** A collector that was cut off at any byte goes on after the last whole block. */
  @Test
  void aTornEndIsCutOff() throws IOException {
    ArchiveIdentity own = ArchiveIdentity.read(archive);
    ArchiveIdentity identity = new ArchiveIdentity(own.id(), own.roll(), own.created(), "web1");
    SplittableRandom random = new SplittableRandom(31);
    for (int i = 0; i < Math.max(20, COPIES / 20); i++) {
      Path folder = directory.resolve("torn" + i);
      int before = random.nextInt(1, BLOCKS - 3);
      Path file = folder.resolve(places.getFirst().file().getFileName());
      try (ArchiveCopy copy = ArchiveCopy.open(folder, identity, Retired.parse(""), 0, 0)) {
        append(copy, 0, before);
      }
      byte[] mark = Files.readAllBytes(folder.resolve("end"));
      try (ArchiveCopy copy = ArchiveCopy.open(folder, identity, Retired.parse(""), 0, 0)) {
        append(copy, before, BLOCKS);
      }
      // As if the machine had gone, and of what was not acknowledged the disk had a part.
      byte[] bytes = Files.readAllBytes(file);
      int end = random.nextInt(end(before - 1), bytes.length);
      Files.write(file, Arrays.copyOf(bytes, end));
      Files.write(folder.resolve("end"), mark);
      try (ArchiveCopy copy = ArchiveCopy.open(folder, identity, Retired.parse(""), 0, 0)) {
        assertThat(copy.next()).as("copy %d", i).isBetween((long) before, (long) BLOCKS);
        int kept = (int) copy.next();
        assertThat(Rig.blocks(folder)).as("copy %d", i).hasSize(kept);
        assertThat(Files.size(file)).as("copy %d", i).isLessThan(end(kept - 1) + WORD_BYTES);
        append(copy, kept, BLOCKS);
      }
      assertThat(Rig.blocks(folder)).as("copy %d", i).isEqualTo(Rig.blocks(archive));
      assertThat(ArchiveVerifier.verify(folder).faults()).isEmpty();
    }
  }

  private void append(ArchiveCopy copy, int from, int to) throws IOException {
    for (int block = from; block < to; block++) {
      copy.append(MemorySegment.ofArray(blocks.get(block)));
    }
  }

  /** What was acknowledged and is gone is not made good by going on. */
  @Test
  void aCopyThatLostWhatItHadIsNotContinued() throws IOException {
    ArchiveIdentity own = ArchiveIdentity.read(archive);
    ArchiveIdentity identity = new ArchiveIdentity(own.id(), own.roll(), own.created(), "web1");
    Path folder = directory.resolve("lost");
    try (ArchiveCopy copy = ArchiveCopy.open(folder, identity, Retired.parse(""), 0, 0)) {
      append(copy, 0, BLOCKS);
    }
    Path file = folder.resolve(places.getFirst().file().getFileName());
    Files.write(file, Arrays.copyOf(Files.readAllBytes(file), start(BLOCKS - 1)));
    assertThatThrownBy(() -> ArchiveCopy.open(folder, identity, Retired.parse(""), 0, 0))
        .isInstanceOf(ArchiveDamaged.class)
        .hasMessageContaining("block 23, which was kept here, is gone or changed");
  }
}
