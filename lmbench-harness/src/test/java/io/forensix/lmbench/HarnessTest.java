// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command line, as far as it needs no guest. */
class HarnessTest {
  /** Not the project: there is nothing to run in it. */
  @TempDir private Path project;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... args) {
    CommandLine line = Harness.line(project);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    return line.execute(args);
  }

  @Test
  void listsTheBenchmarks() {
    assertThat(run("--list")).isZero();
    assertThat(out.toString()).contains("lat_syscall null");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--cpus 2",
        "--cpus 0 --wall",
        "--setting none",
        "--benchmark none",
        "--check --update",
        "--check --baseline nowhere.tsv",
        "--what",
        "x"
      })
  void wrongUsageIsSaidInALine(String args) {
    assertThat(run(args.split(" "))).isEqualTo(2);
    assertThat(err.toString()).startsWith("lmbench-harness: ").hasLineCount(1);
  }

  @Test
  void whatCannotBeRunIsOne() {
    assertThat(run()).isEqualTo(1);
    assertThat(err.toString()).startsWith("lmbench-harness: ");
  }
}
