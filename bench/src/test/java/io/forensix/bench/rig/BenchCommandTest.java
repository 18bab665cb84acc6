// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The command line, and what the command makes of what it starts. */
class BenchCommandTest {
  /** Stands in for scripts/guest: leaves in the shared folder what a run left, and ends. */
  private static final String GUEST =
      """
      #!/bin/sh
      while [ "$1" != --share ]; do shift; done
      printf 'step\\tround 1: rw1, recording\\n'
      cp "$(dirname "$0")/../cells.tsv" "${2#bench=}/cells.tsv"
      exit "$(cat "$(dirname "$0")/../code")"
      """;

  @TempDir Path root;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = BenchCommand.line(root);
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    return line.execute(args);
  }

  @ParameterizedTest
  @CsvSource({
    "--workloads=spoon, there is no workload 'spoon'",
    "--rounds=0, --rounds and --seconds want more than 0",
    "--seconds=many, Invalid value",
    "--frobnicate, Unknown option"
  })
  void whatIsWrongIsALine(String argument, String message) {
    assertThat(run(argument)).isEqualTo(2);
    assertThat(err.toString().lines()).hasSize(1);
    assertThat(err.toString()).startsWith("forensix bench: " + message);
  }

  @Test
  void explainsItselfAndListsTheWorkloads() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("Usage: forensix bench", "--workloads", "Exit codes:");
    assertThat(run("--list")).isZero();
    for (Workload workload : Workload.values()) {
      assertThat(out.toString()).contains(workload.toString());
    }
  }

  private int runThatLeft(String lines, int code) throws IOException {
    Path guest = Files.createDirectories(root.resolve("scripts")).resolve("guest");
    Files.writeString(guest, GUEST);
    assertThat(guest.toFile().setExecutable(true)).isTrue();
    Files.writeString(root.resolve("cells.tsv"), lines);
    Files.writeString(root.resolve("code"), Integer.toString(code));
    return run("--guest", "--json", "--workloads", "rw1", "--rounds", "1");
  }

  private static String good() {
    return String.join("\n", ResultsTest.lines(Workload.RW1, new long[] {900, 800, 500, 100, 9}));
  }

  @Test
  void allWellIsZero() throws IOException {
    assertThat(runThatLeft(good(), 0)).isZero();
    Path reports = root.resolve("target/forensix-bench");
    assertThat(reports.resolve("bench.json")).hasContent(out.toString());
    assertThat(reports.resolve("bench.html")).content().startsWith("<!DOCTYPE html>");
    assertThat(err.toString()).contains("bench: 0/5 round 1: rw1, recording");
  }

  @Test
  void aLossIsOne() throws IOException {
    assertThat(runThatLeft(good().replaceFirst("\t500000000\t0\t", "\t500000000\t3\t"), 0)).isOne();
    assertThat(err.toString()).contains("3 records were lost");
    assertThat(out.toString()).contains("\"lost\":3,");
  }

  @Test
  void aGuestThatFailedIsOne() throws IOException {
    assertThat(runThatLeft(good(), 126)).isOne();
    assertThat(err.toString()).contains("forensix bench: it ended with 126");
    assertThat(runThatLeft("env\tcpus\t1\n", 125)).isOne();
    assertThat(err.toString()).contains("5 of 5 cells are missing");
  }
}
