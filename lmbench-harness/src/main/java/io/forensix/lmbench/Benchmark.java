// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A benchmark: how it is run and how its figure is found in what it prints.
 *
 * @param name what it is called, unique
 * @param unit what the figure is in
 * @param limitSeconds how long it may take, by the guest's clock
 * @param gate whether it belongs to the short suite that guards against regressions
 * @param command a program of lmbench and its arguments, plain words
 * @param pattern matches the line with the figure as a whole; its only group is the figure
 */
public record Benchmark(
    String name, String unit, int limitSeconds, boolean gate, String command, Pattern pattern) {
  private static final String TABLE = "benchmarks.tsv";
  private static final int COLUMNS = 6;

  /** Longer than any figure that lmbench prints; a line that holds more is not one of its. */
  private static final int FIGURE_MAX_CHARS = 32;

  private static final Pattern FIGURE = Pattern.compile("[0-9]+(\\.[0-9]+)?");
  private static final Pattern WORDS = Pattern.compile("[A-Za-z0-9_./:=-]+( [A-Za-z0-9_./:=-]+)*");

  /** Returns the table that comes with the program, in its order. */
  public static List<Benchmark> table() {
    try (InputStream in = Benchmark.class.getResourceAsStream(TABLE)) {
      if (in == null) {
        throw new IllegalStateException(TABLE + " is missing in the jar");
      }
      return read(
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).lines().toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Reads a table.
   *
   * @throws IllegalArgumentException when a row is wrong; the message has its number and the fault
   */
  static List<Benchmark> read(List<String> lines) {
    List<Benchmark> table = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      try {
        Benchmark benchmark = row(line);
        if (!names.add(benchmark.name())) {
          throw new IllegalArgumentException("there are two of the name " + benchmark.name());
        }
        table.add(benchmark);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("line " + (i + 1) + ": " + e.getMessage(), e);
      }
    }
    return List.copyOf(table);
  }

  private static Benchmark row(String line) {
    String[] column = line.split("\t", -1);
    if (column.length != COLUMNS) {
      throw new IllegalArgumentException(column.length + " columns, not " + COLUMNS);
    }
    // They go through a shell and a table of the guest's.
    requireWords("name", column[0]);
    requireWords("command", column[4]);
    if (!column[3].equals("gate") && !column[3].equals("whole")) {
      throw new IllegalArgumentException("the suite is neither gate nor whole: " + column[3]);
    }
    int limit;
    try {
      limit = Integer.parseInt(column[2]);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("the limit is no number: " + column[2], e);
    }
    if (limit < 1 || column[1].isBlank()) {
      throw new IllegalArgumentException("wants a unit, and a limit of at least a second");
    }
    return new Benchmark(
        column[0], column[1], limit, column[3].equals("gate"), column[4], pattern(column[5]));
  }

  private static void requireWords(String what, String text) {
    if (!WORDS.matcher(text).matches()) {
      throw new IllegalArgumentException("the " + what + " is not of plain words: " + text);
    }
  }

  private static Pattern pattern(String text) {
    try {
      Pattern pattern = Pattern.compile(text);
      if (pattern.matcher("").groupCount() != 1) {
        throw new IllegalArgumentException("the pattern wants one group, the figure");
      }
      return pattern;
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("the pattern is none: " + e.getDescription(), e);
    }
  }

  /** Returns whether more is better: a rate, not a time. */
  boolean rate() {
    return unit.endsWith("/s");
  }

  /**
   * Finds the figure in what the benchmark printed.
   *
   * @return a figure, or why there is none: no line matches, several do, or it is no figure above 0
   */
  public Outcome outcome(List<String> output) {
    String found = null;
    for (String line : output) {
      Matcher matcher = pattern.matcher(line.strip());
      if (matcher.matches()) {
        if (found != null) {
          return Outcome.unreadable("printed more than one figure");
        }
        found = matcher.group(1) == null ? "" : matcher.group(1);
      }
    }
    if (found == null) {
      return Outcome.unreadable("printed no figure: " + Text.excerpt(output));
    }
    if (found.length() > FIGURE_MAX_CHARS || !FIGURE.matcher(found).matches()) {
      return Outcome.unreadable("printed what is no figure: " + Text.excerpt(List.of(found)));
    }
    double figure = Double.parseDouble(found);
    // lmbench prints 0.0000 when its clock did not move.
    return figure > 0 ? Outcome.figure(figure) : Outcome.unreadable("printed a figure of 0");
  }
}
