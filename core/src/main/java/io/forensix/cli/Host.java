// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The machine this runs on, and the programs it has. */
final class Host {
  /** insmod and rmmod wait for the module, which waits for tasks that are in its hooks. */
  private static final int PROGRAM_SECONDS = 120;

  private Host() {}

  /** What a program said, and how it ended. */
  record Said(int exit, String text) {
    /** Returns the first line of what it said, without its end. */
    String firstLine() {
      return text.lines().findFirst().orElse("it said nothing");
    }
  }

  /** Returns the release of the running kernel, as uname -r does. */
  static String release() {
    try {
      return Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip();
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot tell which kernel runs: " + e.getMessage(), e);
    }
  }

  /**
   * Refuses to go on without root.
   *
   * @param what what root is needed for, as in "loading a kernel module"
   */
  static void needRoot(String what) {
    Object uid;
    try {
      uid = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException e) {
      return;
    }
    if (!Integer.valueOf(0).equals(uid)) {
      throw new Failure(
          ExitCode.NOT_PERMITTED, what + " needs root, and this is user " + uid + ": use sudo");
    }
  }

  /** Runs a program and waits for its end. */
  static Said run(List<String> command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!process.waitFor(PROGRAM_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
        throw new Failure(
            ExitCode.FAILED, command.get(0) + " did not end within " + PROGRAM_SECONDS + " s");
      }
      return new Said(process.exitValue(), text);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot run " + command.get(0) + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure(ExitCode.FAILED, "interrupted while " + command.get(0) + " ran", e);
    }
  }
}
