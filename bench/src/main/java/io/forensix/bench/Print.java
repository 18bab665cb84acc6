// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** {@code forensix print ARCHIVE > FILE}. */
public class Print extends Stage {
  private Path file;
  private List<String> lines;

  /** Prints once, for the lines. */
  @Setup
  public void print() throws IOException {
    file = directory.resolve("text");
    run();
    lines = Files.readAllLines(file);
  }

  private long run() throws IOException {
    try (PrintWriter out = Main.writer(Files.newOutputStream(file))) {
      int code = Main.run(out, new PrintWriter(System.err, true), "print", Sample.archive() + "");
      if (code != 0) {
        throw new IllegalStateException("print ended with exit code " + code);
      }
    }
    return Files.size(file);
  }

  /** The stage. */
  @Benchmark
  public void print(Work work) throws IOException {
    work.done(Sample.RECORDS, run());
  }

  /** The lines are there, and only written. */
  @Benchmark
  public void linesWritten(Work work) throws IOException {
    try (PrintWriter out = Main.writer(Files.newOutputStream(file))) {
      for (String line : lines) {
        out.append(line).append('\n');
      }
    }
    work.done(Sample.RECORDS, Files.size(file));
  }
}
