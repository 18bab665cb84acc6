// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs shell text as root under a stock Debian kernel ({@code scripts/guest}).
 *
 * <p>What it needs is built by {@code scripts/test} before the integration tests run: the module,
 * the programs of kernel/tests and the jars. In the guest these variables are set:
 *
 * <ul>
 *   <li>{@code MODULE}: forensix.ko for the guest's kernel
 *   <li>{@code TESTS}: the folder of the test programs
 *   <li>{@code FORENSIX}: the launcher {@code scripts/forensix}
 *   <li>{@code OUT}: a folder shared with this side
 * </ul>
 */
public final class Guest {
  /** What the guest said, and the exit code of the text (see {@code scripts/guest --help}). */
  public record Result(int exitCode, String output) {}

  private static final Path PROJECT = project();

  /** More for the kernel's command line, such as {@code preempt=full}. */
  private static final String APPEND = System.getProperty("forensix.append", "");

  private static final String KERNEL = System.getProperty("forensix.kernel", "6.1");

  private static final boolean DEBUG = KERNEL.equals("debug");

  private final Path out;
  private final List<String> options = new ArrayList<>();

  private Guest(Path out) {
    this.out = out;
  }

  /**
   * A guest that shares a folder.
   *
   * @param out the folder that is {@code $OUT} in the guest
   */
  public static Guest sharing(Path out) {
    return new Guest(out);
  }

  /** With so many CPUs; more than one is slow under emulation. */
  public Guest cpus(int cpus) {
    return with("--cpus", Integer.toString(cpus));
  }

  /**
   * Killed after so many seconds; then the exit code is 124. A kernel that checks all it does has
   * six times as many.
   */
  public Guest timeout(int seconds) {
    return with("--timeout", Integer.toString(DEBUG ? 6 * seconds : seconds));
  }

  /** With so much memory, such as {@code 2G}. */
  public Guest memory(String size) {
    return with("--memory", size);
  }

  /**
   * With a clock that counts instructions: what takes how long does not depend on what else the
   * host does. One CPU; sleeps pass at once.
   */
  public Guest clocked() {
    options.add("--icount");
    return this;
  }

  private Guest with(String option, String value) {
    options.add(option);
    options.add(value);
    return this;
  }

  /**
   * Boots the guest, runs the text in bash with {@code set -e}, and waits for its end.
   *
   * @throws IOException when scripts/guest cannot be started
   */
  public Result run(String text) throws IOException, InterruptedException {
    Path script = out.resolve("script.sh");
    Files.writeString(
        script,
        """
        set -eu
        MODULE=%s/target/kernel/%s/forensix.ko
        TESTS=%s/target/kernel-tests
        FORENSIX=%s/scripts/forensix
        OUT=/run/out
        """
                .formatted(PROJECT, KERNEL, PROJECT, PROJECT)
            + text);
    List<String> command = new ArrayList<>();
    command.add(PROJECT.resolve("scripts/guest").toString());
    command.addAll(List.of("--kernel", KERNEL, "--share", "out=" + out));
    if (!APPEND.isEmpty()) {
      command.addAll(List.of("--append", APPEND));
    }
    command.addAll(options);
    command.addAll(List.of("--", "bash", "/run/out/script.sh"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    Files.writeString(out.resolve("output.txt"), said);
    return new Result(code, said);
  }

  /** The project's folder, which Maven names. */
  public static Path project() {
    return Path.of(System.getProperty("forensix.root"));
  }
}
