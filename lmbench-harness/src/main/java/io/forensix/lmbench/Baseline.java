// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;

/**
 * Figures that were kept, to be compared with: a line each, after lines that say how they were
 * measured. Each has a tolerance of its own, which may be changed by hand.
 *
 * @param environment how they were measured: clock, kernel, cpus and more
 * @param entries the figures
 */
record Baseline(Map<String, String> environment, Map<Key, Entry> entries) {
  /** Of a run that is compared, these have to be as they were; of the kernel, its series. */
  private static final List<String> SAME = List.of("clock", "kernel", "cpus", "lmbench");

  private static final Pattern SERIES = Pattern.compile("^(\\d+\\.\\d+)[.-].*");

  private static final String COLUMNS = "benchmark\tsetting\tfigure\ttolerance";

  /** By the instruction clock, which repeats to half a per cent. */
  private static final double GATE_PERCENT = 1;

  /** What forks or waits for others, or is measured by the clock on the wall, varies more. */
  private static final double WHOLE_PERCENT = 15;

  /** Which figure. */
  record Key(String benchmark, Setting setting) {}

  /**
   * What is kept of a figure.
   *
   * @param figure in the benchmark's unit
   * @param tolerance per cent that it may be worse
   */
  record Entry(double figure, double tolerance) {}

  /**
   * A figure beside the one that was kept.
   *
   * @param key which
   * @param was the one that was kept, with its tolerance
   * @param is the one of now
   * @param worse how much worse it is, in per cent; less than 0 when it is better
   */
  record Comparison(Key key, Entry was, double is, double worse) {
    boolean regression() {
      return worse > was.tolerance();
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s, %s: %.4f, was %.4f: %.1f %% %s, of %.1f %% that are let pass",
          key.benchmark(),
          key.setting().label(),
          is,
          was.figure(),
          Math.abs(worse),
          worse > 0 ? "worse" : "better",
          was.tolerance());
    }
  }

  /**
   * Reads a file of {@link #lines}.
   *
   * @throws IllegalArgumentException when a line is wrong; the message has its number and the fault
   */
  static Baseline read(List<String> lines) {
    Map<String, String> environment = new LinkedHashMap<>();
    Map<Key, Entry> entries = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      String[] part = line.split("\t", -1);
      if (line.startsWith("# ") && part.length == 2) {
        environment.put(part[0].substring(2), part[1]);
      } else if (!line.isBlank() && !line.startsWith("#") && !line.equals(COLUMNS)) {
        try {
          entries.put(new Key(part[0], Setting.of(part[1])), entry(part));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
          throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
        }
      }
    }
    return new Baseline(
        Collections.unmodifiableMap(environment), Collections.unmodifiableMap(entries));
  }

  private static Entry entry(String[] part) {
    Entry entry = new Entry(Double.parseDouble(part[2]), Double.parseDouble(part[3]));
    if (!(entry.figure() > 0) || !(entry.tolerance() >= 0)) {
      throw new IllegalArgumentException("wants a figure above 0 and a tolerance");
    }
    return entry;
  }

  /** Makes one of a run; tolerances that were there before stay. */
  static Baseline of(Report report, Map<Key, Entry> before) {
    Map<Key, Entry> entries = new LinkedHashMap<>(before);
    for (Benchmark benchmark : report.benchmarks()) {
      for (Setting setting : report.settings()) {
        OptionalDouble figure = report.outcome(setting, benchmark).figure();
        Key key = new Key(benchmark.name(), setting);
        if (figure.isPresent()) {
          Entry old = before.get(key);
          double usual = benchmark.gate() ? GATE_PERCENT : WHOLE_PERCENT;
          entries.put(key, new Entry(figure.getAsDouble(), old == null ? usual : old.tolerance()));
        }
      }
    }
    return new Baseline(report.environment(), entries);
  }

  /** Returns the lines of the file. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    environment.forEach((key, value) -> lines.add("# " + key + "\t" + value));
    lines.add(COLUMNS);
    entries.forEach((key, entry) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%s\t%s\t%.4f\t%s",
                key.benchmark(),
                key.setting(),
                entry.figure(),
                number(entry.tolerance()))));
    return lines;
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? Long.toString(Math.round(value))
        : String.format(Locale.ROOT, "%.2f", value);
  }

  /** Returns what of a run's environment differs, so that its figures cannot be compared. */
  List<String> different(Report report) {
    List<String> lines = new ArrayList<>();
    for (String key : SAME) {
      String was = series(environment.getOrDefault(key, "?"));
      String is = series(report.environment().getOrDefault(key, "?"));
      if (!was.equals(is)) {
        lines.add(key + " is " + is + ", was " + was);
      }
    }
    return lines;
  }

  private static String series(String release) {
    return SERIES.matcher(release).replaceFirst("$1");
  }

  /** Returns each figure of a run that was kept, beside what was kept of it. */
  List<Comparison> compare(Report report) {
    List<Comparison> all = new ArrayList<>();
    for (Benchmark benchmark : report.benchmarks()) {
      for (Setting setting : report.settings()) {
        Key key = new Key(benchmark.name(), setting);
        Entry was = entries.get(key);
        OptionalDouble is = report.outcome(setting, benchmark).figure();
        if (was != null && is.isPresent()) {
          double ratio =
              benchmark.rate() ? was.figure() / is.getAsDouble() : is.getAsDouble() / was.figure();
          all.add(new Comparison(key, was, is.getAsDouble(), (ratio - 1) * 100));
        }
      }
    }
    return all;
  }
}
