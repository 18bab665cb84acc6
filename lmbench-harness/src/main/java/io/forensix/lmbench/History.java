// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** The runs that were kept, as {@link Report#file} wrote them. */
final class History {
  private static final int SETTING = 2;
  private static final int FIGURE = 3;

  /** More would not be told apart in a plot. */
  private static final int MOST = 60;

  private History() {}

  /**
   * A run.
   *
   * @param commit what was measured
   * @param figures by benchmark and setting
   */
  record Run(String commit, Map<Baseline.Key, Double> figures) {
    OptionalDouble figure(String benchmark, Setting setting) {
      Double figure = figures.get(new Baseline.Key(benchmark, setting));
      return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }
  }

  /**
   * Reads the last runs of a folder.
   *
   * @param folder where they are kept
   * @param ending of the files that can be compared with each other
   * @return the oldest first
   */
  static List<Run> read(Path folder, String ending) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(folder)) {
      // Their names begin with the time.
      files = all.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
    List<Run> runs = new ArrayList<>();
    for (Path file : files.subList(Math.max(0, files.size() - MOST), files.size())) {
      runs.add(run(new String(Files.readAllBytes(file), StandardCharsets.UTF_8)));
    }
    return runs;
  }

  /** Takes a file apart; lines that are no figures are passed over: it may be of another time. */
  static Run run(String text) {
    String commit = "?";
    Map<Baseline.Key, Double> figures = new HashMap<>();
    for (String line : text.lines().toList()) {
      String[] part = line.split("\t", -1);
      if (part[0].equals("# commit") && part.length == 2) {
        commit = part[1];
      } else if (part.length > FIGURE && !part[FIGURE].isEmpty()) {
        try {
          figures.put(
              new Baseline.Key(part[0], Setting.of(part[SETTING])),
              Double.parseDouble(part[FIGURE]));
        } catch (IllegalArgumentException e) {
          // The head of the table, or a setting that is no more.
        }
      }
    }
    return new Run(commit, figures);
  }
}
