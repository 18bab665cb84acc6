// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts {@link Rig} where the module can be loaded, and follows it: in a guest, or here.
 *
 * @param plan what it is to do
 * @param guest the guest, or none
 * @param places where things are on this side
 */
record RigRun(Plan plan, Guest guest, Plan.Places places) {
  private static final int BOOT_SECONDS = 240;
  private static final int LOAD_SECONDS = 180;
  private static final int CELL_SECONDS = 60;
  private static final int BUILD_SECONDS = 1800;

  /** What the shared folder is called in the guest. */
  private static final String SHARED = "/run/bench";

  /**
   * The guest to run it in.
   *
   * @param kernel as scripts/guest names it; empty: no guest
   * @param cpus that it has
   * @param memory that it has
   */
  record Guest(String kernel, int cpus, String memory) {
    static final Guest NONE = new Guest("", 0, "");
  }

  /**
   * Runs it.
   *
   * @return its exit code, that of scripts/guest where it ran in one
   */
  int run(Progress progress, PrintWriter err) throws IOException, InterruptedException {
    Files.createDirectories(places.out());
    Files.deleteIfExists(places.out().resolve(Rig.RESULTS));
    Process process = new ProcessBuilder(command()).redirectErrorStream(true).start();
    // Whoever ends us ends the guest.
    Thread ender = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ender);
    process.getOutputStream().close();
    List<String> said = new ArrayList<>();
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String text = line.strip();
        if (text.startsWith(Rig.BEGIN)) {
          progress.begin(text.substring(Rig.BEGIN.length()), false);
        } else if (text.startsWith(Rig.STEP)) {
          progress.begin(text.substring(Rig.STEP.length()), true);
        } else {
          said.add(text);
        }
      }
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ender);
    said.stream().filter(line -> !line.isBlank()).forEach(line -> err.println("bench: " + line));
    return code;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    Path out = places.out();
    if (!guest.equals(Guest.NONE)) {
      command.addAll(
          List.of(
              places.root().resolve("scripts/guest").toString(),
              "--kernel",
              guest.kernel(),
              "--cpus",
              Integer.toString(guest.cpus()),
              "--memory",
              guest.memory(),
              "--timeout",
              Long.toString(limitSeconds()),
              "--share",
              "bench=" + out));
      if (guest.cpus() > 1) {
        command.add("--turns");
      }
      command.add("--");
      out = Path.of(SHARED);
    }
    command.add(System.getProperty("java.home") + "/bin/java");
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED",
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "-Dchronicle.analytics.disable=true",
            "-cp",
            System.getProperty("java.class.path"),
            Rig.class.getName(),
            places.root().toString(),
            places.module().toString(),
            places.build().toString(),
            out.toString()));
    command.addAll(plan.arguments());
    return command;
  }

  private long limitSeconds() {
    long builds = plan.workloads().contains(Workload.BUILD) ? 5L * plan.rounds() : 0;
    return BOOT_SECONDS
        + 2L * LOAD_SECONDS * plan.rounds()
        + (long) (plan.cells() * (CELL_SECONDS + plan.seconds() * 10))
        + builds * BUILD_SECONDS;
  }
}
