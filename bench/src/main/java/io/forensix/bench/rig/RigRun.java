// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts {@link Rig} where the module can be loaded, and follows it: in a guest, or here.
 *
 * @param plan what it is to do
 * @param guest the guest; null: here
 * @param places where things are on this side
 */
record RigRun(Plan plan, @Nullable GuestOptions guest, Plan.Places places) {
  private static final int BOOT_SECONDS = 240;
  private static final int LOAD_SECONDS = 180;
  private static final int CELL_SECONDS = 60;
  private static final int BUILD_SECONDS = 1800;

  /**
   * Runs it.
   *
   * @return its exit code, that of scripts/guest where it ran in one
   */
  int run(Progress progress) throws IOException, InterruptedException {
    Files.deleteIfExists(places.out().resolve(Rig.RESULTS));
    return Program.follow(command(), progress);
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    Path out = places.out();
    if (guest != null) {
      command.addAll(guest.command(places.root(), out, limitSeconds()));
      command.add("--");
      out = Path.of(GuestOptions.SHARED);
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
