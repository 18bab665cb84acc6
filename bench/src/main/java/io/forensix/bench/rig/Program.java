// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Programs that are run for what they do. */
final class Program {
  private Program() {}

  /**
   * Runs one and waits for its end.
   *
   * @throws IOException when it fails, with what it said
   */
  static void run(List<String> command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + said.strip());
    }
  }

  /**
   * Runs one to its end and follows what it says of its progress. Whoever ends us ends it.
   *
   * @return its exit code
   */
  static int follow(List<String> command, Progress progress)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    Thread ender = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ender);
    process.getOutputStream().close();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(progress::take);
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ender);
    return code;
  }
}
