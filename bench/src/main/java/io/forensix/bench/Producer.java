// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.ring.RingFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The kernel's ring code in a process of its own, writing records as fast as they are taken. */
final class Producer implements AutoCloseable {
  private static final Path SHARED = Path.of("/dev/shm");

  private final Path file;
  private final Process process;

  private Producer(Path file, Process process) {
    this.file = file;
    this.process = process;
  }

  /** Starts one that writes records of one size without end. */
  static Producer start(long ringBytes, int recordBytes) throws IOException {
    Path program =
        Path.of(System.getProperty("forensix.producer", "target/selftest/ring_producer"));
    if (!Files.isExecutable(program)) {
      throw new IOException(
          program.toAbsolutePath()
              + ": no such program: make -C kernel/selftest, then run this in the project's"
              + " directory, or name it with -Dforensix.producer=PATH");
    }
    Path file = Files.createTempFile(SHARED, "forensix-bench-", ".ring");
    Process process =
        new ProcessBuilder(
                program.toString(), file.toString(), "" + ringBytes, "0", "" + recordBytes, "0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new Producer(file, process);
  }

  /** Maps its ring, as soon as there is one. */
  RingFile open() throws IOException, InterruptedException {
    while (true) {
      try {
        return RingFile.open(file);
      } catch (IOException e) {
        if (!process.isAlive()) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(1);
      }
    }
  }

  @Override
  public void close() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    Files.deleteIfExists(file);
  }
}
