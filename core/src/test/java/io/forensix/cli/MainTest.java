// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.cli.Cli.Result;
import io.forensix.ring.Counters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, errors, exit codes, and the commands that need no archive. */
class MainTest {
  private static final String AUDITINFO =
      """
      forensix 1
      recording 1
      reader 1234
      records 123
      bytes 456000
      lost 0
      what_is_new 7
      cpu records bytes waiting_bytes high_water_bytes lost
      0 100 400000 0 4096 0
      1 23 56000 8 4096 0
      """;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "load",
        "unload",
        "record",
        "stat",
        "throughput",
        "filter",
        "print",
        "ps",
        "info",
        "verify",
        "syscalls",
        "completion"
      })
  void everyCommandExplainsItself(String command) {
    Result result = Cli.run(command, "--help");
    assertThat(result.code()).isZero();
    assertThat(result.out()).contains("Usage: forensix " + command, "Examples:");
    assertThat(result.out()).contains("  forensix " + command);
    assertThat(Cli.run("help", command).out()).isEqualTo(result.out());
    assertThat(Cli.run("--help").out()).contains("  " + command + " ");
  }

  @Test
  void theHelpNamesEveryExitCode() {
    Result result = Cli.run();
    assertThat(result.code()).isZero();
    for (ExitCode code : ExitCode.values()) {
      assertThat(result.out()).containsPattern(code.number() + " +" + code.meaning());
    }
    assertThat(Arrays.stream(ExitCode.values()).map(ExitCode::number)).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          frobnicate                | 2 | forensix: Unmatched argument
          print                     | 2 | forensix print: Missing required parameter: 'ARCHIVE'
          print /x --pid abc        | 2 | forensix print: Invalid value
          print /x --call nonsense  | 2 | forensix print: there is no call or %group 'nonsense'
          print /x --strings many   | 2 | forensix print: --strings wants a number
          print /proc/none        | 1 | forensix print: /proc/none: not an archive
          ps /proc/none           | 1 | forensix ps: /proc/none: not an archive
          info /proc/none         | 1 | forensix info: /proc/none: not an archive
          verify /proc/none       | 1 | forensix verify: /proc/none: not an archive
          record /x --stop-after 0  | 2 | forensix record: --stop-after wants seconds
          load ring_bytes           | 2 | forensix load: 'ring_bytes' is no parameter
          load --filter a"b         | 2 | forensix load: a parameter of a module cannot hold a quot
          filter --payload-max-bytes -1 | 2 | forensix filter: --payload-max-bytes wants a number
          filter --parameters /proc/none | 3 | forensix filter: there is no /proc/none: the kernel m
          filter --parameters /proc/none none | 3 | forensix filter: there is no /proc/none: the ker
          filter --parameters /proc none | 1 | forensix filter: the kernel module that is loaded has
          stat --file /proc/none  | 3 | forensix stat: there is no /proc/none: the kernel module
          throughput --file /proc/none | 3 | forensix throughput: there is no /proc/none: the kernel m
          throughput --seconds 0    | 2 | forensix throughput: --seconds wants a number
          stat --watch=0            | 2 | forensix stat: --watch wants seconds
          syscalls nonsense         | 1 | forensix syscalls: there is no call 'nonsense'
          syscalls --group nonsense | 2 | forensix syscalls: there is no group 'nonsense'
          syscalls --abi vax        | 2 | forensix syscalls: 'vax' is no ABI
          """)
  void anErrorIsOneLineAndHasACode(String line, int code, String message) {
    Result result = Cli.run((Object[]) line.split(" "));
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith(message);
    assertThat(result.code()).isEqualTo(code);
    assertThat(result.out()).isEmpty();
  }

  @Test
  void debugShowsWhere() {
    Result result = Cli.run("--debug", "verify", "/proc/none");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).startsWith("forensix verify: ").contains("\tat io.forensix.");
  }

  @Test
  void withoutTheModuleNothingIsRecordedAndNoArchiveMade()
      throws IOException, InterruptedException {
    org.junit.jupiter.api.Assumptions.assumeFalse(Files.exists(Path.of("/dev/forensix")));
    Path archive = directory.resolve("archive");
    Result result = Cli.process("record", archive);
    assertThat(result.code()).isEqualTo(3);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err()).startsWith("forensix record: /dev/forensix: ");
    assertThat(archive).doesNotExist();
  }

  @Test
  void aProcessKeepsTheExitCodeAndTheStreamsApart() throws IOException, InterruptedException {
    Result good = Cli.process("syscalls", "openat", "--abi", "x86_64");
    assertThat(good.code()).isZero();
    assertThat(good.err()).isEmpty();
    assertThat(good.out()).startsWith("openat: call 257 of x86_64\n");
    Result bad = Cli.process("verify", directory);
    assertThat(bad.code()).isEqualTo(1);
    assertThat(bad.out()).isEmpty();
    assertThat(bad.err().lines()).hasSize(1);
  }

  @Test
  void showsTheCounters() throws IOException {
    Path file = directory.resolve("auditinfo");
    Files.writeString(file, AUDITINFO);
    Result text = Cli.run("stat", "--file", file);
    assertThat(text.out())
        .startsWith("recording, reader 1234\n")
        .contains("456,000", "what_is_new");
    assertThat(Cli.run("stat", "--json", "--file", file).out())
        .isEqualToIgnoringNewLines(
            "{\"forensix\":1,\"recording\":1,\"reader\":1234,\"records\":123,\"bytes\":456000,"
                + "\"lost\":0,\"what_is_new\":7,\"cpus\":[{\"cpu\":0,\"records\":100,"
                + "\"bytes\":400000,\"waiting_bytes\":0,\"high_water_bytes\":4096,\"lost\":0},"
                + "{\"cpu\":1,\"records\":23,\"bytes\":56000,\"waiting_bytes\":8,"
                + "\"high_water_bytes\":4096,\"lost\":0}]}");
    Counters before = Counters.parse("records 23\n");
    assertThat(StatCommand.text(Counters.parse(AUDITINFO), before, 10)).contains("+10/s");
  }

  @Test
  void showsAndSetsTheFilter() throws IOException {
    Path filter = Files.writeString(directory.resolve("filter"), "include uid=0\nexclude call=x\n");
    Path payload = Files.writeString(directory.resolve("payload_max_bytes"), "4294967295\n");
    assertThat(Cli.run("filter", "--parameters", directory).lines())
        .containsExactly("filter=include uid=0; exclude call=x", "payload_max_bytes=4294967295");
    Files.writeString(filter, "");
    Files.writeString(payload, "");
    Result set =
        Cli.run("filter", "--parameters", directory, "exclude group=memory; include uid=7");
    assertThat(set.lines().get(0)).isEqualTo("filter=exclude group=memory; include uid=7");
    assertThat(payload).isEmptyFile();
    Files.writeString(filter, "");
    Result none = Cli.run("filter", "--parameters", directory, "", "--payload-max-bytes", 4096);
    assertThat(none.err()).isEmpty();
    assertThat(filter).hasContent("none");
    assertThat(payload).hasContent("4096");
    Files.writeString(filter, "");
    assertThat(Cli.run("filter", "--parameters", directory, "x".repeat(4096)).code()).isEqualTo(2);
    assertThat(filter).isEmptyFile();
  }

  @Test
  void aFilterThatTheKernelRefusesIsSaidInALine() throws IOException {
    // What it refuses here is any byte at all.
    Files.createSymbolicLink(directory.resolve("filter"), Path.of("/dev/full"));
    Result result = Cli.run("filter", "--parameters", directory, "exclude sense=all");
    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err().lines()).hasSize(1);
    assertThat(result.err())
        .startsWith("forensix filter: the kernel module refuses filter=exclude sense=all: ");
    Files.delete(directory.resolve("filter"));
  }

  @Test
  void parametersWithBlanksAreQuotedForTheKernel() {
    assertThat(LoadCommand.quoted("on_stall=drop")).isEqualTo("on_stall=drop");
    assertThat(LoadCommand.quoted("filter=exclude group=memory; include uid=0"))
        .isEqualTo("filter=\"exclude group=memory; include uid=0\"");
  }

  @Test
  void explainsTheCalls() {
    assertThat(Cli.run("syscalls").lines())
        .hasSizeGreaterThan(350)
        .anyMatch(row -> row.matches(" +0 read +io,fd"));
    assertThat(Cli.run("syscalls", "--group", "net").out())
        .contains("connect")
        .doesNotContain(" read");
    assertThat(Cli.run("syscalls", "--groups").out()).contains("net        sockets");
    assertThat(Cli.run("syscalls", "read").out())
        .contains("read: call 0 of x86_64", "read: call 3 of ia32", "the result bytes");
  }

  @Test
  void completesInBash() throws IOException, InterruptedException {
    Path script = directory.resolve("completion");
    Files.writeString(script, Cli.run("completion").out());
    List<String> command =
        List.of(
            "bash",
            "-c",
            "source '%s'; COMP_WORDS=(forensix ver); COMP_CWORD=1; COMP_LINE='forensix ver';"
                    .formatted(script)
                + " _complete_forensix 2>/dev/null; echo \"${COMPREPLY[@]}\"");
    Process bash = new ProcessBuilder(command).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).isZero();
    assertThat(out).contains("verify");
  }

  @Test
  void knowsForWhichKernelAModuleWasBuilt() throws IOException {
    Path file = directory.resolve("forensix.ko");
    Files.writeString(file, "\177ELF..license=GPL\0vermagic=6.1.0-50-amd64 SMP preempt\0");
    assertThat(KernelModule.madeFor(file)).contains("6.1.0-50-amd64");
    Files.writeString(file, "nothing of the kind");
    assertThat(KernelModule.madeFor(file)).isEmpty();
  }
}
