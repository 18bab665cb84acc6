// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.RecordBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A writer that is killed at any point of its work, again and again, leaves a whole archive, which
 * the next one continues: nothing that was accepted is missing, and nothing is there twice.
 */
class ArchiveKillIT {
  private static final int ROUNDS = 15;
  private static final int CPUS = 3;

  @TempDir Path directory;

  @Test
  void whatWasAcceptedIsThereOnceAfterEachKill() throws Exception {
    Path archive = directory.resolve("archive");
    Path progress = directory.resolve("progress");
    SplittableRandom random = new SplittableRandom(9);
    try (FileChannel channel =
        FileChannel.open(
            progress,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      MappedByteBuffer accepted = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4_096);
      long blocks = 0;
      for (int round = 0; round < ROUNDS; round++) {
        kill(archive, progress, accepted, random.nextInt(1, 250));
        Verification verification = ArchiveVerifier.verify(archive);
        assertThat(verification.faults()).as("round %d", round).isEmpty();
        assertThat(verification.blocks()).isGreaterThan(blocks);
        blocks = verification.blocks();
        checkAccepted(archive, accepted);
      }
    }
  }

  /** Starts a writer and kills it so many milliseconds after its first block. */
  private static void kill(Path archive, Path progress, ByteBuffer accepted, int millis)
      throws Exception {
    accepted.putLong(8 * CPUS, 0);
    Process writer =
        Child.of(List.of(), Writer.class, archive.toString(), progress.toString())
            .inheritIO()
            .start();
    try {
      while (accepted.getLong(8 * CPUS) == 0) {
        assertThat(writer.isAlive()).as("the writer is alive").isTrue();
        TimeUnit.MILLISECONDS.sleep(1);
      }
      TimeUnit.MILLISECONDS.sleep(millis);
      assertThat(writer.isAlive()).as("the writer is alive").isTrue();
    } finally {
      writer.destroyForcibly().waitFor();
    }
    // SIGKILL, and no other end.
    assertThat(writer.exitValue()).isEqualTo(137);
  }

  private static void checkAccepted(Path directory, ByteBuffer accepted) throws IOException {
    long[] last = new long[CPUS];
    try (ArchiveReader reader = ArchiveReader.open(directory, fault -> {})) {
      while (reader.next()) {
        BlockHeader header = reader.block().header();
        if (header.kind() == BlockKind.RECORDS) {
          last[header.cpu()] = header.lastSeq();
        }
      }
    }
    for (int cpu = 0; cpu < CPUS; cpu++) {
      // One block may have got in whose acceptance was not noted any more.
      assertThat(last[cpu]).isGreaterThanOrEqualTo(accepted.getLong(8 * cpu));
    }
  }

  /** Writes as fast as it can, and notes what was accepted. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) throws IOException {
      Path directory = Path.of(arguments[0]);
      try (FileChannel channel =
              FileChannel.open(
                  Path.of(arguments[1]), StandardOpenOption.READ, StandardOpenOption.WRITE);
          Archive archive = Archive.open(directory, Samples.options())) {
        MappedByteBuffer accepted = channel.map(FileChannel.MapMode.READ_WRITE, 0, 4_096);
        archive.begin(Samples.meta(Samples.RECORDING));
        SplittableRandom random = new SplittableRandom();
        while (true) {
          int cpu = random.nextInt(CPUS);
          long seq = archive.lastSeq(Samples.RECORDING, cpu).orElse(-1) + 1;
          int count = random.nextInt(1, 6);
          RecordBatch batch = Samples.batch(cpu, seq, count, random.nextInt(65_536));
          archive.accept(batch);
          accepted.putLong(8 * cpu, batch.lastSeq());
          accepted.putLong(8 * CPUS, 1);
        }
      }
    }
  }
}
