// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.CorruptRecord;
import io.forensix.record.DataRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.LittleEndian;
import io.forensix.record.RecordBatch;
import io.forensix.record.RecordCursor;
import io.forensix.record.SequenceGap;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The kernel's ring code in one process, as fast as it goes, against the reader in this one: every
 * record arrives once, in order, and whole.
 */
class RingTortureTest {
  private static final Path ROOT = Path.of(System.getProperty("forensix.root", "..")).normalize();

  @TempDir static Path work;
  private static Path shared;

  private final List<String> wrong = new ArrayList<>();
  private final RecordCursor cursor = new RecordCursor(corrupt -> wrong.add(corrupt.toString()));
  private int cpu;
  private long records;

  @BeforeAll
  static void buildTheProducer() throws Exception {
    run("make", "-s", "-C", ROOT.resolve("kernel/selftest") + "", "OUT=" + work, "" + program());
    shared = Files.createTempDirectory(Path.of("/dev/shm"), "forensix-ring-");
  }

  @AfterAll
  static void removeTheRings() throws IOException {
    Files.deleteIfExists(shared);
  }

  private static Path program() {
    return work.resolve("ring_producer");
  }

  private static void run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).inheritIO().start();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("exit code of %s", String.join(" ", command)).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "524288, 2000000, 96, 0",
    "16777216, 3000000, 96, 3",
    "524288, 400000, 1000, 1",
    "524288, 20000, 73728, 65535",
    "1048576, 300000, 4104, 2",
  })
  void nothingIsMissingAndNothingIsTwice(long ringBytes, long count, int recordBytes, int onCpu)
      throws Exception {
    cpu = onCpu;
    Path file = shared.resolve("ring");
    Process producer =
        new ProcessBuilder(
                program().toString(),
                file.toString(),
                "" + ringBytes,
                "" + count,
                "" + recordBytes,
                "" + onCpu)
            .inheritIO()
            .start();
    try (RingFile source = open(file, producer)) {
      RingReader reader = new RingReader(source, this::take, new Complaints());
      while (records < count && wrong.isEmpty()) {
        if (reader.doWork() == 0) {
          assertThat(producer.isAlive() || source.rings().getFirst().observe() > 0)
              .as("the producer is alive, or there is more: %d of %d", records, count)
              .isTrue();
          source.await(100);
        }
      }
      assertThat(wrong).isEmpty();
      assertThat(records).isEqualTo(count);
      assertThat(producer.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(producer.exitValue()).isZero();
      assertThat(reader.doWork()).isZero();
    } finally {
      producer.destroyForcibly().waitFor();
      Files.deleteIfExists(file);
    }
  }

  private static RingFile open(Path file, Process producer) throws Exception {
    while (true) {
      try {
        return RingFile.open(file);
      } catch (IOException e) {
        assertThat(producer.isAlive()).as("the producer is alive: %s", e).isTrue();
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  /** Looks at every byte of every record. */
  private void take(RecordBatch batch) {
    assertThat(batch.cpu()).isEqualTo(cpu);
    assertThat(batch.damaged()).isFalse();
    assertThat(batch.firstSeq()).isEqualTo(records);
    cursor.over(batch.segment(), batch.offset(), batch.offset() + batch.bytes(), 0);
    while (cursor.next()) {
      DataRecord data = (DataRecord) cursor.record();
      check(data.cpu() == cpu && data.seq() == records, "record");
      ItemCursor item = data.item();
      MemorySegment memory = item.segment();
      long at = item.dataOffset();
      check(LittleEndian.i64(memory, at) == records, "number in the payload");
      check(LittleEndian.i64(memory, at + 8) == cpu, "CPU in the payload");
      for (int i = 16; i < item.size(); i++) {
        check(LittleEndian.u8(memory, at + i) == (records & 0xff), "payload");
      }
      records++;
    }
    assertThat(records).isEqualTo(batch.lastSeq() + 1);
  }

  private void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError("the " + what + " of record " + records + " is wrong");
    }
  }

  private final class Complaints implements RingListener {
    @Override
    public void corrupt(int ofCpu, CorruptRecord corrupt) {
      wrong.add(corrupt.toString());
    }

    @Override
    public void gap(SequenceGap gap) {
      wrong.add(gap.toString());
    }
  }
}
