// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Runs the program: here, or as a process of its own. */
final class Cli {
  /** What a run came to. */
  record Result(int code, String out, String err) {
    List<String> lines() {
      return out.lines().toList();
    }
  }

  private Cli() {}

  static Result run(Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code = Main.run(new PrintWriter(out), new PrintWriter(err), strings(args));
    return new Result(code, out.toString(), err.toString());
  }

  /** Starts a process as scripts/forensix does, with the same classes as this test. */
  static Process start(Object... args) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(System.getProperty("java.home") + "/bin/java");
    // The flags that the manifest of the jar holds.
    command.add("--add-opens=java.base/java.lang.reflect=ALL-UNNAMED");
    command.add("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
    command.add("--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.add("-Dchronicle.analytics.disable=true");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+UseSerialGC");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.forensix.cli.Main");
    command.addAll(List.of(strings(args)));
    return new ProcessBuilder(command).start();
  }

  /** Prepares the launcher, which starts sooner where there is a cache of the classes. */
  static ProcessBuilder launcher(List<String> before, Object... args) {
    List<String> command = new ArrayList<>(before);
    command.add(System.getProperty("forensix.root") + "/scripts/forensix");
    command.addAll(List.of(strings(args)));
    return new ProcessBuilder(command);
  }

  static Result process(Object... args) throws IOException, InterruptedException {
    Process process = start(args);
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Result(process.waitFor(), out, err);
  }

  private static String[] strings(Object[] args) {
    String[] strings = new String[args.length];
    for (int i = 0; i < args.length; i++) {
      strings[i] = args[i].toString();
    }
    return strings;
  }
}
