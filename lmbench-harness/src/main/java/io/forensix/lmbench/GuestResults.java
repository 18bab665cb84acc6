// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What guest/setting wrote, line by line, as far as it came: a guest may end at any moment. Lines
 * that mean nothing are passed over; a benchmark has an outcome only when its end is there.
 *
 * @param environment what the guest said of itself
 * @param outcomes of the benchmarks that ended, in the order in which they did
 * @param running the benchmark that began and did not end
 * @param done whether the last line is there
 */
public record GuestResults(
    Map<String, String> environment,
    Map<Benchmark, Outcome> outcomes,
    Optional<Benchmark> running,
    boolean done) {

  /** What timeout(1) exits with when the time was up: 124, or 137 when it had to use SIGKILL. */
  private static final String TIMED_OUT = "124";

  private static final String KILLED = "137";

  /**
   * Reads the text.
   *
   * @param text all there is; a last line without its end is not looked at
   * @param benchmarks those that were to be run
   */
  static GuestResults read(String text, List<Benchmark> benchmarks) {
    Reading reading = new Reading(benchmarks);
    int begin = 0;
    for (int end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', begin)) {
      reading.take(text.substring(begin, end));
      begin = end + 1;
    }
    return new GuestResults(
        Collections.unmodifiableMap(reading.environment),
        reading.outcomes,
        Optional.ofNullable(reading.running),
        reading.done);
  }

  /** The state while reading. */
  private static final class Reading {
    private final Map<String, Benchmark> benchmarks = new HashMap<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private final Map<Benchmark, Outcome> outcomes = new LinkedHashMap<>();
    private final List<String> output = new ArrayList<>();
    private final Map<String, String> counters = new LinkedHashMap<>();
    private @Nullable Benchmark running;
    private boolean done;

    Reading(List<Benchmark> benchmarks) {
      benchmarks.forEach(benchmark -> this.benchmarks.put(benchmark.name(), benchmark));
    }

    void take(String line) {
      String[] part = line.split("\t", 3);
      switch (part[0]) {
        case "env" -> {
          if (part.length == 3) {
            environment.put(part[1], part[2].strip());
          }
        }
        case "begin" -> begin(part);
        case "output", "counter", "end" -> {
          if (part.length == 3 && running != null && part[1].equals(running.name())) {
            takeOf(running, part[0], part[2]);
          }
        }
        case "done" -> done = true;
        default -> {
          // Not of ours.
        }
      }
    }

    private void begin(String[] part) {
      running = part.length > 1 ? benchmarks.get(part[1]) : null;
      output.clear();
      counters.clear();
    }

    private void takeOf(Benchmark benchmark, String what, String text) {
      switch (what) {
        case "output" -> output.add(text);
        case "counter" -> {
          String[] pair = text.split("\t", 2);
          counters.put(pair[0], pair.length > 1 ? pair[1] : "");
        }
        default -> {
          outcomes.put(benchmark, outcome(benchmark, text.strip()));
          running = null;
        }
      }
    }

    private Outcome outcome(Benchmark benchmark, String code) {
      if (code.equals(TIMED_OUT) || code.equals(KILLED)) {
        return notEnded(benchmark, "");
      }
      if (!code.equals("0")) {
        return Outcome.none(Outcome.Kind.FAILED, "exit code " + code + ": " + Text.excerpt(output));
      }
      if (!counters.getOrDefault("lost", "0").equals("0")) {
        return Outcome.none(Outcome.Kind.VOID, counters.get("lost") + " records were lost");
      }
      if (!counters.getOrDefault("reader_exit", "0").equals("0")) {
        return Outcome.none(
            Outcome.Kind.VOID, "the reader ended with " + counters.get("reader_exit"));
      }
      return benchmark.outcome(output).noted(note());
    }

    /** What the module counted, for the file of results. */
    private String note() {
      List<String> words = new ArrayList<>();
      counters.forEach((key, value) -> words.add(key + "=" + Text.excerpt(List.of(value))));
      return String.join(" ", words);
    }
  }

  /** Returns the outcome of a benchmark whose time was up. */
  static Outcome notEnded(Benchmark benchmark, String why) {
    return Outcome.none(
        Outcome.Kind.NOT_ENDED, "not within " + benchmark.limitSeconds() + " s" + why);
  }
}
