// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.cli.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** {@code forensix print ARCHIVE > FILE}. */
public class Print extends Stage {
  private Path file;
  private List<String> lines;
  private MemorySegment text;

  /** Prints once, for the lines. */
  @Setup
  public void print() throws IOException {
    file = directory.resolve("text");
    run();
    lines = Files.readAllLines(file);
    byte[] bytes = Files.readAllBytes(file);
    text = Arena.ofAuto().allocate(bytes.length).copyFrom(MemorySegment.ofArray(bytes));
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

  /** The text is there as bytes, and only written. */
  @Benchmark
  public void fileChannelWrite(Work work) throws IOException {
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      Plain.write(text, out);
    }
    work.done(Sample.RECORDS, text.byteSize());
  }

  /** The lines are there, and only encoded and written. */
  @Benchmark
  public void linesWritten(Work work) throws IOException {
    try (PrintWriter out = Main.writer(Files.newOutputStream(file))) {
      for (String line : lines) {
        out.write(line);
        out.write('\n');
      }
    }
    work.done(Sample.RECORDS, Files.size(file));
  }
}
