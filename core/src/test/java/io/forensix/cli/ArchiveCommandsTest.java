// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.cli.Cli.Result;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordHead;
import io.forensix.timeline.ArchiveMaker;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.TimeZone;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The commands that ask an archive, on real ones. */
class ArchiveCommandsTest {
  /** What time it was at CLOCK_MONOTONIC 0 of the recordings made here. */
  private static final String DAY = "22:13:20";

  @TempDir Path directory;

  private final TimeZone zone = TimeZone.getDefault();

  @BeforeEach
  void useUtc() {
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
  }

  @AfterEach
  void restoreZone() {
    TimeZone.setDefault(zone);
  }

  @Test
  void printsLinesLikeStrace() throws IOException {
    Scenario.write(directory);
    Result result = Cli.run("print", directory);
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
    assertThat(result.lines())
        .containsExactly(
            DAY + ".010000 === recording began at " + DAY + ".010000 ===",
            "[100] " + DAY + ".020000 +++ new process 200 +++",
            "[200] "
                + DAY
                + ".030000 +++ exec \"/bin/cat\", [\"cat\", \"/etc/pass wd\"], comm=\"cat\","
                + " uid=1000, euid=1000 +++",
            "[200] " + DAY + ".028999 execve(\"/bin/cat\", NULL, NULL) = 0 <0.002000>",
            "[200] " + DAY + ".031999 openat(AT_FDCWD, \"/etc/\\33[2J\", O_RDONLY) = 3 <0.000000>",
            "[200] "
                + DAY
                + ".032999 read(3, \"root:x:0:0:root:/root:/bin/bash\\n\"..., 4096) = 36"
                + " <0.000000>",
            "[200] "
                + DAY
                + ".034000 --- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=201,"
                + " si_uid=0} ---",
            DAY
                + ".035000 !!! 5 records lost on cpu 1 between "
                + DAY
                + ".034999 and "
                + DAY
                + ".034999 (640 bytes; no room) !!!",
            "[200] " + DAY + ".039999 exit_group(1) = ?",
            "[200] " + DAY + ".041000 +++ exited with 1 +++",
            "[300:301] "
                + DAY
                + ".049999 connect(7, {sa_family=AF_INET, sin_port=htons(80),"
                + " sin_addr=inet_addr(\"127.0.0.1\")}, 16) = -1 ECONNREFUSED (Connection refused)"
                + " <0.000000>",
            "[300:301] " + DAY + ".060000 +++ killed by SIGTERM +++",
            "[300] " + DAY + ".061000 +++ killed by SIGTERM +++");
  }

  @Test
  void printsOnlyWhatIsAskedFor() throws IOException {
    Scenario.write(directory);
    assertThat(Cli.run("print", directory, "--pid", 300, "--time", "none").lines())
        .containsExactly(
            "=== recording began at " + DAY + ".010000 ===",
            "!!! 5 records lost on cpu 1 between "
                + DAY
                + ".034999 and "
                + DAY
                + ".034999 (640 bytes; no room) !!!",
            "[300:301] connect(7, {sa_family=AF_INET, sin_port=htons(80),"
                + " sin_addr=inet_addr(\"127.0.0.1\")}, 16) = -1 ECONNREFUSED (Connection refused)"
                + " <0.000000>",
            "[300:301] +++ killed by SIGTERM +++",
            "[300] +++ killed by SIGTERM +++");
    assertThat(Cli.run("print", directory, "--call", "read,%net", "--type", "call").lines())
        .hasSize(2)
        .anyMatch(line -> line.contains("read(3"))
        .anyMatch(line -> line.contains("connect(7"));
    assertThat(Cli.run("print", directory, "--type", "exit", "--time", "boot").lines())
        .containsExactly(
            "[200] 0.041000 +++ exited with 1 +++",
            "[300:301] 0.060000 +++ killed by SIGTERM +++",
            "[300] 0.061000 +++ killed by SIGTERM +++");
    assertThat(Cli.run("print", directory, "--strings", 4).out()).contains("read(3, \"root\"...,");
    assertThat(Cli.run("print", directory, "--strings", "all").out())
        .contains("bash\\nmore\", 4096");
  }

  /** What a first look at a machine brings, and what then changes. */
  private void recordFiles() throws IOException {
    RecordBytes zero = new RecordBytes().time(10_000).task(7, 7).start(3);
    long start = ArchiveMaker.REALTIME_AT_0;
    String payload = "\npayload_max_bytes=4294967295\n";
    zero.settings("filter=none" + payload, start + 10_000);
    zero.taskState(1, "cat", 1000).done();
    zero.context(1000);
    zero.file(1, 2, 0100644, 0).cstr(0, "/etc/motd").done();
    zero.fd(3, false, 1, 2, 0100644);
    zero.time(20_000).call(3, 0).arg(0, 3).file(0, 1, 2, RecordBytes.DEV, 0100644).done();
    zero.time(30_000).context(1000).identity(1000).session(7, 136 << 20 | 3, -1, 6).done();
    zero.sent(15, 0, 8, 8, true, 0).submitted(0, -1, 0, 0).done();
    zero.time(40_000).settings("filter=exclude uid=1" + payload, start + 40_000);
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 1)) {
      maker.block(0, zero, 0);
    }
  }

  @Test
  void whatWasThereBeforeDoesNotDrownTheCalls() throws IOException {
    recordFiles();
    String settings = ", payload_max_bytes=4294967295 at " + DAY;
    assertThat(Cli.run("print", directory, "--time", "none").lines())
        .containsExactly(
            "[7] === settings filter=none" + settings + ".000010 ===",
            "[7] close(3) = 0 <0.000000>",
            "[7] --- context session=1 => 7, tty=- => pts/3 ---",
            "[7] --- sends SIGTERM to 8 {si_code=SI_USER} ---",
            "[7] --- io_uring submits IORING_OP_NOP {user_data=0x33, fd=-1, off=0, addr=0x7f00,"
                + " len=0} ---",
            "[7] === settings filter=exclude uid=1" + settings + ".000040 ===");
    assertThat(Cli.run("print", directory, "--all").lines()).hasSize(11);
    assertThat(Cli.run("print", directory, "--type", "fd,context", "--time", "none").lines())
        .startsWith("[7] --- context unchanged ---", "[7] === had descriptor 3</etc/motd> ===")
        .hasSize(4);
  }

  @Test
  void namesTheFilesBehindDescriptors() throws IOException {
    recordFiles();
    assertThat(Cli.run("print", directory, "-y", "--call", "close", "--time", "none").lines())
        .containsExactly("[7] close(3</etc/motd>) = 0 <0.000000>");
    assertThat(Cli.run("print", directory, "--paths", "--pid", 8).out()).doesNotContain("motd");
  }

  @Test
  void whoAsksForAProcessSeesByWhomItWasKilled() throws IOException {
    recordFiles();
    assertThat(Cli.run("print", directory, "--pid", 8, "--type", "sent", "--time", "none").lines())
        .containsExactly("[7] --- sends SIGTERM to 8 {si_code=SI_USER} ---");
    assertThat(Cli.run("print", directory, "--pid", 9, "--type", "sent").out()).isEmpty();
  }

  @Test
  void saysWhatWasToBeRecorded() throws IOException {
    recordFiles();
    assertThat(Cli.run("info", directory).out())
        .contains("  file       1\n", "  context    3\n", "  fd         1\n", "  uring      1\n")
        .containsPattern("settings +filter=none, payload_max_bytes=4294967295, from .*:20 ")
        .containsPattern("settings +filter=exclude uid=1, payload_max_bytes=.*, from .*:20 ");
    assertThat(Cli.run("ps", directory).lines().get(1)).matches(" +7 +1000 pts/3 +before .*");
  }

  @Test
  void aRecordingOfAnotherVersionIsNotMisread() throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 1, 1)) {
      maker.block(0, new RecordBytes().exit(0, 0, "old"), 0);
    }
    for (String command : new String[] {"print", "ps"}) {
      Result result = Cli.run(command, directory);
      assertThat(result.code()).isEqualTo(5);
      assertThat(result.out()).isEmpty();
      assertThat(result.err().lines()).hasSize(1);
      assertThat(result.err())
          .contains(
              "ABI version 1, and this program reads versions 2 to " + RecordHead.ABI_VERSION);
    }
    assertThat(Cli.run("info", directory).code()).isZero();
    assertThat(Cli.run("verify", directory).code()).isZero();
  }

  @Test
  void showsTheProcessTree() throws IOException {
    Scenario.write(directory);
    Result result = Cli.run("ps", directory);
    assertThat(result.err()).isEmpty();
    assertThat(result.lines().stream().map(line -> line.replaceAll(" +", " ").strip()))
        .containsExactly(
            "PID UID TTY BEGAN ENDED HOW PROGRAM",
            "2 0 - before lives [kthreadd]",
            "100 1000 - before lives `-bash -i",
            "200 1000 - 22:13:20.020000 22:13:20.041000 exit 1 `-cat \"/etc/pass wd\"",
            "300 ? ? 22:13:20.050000 22:13:20.061000 SIGTERM (daemon)");
  }

  @Test
  void showsTheProcessesOfAMoment() throws IOException {
    Scenario.write(directory);
    assertThat(Cli.run("ps", directory, "--at", "22:13:20.025").out())
        .contains("(bash)", "lives")
        .doesNotContain("cat", "300");
    assertThat(Cli.run("ps", directory, "--at", "+0.035").out()).contains("cat", "lives");
    assertThat(Cli.run("ps", directory, "--at", "2023-11-14T22:13:20.045Z").out())
        .doesNotContain("cat");
    Result never = Cli.run("ps", directory, "--at", "+100");
    assertThat(never.code()).isEqualTo(2);
    assertThat(never.err())
        .startsWith("forensix ps: nothing was recorded at 2023-11-14 22:15:00; the archive goes");
    assertThat(Cli.run("ps", directory, "--at", "noon").err()).contains("'noon' is no time");
  }

  @Test
  void saysWhatIsInTheArchive() throws IOException {
    Scenario.write(directory);
    Result result = Cli.run("info", directory);
    assertThat(result.code()).isZero();
    assertThat(result.lines().stream().map(line -> line.replaceAll(" +", " ").strip()))
        .contains(
            "recordings 1",
            "blocks 4",
            "records 16",
            "call 4",
            "exit 3",
            "lost 5",
            "host testhost (machine 00000000-0000-0001-0000-000000000002)",
            "kernel 6.1.0-test, boot 00000000-0000-0003-0000-000000000001",
            "from 2023-11-14 22:13:20 (2023-11-14T22:13:20.010Z)",
            "seconds 0.051");
    assertThat(result.out()).containsPattern("  1 +1 +[0-9,]+ +9 +5\n");
  }

  @Test
  void verifies() throws IOException {
    Scenario.write(directory);
    Result result = Cli.run("verify", directory);
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .matches("sound: 4 blocks, 16 records, [0-9,]+ bytes, 0 faults\nunsealed: .*\n");
  }

  @Test
  void saysWhereAnArchiveIsDamagedAndShowsTheRest() throws IOException {
    Scenario.write(directory);
    damage("/bin/cat", "/bin/rat");
    Result verified = Cli.run("verify", directory);
    assertThat(verified.code()).isEqualTo(8);
    assertThat(verified.out()).contains("damaged: block 2").contains(" faults\n");
    Result printed = Cli.run("print", directory);
    assertThat(printed.code()).isEqualTo(8);
    assertThat(printed.out()).contains("connect(7").doesNotContain("openat");
    assertThat(printed.err()).contains("damaged: block 2").contains("forensix verify names them");
  }

  private void damage(String from, String to) throws IOException {
    Path file;
    try (Stream<Path> files = Files.list(directory)) {
      file =
          files
              .filter(path -> path.toString().endsWith(".cq4"))
              .max(Comparator.naturalOrder())
              .orElseThrow();
    }
    String all = Files.readString(file, StandardCharsets.ISO_8859_1);
    int at = all.indexOf(from);
    assertThat(at).isPositive();
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.seek(at);
      open.write(to.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void tellsRecordingsApart() throws IOException {
    Scenario.write(directory);
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(2, 1)) {
      maker.block(0, new RecordBytes().time(5_000).task(9, 9).exit(0, 0, "later"), 0);
    }
    Result result = Cli.run("ps", directory);
    assertThat(result.out()).contains("Recording 1 of 2", "Recording 2 of 2", "(later)");
    assertThat(Cli.run("info", directory).out()).contains("recordings   2");
    assertThat(Cli.run("print", directory).lines()).hasSize(14);
  }

  @Test
  @Timeout(value = 60, unit = TimeUnit.SECONDS)
  void followsAnArchiveThatIsBeingWritten() throws IOException, InterruptedException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 1)) {
      maker.block(0, new RecordBytes().time(5_000).task(9, 9).exit(0, 0, "first"), 0);
      Process process = Cli.start("print", directory, "--follow", "--time", "none");
      try (BufferedReader out =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        assertThat(out.readLine()).isEqualTo("[9] +++ exited with 0 +++");
        RecordBytes next = new RecordBytes().seq(1).time(6_000).task(10, 10);
        maker.block(0, next.exit(0x200, 0, "second"), 0);
        assertThat(out.readLine()).isEqualTo("[10] +++ exited with 2 +++");
        assertThat(process.isAlive()).isTrue();
      } finally {
        process.destroy();
        process.waitFor();
      }
    }
  }
}
