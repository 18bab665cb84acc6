// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import io.forensix.timeline.RecordMerge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Who fills the tables is killed at any point of its work, again and again, while the archive
 * grows: in the end the tables are those of one run that nobody disturbed.
 */
class IndexKillIT {
  private static final int ROUNDS = 20;
  private static final int CPUS = 2;
  private static final int BLOCKS = 400;
  private static final int RECORDS = 500;
  private static final long STEP = 1_000;

  private static final RecordMerge.Listener SOUND =
      new RecordMerge.Listener() {
        @Override
        public void fault(ArchiveFault fault) {
          throw new AssertionError(fault.toString());
        }

        @Override
        public void corrupt(long block, CorruptRecord corrupt) {
          throw new AssertionError(corrupt.toString());
        }
      };

  @TempDir Path directory;

  private final long[] seq = new long[CPUS];
  private long time = 1_000_000;
  private int next;

  @Test
  void theTablesAreTheSameHoweverOftenItIsKilled() throws Exception {
    Path archive = directory.resolve("archive");
    Path killed = directory.resolve("killed.duckdb");
    Path whole = directory.resolve("whole.duckdb");
    SplittableRandom random = new SplittableRandom(7);
    int met = 0;
    try (ArchiveMaker maker = new ArchiveMaker(archive).begin(1, CPUS)) {
      for (int round = 0; round < ROUNDS; round++) {
        grow(maker, BLOCKS / ROUNDS);
        met += kill(archive, killed, random.nextInt(1, 1500)) ? 1 : 0;
      }
    }
    // Else it would have been done before it was killed, each time.
    assertThat(met).isGreaterThan(ROUNDS / 4);
    index(archive, killed);
    index(archive, whole);
    for (String table :
        List.of(
            "event", "io", "tty_io", "file", "process", "thread", "loss", "fd", "name", "socket",
            "session")) {
      assertThat(rows(killed, table)).as(table).isEqualTo(rows(whole, table));
    }
    assertThat(rows(whole, "event")).hasSize(BLOCKS * RECORDS / 4 * 3);
  }

  /** Returns whether it was still at work. */
  private static boolean kill(Path archive, Path file, int millis) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            System.getProperty("forensix.jvm.flags", "--enable-native-access=ALL-UNNAMED")
                .split(" ")));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Child.class.getName(), archive.toString(), file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    // Its first words come when it has begun to write.
    int first = process.getInputStream().read();
    assertThat(first).isEqualTo('b');
    TimeUnit.MILLISECONDS.sleep(millis);
    boolean alive = process.isAlive();
    process.destroyForcibly().waitFor();
    return alive;
  }

  /** Fills the tables with a transaction for each few records, so that a kill meets each state. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws Exception {
      try (Indexer indexer =
          Indexer.open(Path.of(arguments[0]), Path.of(arguments[1]), false, SOUND)) {
        indexer.transactionRecords(1_000);
        System.out.print("b");
        System.out.flush();
        indexer.run(false, (records, fresh) -> {});
      }
    }
  }

  private static void index(Path archive, Path file) throws Exception {
    try (Indexer indexer = Indexer.open(archive, file, false, SOUND)) {
      indexer.run(false, (records, fresh) -> {});
    }
  }

  private static List<String> rows(Path file, String table) throws Exception {
    List<String> rows = new ArrayList<>();
    try (Tables tables = Tables.open(file);
        Answer answer = tables.ask("FROM " + table + " ORDER BY ALL", Map.of())) {
      while (answer.next()) {
        StringBuilder row = new StringBuilder();
        for (int i = 0; i < answer.columns().size(); i++) {
          Object value = answer.value(i);
          row.append(
              value instanceof byte[] bytes ? new String(bytes, StandardCharsets.UTF_8) : value);
          row.append('|');
        }
        rows.add(row.toString());
      }
    }
    return rows;
  }

  /** Adds blocks of all CPUs in turn; calls of a thread go from one CPU to the other. */
  private void grow(ArchiveMaker maker, int blocks) throws Exception {
    for (int block = 0; block < blocks; block++) {
      int cpu = block % CPUS;
      RecordBytes records = new RecordBytes().cpu(cpu).seq(seq[cpu]);
      for (int i = 0; i < RECORDS; i++) {
        record(records.time(time += STEP), next++);
      }
      seq[cpu] += RECORDS;
      maker.block(cpu, records, time);
    }
  }

  private static void record(RecordBytes records, int number) {
    int pid = 100 + number / 4 % 50;
    byte[] text = ("line " + number + "\n").getBytes(StandardCharsets.US_ASCII);
    records.task(pid, pid).start(pid);
    switch (number % 4) {
      case 0 -> records.file(7 + pid, 70 + pid, 0020620, 2).cstr(0, "/dev/pts/" + pid).done();
      case 1 -> records.fork(10_000 + number, 10_000 + number, number);
      case 2 ->
          records
              .call(1, text.length)
              .arg(0, 3)
              .file(0, 7 + pid, 70 + pid, RecordBytes.DEV, 0020620)
              .item(ItemKind.BYTES, 1, text)
              .done();
      default ->
          records
              .task(10_000 + number - 2, 10_000 + number - 2)
              .start(number - 2)
              .exit(0x100, 0, "child");
    }
  }
}
