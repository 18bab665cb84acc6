// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.util.ArrayList;
import java.util.EnumMap;
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

  private static final double NANOS = 1e9;

  private final Map<String, String> environment;
  private final List<Peer> peers;
  private final List<PeerWork> works;
  private final Map<String, List<Double>> costs = new LinkedHashMap<>();
  private final List<PeerSummary.Flood> floods = new ArrayList<>();
  private final List<PeerSummary.ThreadTime> threads = new ArrayList<>();
  private final Map<Peer, List<Double>> starts = new EnumMap<>(Peer.class);
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
      String[] part = line.split("\t", 2);
      try {
        results.take(part[0], part.length > 1 ? part[1] : "");
      } catch (IllegalArgumentException e) {
        results.faults.add("a line of the results is wrong: " + line);
      }
    }
    results.leftBehind();
    return results;
  }

  private void take(String kind, String rest) {
    switch (kind) {
      case "cost" -> {
        Cost cost = TabLine.parse(Cost.class, rest);
        costs.computeIfAbsent(key(cost.peer, cost.work), key -> new ArrayList<>()).add(cost.nanos);
      }
      case "found" -> found(TabLine.parse(Found.class, rest));
      case "flood" -> floods.add(TabLine.parse(PeerSummary.Flood.class, rest));
      case "thread" -> threads.add(TabLine.parse(PeerSummary.ThreadTime.class, rest));
      case "start" -> {
        Start start = TabLine.parse(Start.class, rest);
        starts.computeIfAbsent(start.peer, peer -> new ArrayList<>()).add(start.nanos / NANOS);
      }
      case "missing" -> {
        Missing gone = TabLine.parse(Missing.class, rest);
        missing.put(gone.peer, gone.why);
      }
      case "fault" -> faults.add(rest);
      case "done" -> {}
      default -> throw new IllegalArgumentException(kind);
    }
  }

  /** A burst under the instruction clock, of a peer, or of "none", or after one. */
  record Cost(String peer, PeerWork work, double nanos) {}

  /** What of all bursts of a workload is on record. */
  record Found(Peer peer, PeerWork work, long made, long recorded, long lost) {}

  /** What the consumers of a peer had used when they began to record. */
  record Start(int round, Peer peer, long nanos) {}

  /** A peer that cannot be had. */
  record Missing(Peer peer, String why) {}

  private static String key(String peer, PeerWork work) {
    return peer + ' ' + work;
  }

  /** A burst fits every buffer: a recorder that misses some of it does not do what is compared. */
  private void found(Found found) {
    if (found.recorded != found.made) {
      faults.add(
          "%s, a burst of %s: made %d calls, recorded %d"
              .formatted(found.peer, found.work.label(), found.made, found.recorded));
    }
  }

  private void leftBehind() {
    for (Peer peer : peers) {
      for (PeerWork work : works) {
        List<Double> before = costs.get(key("none", work));
        List<Double> after = costs.get(key("after-" + peer, work));
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

  /** Returns the CPU seconds that consumers of recorders had used when they began to record. */
  Map<Peer, Statistics> starts() {
    Map<Peer, Statistics> all = new EnumMap<>(Peer.class);
    starts.forEach((peer, seconds) -> all.put(peer, Statistics.of(seconds)));
    return all;
  }

  /** Returns instructions of an operation without any recorder; 0 where that was not measured. */
  double unrecorded(PeerWork work) {
    List<Double> none = costs.get(key("none", work));
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
                costs.getOrDefault(key(peer.toString(), work), List.of()).stream()
                    .map(ns -> ns - none)
                    .toList(),
                floods.stream()
                    .filter(flood -> flood.peer() == peer && flood.work() == work)
                    .toList(),
                threads.stream()
                    .filter(time -> time.peer() == peer && time.work() == work)
                    .toList()))
        .filter(summary -> summary.added() != null || summary.slowdown() != null)
        .toList();
  }
}
