// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * The figures of all settings, as a table for people and as a file for programs.
 *
 * @param environment where and how they were measured, in the order of the file
 * @param benchmarks the rows
 * @param settings the columns; ratios are to the first one
 * @param outcomes of each setting and benchmark
 */
record Report(
    Map<String, String> environment,
    List<Benchmark> benchmarks,
    List<Setting> settings,
    Map<Setting, Map<Benchmark, Outcome>> outcomes) {
  private static final String COLUMNS = "benchmark\tunit\tsetting\tfigure\tratio\tstatus\tdetail";

  /** Returns what became of a benchmark in a setting; never null. */
  Outcome outcome(Setting setting, Benchmark benchmark) {
    return outcomes
        .getOrDefault(setting, Map.of())
        .getOrDefault(benchmark, Outcome.none(Outcome.Kind.NO_GUEST, "it was not run"));
  }

  /** The figure over that of the first setting, if there are both. */
  OptionalDouble ratio(Setting setting, Benchmark benchmark) {
    OptionalDouble base = outcome(settings.getFirst(), benchmark).figure();
    OptionalDouble figure = outcome(setting, benchmark).figure();
    return base.isPresent() && figure.isPresent()
        ? OptionalDouble.of(figure.getAsDouble() / base.getAsDouble())
        : OptionalDouble.empty();
  }

  /** Returns a line for each figure that is missing: which, where, why. */
  List<String> missing() {
    List<String> lines = new ArrayList<>();
    for (Benchmark benchmark : benchmarks) {
      for (Setting setting : settings) {
        Outcome outcome = outcome(setting, benchmark);
        if (outcome.figure().isEmpty()) {
          lines.add(
              "%s, %s: %s: %s"
                  .formatted(
                      benchmark.name(), setting.label(), outcome.kind().label(), outcome.detail()));
        }
      }
    }
    return lines;
  }

  /** Returns the table for people. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    StringBuilder head = new StringBuilder(format("%-20s %-13s", "benchmark", "unit"));
    for (Setting setting : settings) {
      head.append(format(setting == settings.getFirst() ? "%12s" : "%12s  ratio", setting.label()));
    }
    lines.add(head.toString());
    for (Benchmark benchmark : benchmarks) {
      StringBuilder line =
          new StringBuilder(format("%-20s %-13s", benchmark.name(), benchmark.unit()));
      for (Setting setting : settings) {
        Outcome outcome = outcome(setting, benchmark);
        line.append(
            outcome.figure().isPresent()
                ? format("%12.4f", outcome.value())
                : format("%12s", outcome.kind().label()));
        if (setting != settings.getFirst()) {
          OptionalDouble ratio = ratio(setting, benchmark);
          line.append(ratio.isPresent() ? format("%7.2f", ratio.getAsDouble()) : "      -");
        }
      }
      lines.add(line.toString());
    }
    return lines;
  }

  /** Returns the lines of the file: the environment after #, then a line a figure. */
  List<String> file() {
    List<String> lines = new ArrayList<>();
    environment.forEach((key, value) -> lines.add("# " + key + "\t" + value));
    lines.add(COLUMNS);
    for (Benchmark benchmark : benchmarks) {
      for (Setting setting : settings) {
        Outcome outcome = outcome(setting, benchmark);
        OptionalDouble ratio = ratio(setting, benchmark);
        lines.add(
            String.join(
                "\t",
                benchmark.name(),
                benchmark.unit(),
                setting.toString(),
                outcome.figure().isPresent() ? format("%.4f", outcome.value()) : "",
                ratio.isPresent() ? format("%.4f", ratio.getAsDouble()) : "",
                outcome.kind().label(),
                outcome.detail()));
      }
    }
    return lines;
  }

  /** Returns a copy with more of the environment, before what is there. */
  static Map<String, String> joined(Map<String, String> first, Map<String, String> second) {
    Map<String, String> all = new LinkedHashMap<>(first);
    second.forEach(all::putIfAbsent);
    return all;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
