// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import io.forensix.timeline.Sound;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An archive that grows while its tables are filled, by processes that are killed. */
public final class Growth {
  public static final int CPUS = 2;

  /** Records of a block; three of four make a row in event. */
  static final int RECORDS = 500;

  /** What is compared. */
  static final List<String> TABLES =
      List.of(
          "event", "io", "tty_io", "file", "process", "thread", "loss", "fd", "name", "socket",
          "session");

  private static final long STEP = 1_000;

  private final ArchiveMaker maker;
  private final long[] seq = new long[CPUS];
  private long time = 1_000_000;
  private int next;

  /** Begins with an archive that has a recording of {@link #CPUS}. */
  public Growth(ArchiveMaker maker) {
    this.maker = maker;
  }

  /** Returns how many rows the records come to in event. */
  public int events() {
    return next / 4 * 3;
  }

  /** Starts a program of this test's class path, whose first letter comes when it is at work. */
  static Process start(Class<?> program, Path archive, Path file) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            System.getProperty("forensix.jvm.flags", "--enable-native-access=ALL-UNNAMED")
                .split(" ")));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(program.getName(), archive.toString(), file.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    int first = process.getInputStream().read();
    if (first != 'b') {
      throw new AssertionError("it said " + (char) first + " and not that it had begun");
    }
    return process;
  }

  static void index(Path archive, Path file) throws Exception {
    try (Indexer indexer = Indexer.open(archive, file, false, new Sound())) {
      indexer.run(false, (records, fresh) -> {});
    }
  }

  static List<String> rows(Path file, String table) throws Exception {
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
  public void grow(int blocks) throws Exception {
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
