// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a comparison of recorders found. bench/peers/guest says what the lines are that it is read
 * from.
 */
final class PeerResults {
  /** How much the figures without a recorder may differ before and after one, as a part. */
  private static final double LEFT_BEHIND = 0.02;

  private static final int FLOOD_FIELDS = 13;
  private static final int FOUND_FIELDS = 6;
  private static final int COST_FIELDS = 4;

  private final Map<String, String> environment;
  private final List<Peer> peers;
  private final List<PeerWork> works;
  private final Map<String, List<Double>> costs = new LinkedHashMap<>();
  private final List<PeerSummary.Flood> floods = new ArrayList<>();
  private final Map<Peer, String> missing = new LinkedHashMap<>();
  private final List<String> faults = new ArrayList<>();

  private PeerResults(Map<String, String> environment, List<Peer> peers, List<PeerWork> works) {
    this.environment = Map.copyOf(environment);
    this.peers = peers;
    this.works = works;
  }

  /** Reads the lines; those that make no sense are faults. */
  static PeerResults read(
      Map<String, String> environment, List<Peer> peers, List<PeerWork> works, List<String> lines) {
    PeerResults results = new PeerResults(environment, peers, works);
    for (String line : lines) {
      String[] field = line.split("\t", -1);
      try {
        results.take(field);
      } catch (IllegalArgumentException e) {
        results.faults.add("a line of the results is wrong: " + line);
      }
    }
    results.leftBehind();
    return results;
  }

  private void take(String[] f) {
    switch (f[0]) {
      case "cost" -> {
        want(f, COST_FIELDS);
        costs.computeIfAbsent(key(f[1], f[2]), key -> new ArrayList<>()).add(Double.valueOf(f[3]));
      }
      case "found" -> found(f);
      case "flood" -> floods.add(flood(f));
      case "missing" -> missing.put(Peer.of(f[1]), f[2]);
      case "fault" -> faults.add(f[1]);
      case "done" -> {}
      default -> throw new IllegalArgumentException(f[0]);
    }
  }

  private static void want(String[] f, int fields) {
    if (f.length != fields) {
      throw new IllegalArgumentException("fields");
    }
  }

  private static String key(String peer, String work) {
    return peer + ' ' + PeerWork.of(work);
  }

  /** A burst fits every buffer: a recorder that misses some of it does not do what is compared. */
  private void found(String[] f) {
    want(f, FOUND_FIELDS);
    long made = Long.parseLong(f[3]);
    long recorded = Long.parseLong(f[4]);
    if (recorded != made) {
      faults.add(
          "%s, a burst of %s: made %d calls, recorded %d"
              .formatted(f[1], PeerWork.of(f[2]).label(), made, recorded));
    }
  }

  private static PeerSummary.Flood flood(String[] f) {
    want(f, FLOOD_FIELDS);
    return new PeerSummary.Flood(
        Integer.parseInt(f[1]),
        Peer.of(f[2]),
        PeerWork.of(f[3]),
        Long.parseLong(f[4]),
        Double.parseDouble(f[5]),
        Long.parseLong(f[6]),
        Long.parseLong(f[7]),
        f[8].equals("?") ? -1 : Long.parseLong(f[8]),
        Long.parseLong(f[9]),
        Long.parseLong(f[10]),
        Long.parseLong(f[11]),
        Double.parseDouble(f[12]));
  }

  private void leftBehind() {
    for (Peer peer : peers) {
      for (PeerWork work : works) {
        List<Double> before = costs.get(key("none", work.operation()));
        List<Double> after = costs.get(key("after-" + peer, work.operation()));
        if (before != null && after != null) {
          double was = Statistics.of(before).median();
          double is = Statistics.of(after).median();
          if (Math.abs(is / was - 1) > LEFT_BEHIND) {
            faults.add(
                "%s left something behind: %s took %.0f instructions before and %.0f after it"
                    .formatted(peer, work.label(), was, is));
          }
        }
      }
    }
  }

  /** Returns what is known of the run, by name. */
  Map<String, String> environment() {
    return environment;
  }

  /** Returns the recorders that were to be compared. */
  List<Peer> peers() {
    return peers;
  }

  /** Returns the workloads. */
  List<PeerWork> works() {
    return works;
  }

  /** Returns why a recorder could not be had, for those that could not. */
  Map<Peer, String> missing() {
    return missing;
  }

  /** Returns what went wrong. */
  List<String> faults() {
    return faults;
  }

  /** Returns all runs at full speed. */
  List<PeerSummary.Flood> floods() {
    return floods;
  }

  /** Returns instructions of an operation without any recorder; 0 where that was not measured. */
  double unrecorded(PeerWork work) {
    List<Double> none = costs.get(key("none", work.operation()));
    return none == null ? 0 : Statistics.of(none).median();
  }

  /** Returns a line of the table for each recorder that was measured at this workload. */
  List<PeerSummary> summaries(PeerWork work) {
    double none = unrecorded(work);
    return peers.stream()
        .filter(peer -> !missing.containsKey(peer))
        .map(peer ->
            PeerSummary.of(
                peer,
                work,
                costs.getOrDefault(key(peer.toString(), work.operation()), List.of()).stream()
                    .map(ns -> ns - none)
                    .toList(),
                floods.stream()
                    .filter(flood -> flood.peer() == peer && flood.work() == work)
                    .toList()))
        .filter(summary -> summary.added() != null || summary.slowdown() != null)
        .toList();
  }
}
