// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the JMH benches, with JMH's own options, and prints the table; with {@code --table} nothing
 * but that.
 *
 * <p>Properties: forensix.bench.dir, where files go (target/bench); forensix.producer.
 */
final class Benches {
  private static final List<String> FLAGS =
      List.of(
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow",
          "-Dchronicle.analytics.disable=true",
          "-Dslf4j.internal.verbosity=ERROR",
          "-Xms2g",
          "-Xmx2g");

  private Benches() {}

  /** The program. */
  public static void main(String[] arguments)
      throws RunnerException, CommandLineOptionException, IOException {
    List<String> given = new ArrayList<>(List.of(arguments));
    boolean tableOnly = given.remove("--table");
    CommandLineOptions options = new CommandLineOptions(given.toArray(String[]::new));
    if (options.shouldHelp()) {
      options.showHelp();
      return;
    }
    // Chronicle looks for a logger; the table is all that is to be said here.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Path directory = Stage.temporary();
    try {
      Path sample = directory.resolve("sample");
      Sample.write(sample);
      List<String> flags = new ArrayList<>(FLAGS);
      flags.add("-D" + Sample.PROPERTY + "=" + sample);
      OptionsBuilder builder = new OptionsBuilder();
      builder.parent(options).jvmArgsPrepend(flags.toArray(String[]::new)).shouldFailOnError(true);
      if (tableOnly) {
        builder.verbosity(VerboseMode.SILENT);
      }
      new Table(new Runner(builder.build()).run()).print(System.out);
    } finally {
      Stage.delete(directory);
    }
  }
}
