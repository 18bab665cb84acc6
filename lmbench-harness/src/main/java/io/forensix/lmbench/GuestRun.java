// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs benchmarks in guests, in one setting. All run in one guest, unless it ends before they have:
 * then the one that ran has no figure, and another guest is started for the rest.
 */
final class GuestRun {
  /** Seconds of ours for a guest to boot, copy what it needs to memory and say so. */
  private static final int BOOT_SECONDS = 180;

  /** An emulated guest that counts instructions has this many seconds for each of its own. */
  private static final int ICOUNT_SLOWNESS = 30;

  private static final int GUEST_TIMED_OUT = 124;

  /** So many lines of what a guest said last are shown when it ended badly. */
  private static final int LOG_LINES = 12;

  /**
   * What came of it.
   *
   * @param environment what the guest said of itself
   * @param outcomes of all benchmarks
   * @param complaint what is wrong with the setting as a whole; empty when nothing is
   */
  record Result(
      Map<String, String> environment, Map<Benchmark, Outcome> outcomes, String complaint) {}

  private final Path root;
  private final Path staged;
  private final Plan plan;
  private final Setting setting;
  private final Map<String, String> environment = new LinkedHashMap<>();
  private final Map<Benchmark, Outcome> outcomes = new LinkedHashMap<>();
  private String complaint = "";

  /**
   * A run that has not begun.
   *
   * @param root of the project
   * @param staged what guest/stage made
   * @param plan how to run
   * @param setting of the module
   */
  GuestRun(Path root, Path staged, Plan plan, Setting setting) {
    this.root = root;
    this.staged = staged;
    this.plan = plan;
    this.setting = setting;
  }

  /** Runs the benchmarks; each has an outcome afterwards. */
  Result run() throws IOException, InterruptedException {
    List<Benchmark> rest = new ArrayList<>(plan.benchmarks());
    while (!rest.isEmpty()) {
      Path out = staged.resolve(setting + "-out");
      int code = boot(rest, out);
      GuestResults results = GuestResults.read(text(out.resolve("results")), rest);
      environment.putAll(results.environment());
      outcomes.putAll(results.outcomes());
      rest.removeAll(results.outcomes().keySet());
      if (results.running().isPresent()) {
        Benchmark benchmark = results.running().get();
        outcomes.put(benchmark, unfinished(benchmark, code));
        rest.remove(benchmark);
      } else if (!rest.isEmpty()) {
        // It did not get to any of them: nor would the next guest.
        rest.forEach(
            benchmark -> outcomes.put(benchmark, Outcome.none(Outcome.Kind.NO_GUEST, ended(code))));
        rest.clear();
      } else if (code != 0) {
        complaint = ended(code);
      }
    }
    return new Result(environment, outcomes, complaint);
  }

  private static Outcome unfinished(Benchmark benchmark, int code) {
    return code == GUEST_TIMED_OUT
        ? GuestResults.notEnded(benchmark, ", nor did the guest answer")
        : Outcome.none(Outcome.Kind.NO_GUEST, ended(code) + " while it ran");
  }

  private static String ended(int code) {
    return switch (code) {
      case GUEST_TIMED_OUT -> "the guest did not answer any more";
      case 125 -> "the guest died";
      case 126 -> "the guest's kernel complained";
      default -> "the guest ended with " + code;
    };
  }

  private int boot(List<Benchmark> benchmarks, Path out) throws IOException, InterruptedException {
    Files.createDirectories(out);
    Files.deleteIfExists(out.resolve("results"));
    Files.write(
        out.resolve("benchmarks"),
        benchmarks.stream()
            .map(b -> b.name() + "\t" + b.limitSeconds() + "\t" + b.command())
            .toList());
    Path log = staged.resolve(setting + ".log");
    Process process =
        new ProcessBuilder(command(benchmarks, out))
            .directory(root.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    // Whoever ends us ends the guest.
    Thread ender = new Thread(process::destroy, "end of the guest");
    Runtime.getRuntime().addShutdownHook(ender);
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ender);
    if (code != 0) {
      List<String> lines = text(log).lines().toList();
      System.err.printf(
          "lmbench-harness: %s: %s; the last lines of %s:%n",
          setting.label(), ended(code), root.relativize(log));
      lines.stream()
          .skip(Math.max(0, lines.size() - LOG_LINES))
          .forEach(line -> System.err.println("  " + line));
    }
    return code;
  }

  private List<String> command(List<Benchmark> benchmarks, Path out) {
    int seconds = benchmarks.stream().mapToInt(Benchmark::limitSeconds).sum();
    List<String> command = new ArrayList<>();
    command.add(root.resolve("scripts/guest").toString());
    command.addAll(List.of("--kernel", plan.kernel(), "--share", "lmbench=" + out));
    command.addAll(plan.clock() == Plan.Clock.WALL ? wall() : List.of("--icount"));
    int factor = plan.clock() == Plan.Clock.WALL ? 2 : ICOUNT_SLOWNESS;
    command.addAll(List.of("--timeout", Integer.toString(BOOT_SECONDS + seconds * factor), "--"));
    command.add("env");
    plan.clock().lmbench().forEach((name, value) -> command.add(name + "=" + value));
    command.add("sh");
    command.add(root.resolve("lmbench-harness/guest/setting").toString());
    command.addAll(
        List.of(setting.toString(), plan.clock().reader(), staged.toString(), "/run/lmbench"));
    return command;
  }

  private List<String> wall() {
    return List.of("--cpus", Integer.toString(plan.cpus()));
  }

  /** The text of a file that may not be there, and may hold anything. */
  private static String text(Path file) throws IOException {
    return Files.exists(file) ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8) : "";
  }
}
