// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.trace;

import io.forensix.query.Answer;
import io.forensix.query.IndexException;
import io.forensix.query.Tables;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Traces causes as S. T. King and P. M. Chen do (Backtracking Intrusions, SOSP 2003): an object
 * that is in the graph has a time, and an event leads to it only when it began before that time;
 * its cause then gets the time at which the event ended. The other way it is the other way round.
 *
 * <p>One round of questions follows all objects that are new, or whose time has become wider.
 */
public final class TraceQuestion {
  private static final int TYPE = 0170000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int BLOCK_DEVICE = 0060000;

  /** Rounds in which times still become wider; each is one more step of a chain of causes. */
  private static final int MOST_ROUNDS = 1000;

  /**
   * How far a trace goes.
   *
   * @param depth steps from where it begins
   * @param nodes processes and files
   * @param readers a file that nobody writes in the archive is left out when more processes than
   *     this read it; 0: none is
   */
  public record Limits(int depth, int nodes, int readers) {}

  private record Life(long since, long until) {}

  private final Tables tables;
  private final boolean back;
  private final Limits limits;
  private final Map<TraceNode.Key, TraceNode> nodes = new LinkedHashMap<>();
  private final Map<TraceNode.Key, Long> bounds = new HashMap<>();
  private final Map<TraceNode.Key, Integer> depths = new HashMap<>();
  private final Map<TraceNode.Key, Life> lives = new HashMap<>();
  private final Map<List<Object>, TraceEdge> edges = new LinkedHashMap<>();
  private final Set<TraceNode.Key> pruned = new HashSet<>();
  private final Set<String> cut = new LinkedHashSet<>();

  /** Makes a question to tables, from effects to causes (back) or the other way. */
  public TraceQuestion(Tables tables, boolean back, Limits limits) {
    this.tables = tables;
    this.back = back;
    this.limits = limits;
  }

  /**
   * Traces from objects, as they were at a time, ns since 1970.
   *
   * @throws IndexException when the tables cannot be read
   */
  public Trace ask(Collection<TraceNode.Key> roots, long at) throws IndexException {
    Set<TraceNode.Key> front = new LinkedHashSet<>(roots);
    roots.forEach(root -> bounds.put(root, at));
    roots.forEach(root -> depths.put(root, 0));
    describe(front, true);
    for (int round = 0; !front.isEmpty() && round < MOST_ROUNDS; round++) {
      front = round(front);
    }
    edges
        .values()
        .removeIf(edge -> !nodes.containsKey(edge.from()) || !nodes.containsKey(edge.to()));
    return new Trace(
        back, List.copyOf(roots), nodes, edges.values(), pruned.size(), String.join("; ", cut));
  }

  /** Follows objects one step, and returns what is to be followed next. */
  private Set<TraceNode.Key> round(Set<TraceNode.Key> front) throws IndexException {
    Set<TraceNode.Key> follow =
        front.stream().filter(this::follows).collect(Collectors.toCollection(LinkedHashSet::new));
    if (follow.isEmpty()) {
      return Set.of();
    }
    List<TraceEdge> found = edges(follow);
    Map<TraceNode.Key, Long> wider = new LinkedHashMap<>();
    Map<TraceNode.Key, Integer> deep = new HashMap<>();
    for (TraceEdge edge : found) {
      TraceNode.Key next = back ? edge.from() : edge.to();
      TraceNode.Key here = back ? edge.to() : edge.from();
      long bound = bounds.getOrDefault(here, 0L);
      long reached = back ? Math.min(bound, edge.last()) : Math.max(bound, edge.first());
      wider.merge(next, reached, back ? Math::max : Math::min);
      deep.merge(next, depths.getOrDefault(here, 0) + 1, Math::min);
      edges.put(List.of(edge.how(), edge.from(), edge.to()), edge);
    }
    Set<TraceNode.Key> fresh = new LinkedHashSet<>(wider.keySet());
    fresh.removeAll(nodes.keySet());
    fresh.removeAll(pruned);
    deep.forEach((key, depth) -> depths.merge(key, depth, Math::min));
    wider.forEach((key, bound) -> bounds.putIfAbsent(key, bound));
    describe(fresh, false);
    wider.keySet().retainAll(nodes.keySet());
    wider
        .entrySet()
        .removeIf(one -> !fresh.contains(one.getKey()) && !widens(one.getKey(), one.getValue()));
    bounds.putAll(wider);
    return wider.keySet();
  }

  private boolean widens(TraceNode.Key key, long bound) {
    long known = bounds.getOrDefault(key, bound);
    return back ? bound > known : bound < known;
  }

  private boolean follows(TraceNode.Key key) {
    TraceNode node = nodes.get(key);
    if (node == null || node.leaf()) {
      return false;
    }
    if (depths.getOrDefault(key, 0) >= limits.depth) {
      cut.add("nothing is followed beyond " + limits.depth + " steps: --depth");
      return false;
    }
    return true;
  }

  private String list(Collection<TraceNode.Key> keys) {
    List<String> texts = new ArrayList<>();
    for (TraceNode.Key key : keys) {
      Life life = lives.getOrDefault(key, new Life(0, Long.MAX_VALUE));
      long bound = bounds.getOrDefault(key, 0L);
      texts.add("%s:%d:%d:%d".formatted(key.text(), bound, life.since, life.until));
    }
    return String.join(",", texts);
  }

  private List<TraceEdge> edges(Collection<TraceNode.Key> keys) throws IndexException {
    List<TraceEdge> found = new ArrayList<>();
    String question = Tables.question(back ? "trace-back" : "trace-forward");
    try (Answer row = tables.ask(question, Map.of("objects", list(keys)))) {
      while (row.next()) {
        int host = (int) row.number(1);
        found.add(
            new TraceEdge(
                row.text(0),
                key(row, host, 2),
                key(row, host, 5),
                row.number(8),
                row.number(9),
                row.number(10),
                row.number(11)));
      }
    }
    return found;
  }

  private static TraceNode.Key key(Answer row, int host, int column) throws IndexException {
    boolean process = row.text(column).equals("P");
    return new TraceNode.Key(process, host, (int) row.number(column + 1), row.number(column + 2));
  }

  /** Adds nodes, as far as the limits allow. */
  private void describe(Set<TraceNode.Key> keys, boolean roots) throws IndexException {
    List<TraceNode.Key> processes = keys.stream().filter(TraceNode.Key::process).toList();
    List<TraceNode.Key> files = keys.stream().filter(key -> !key.process()).toList();
    if (!processes.isEmpty()) {
      processes(processes);
    }
    if (!files.isEmpty()) {
      files(files, roots);
    }
  }

  private void add(TraceNode node) {
    if (nodes.size() < limits.nodes) {
      nodes.put(node.key(), node);
    } else {
      cut.add("no more than " + limits.nodes + " processes and files: --nodes");
    }
  }

  private void processes(List<TraceNode.Key> keys) throws IndexException {
    Set<TraceNode.Key> left = new LinkedHashSet<>(keys);
    String question = Tables.question("trace-processes");
    try (Answer row = tables.ask(question, Map.of("objects", list(keys)))) {
      while (row.next()) {
        TraceNode.Key key =
            new TraceNode.Key(true, (int) row.number(0), (int) row.number(1), row.number(2));
        if (left.remove(key)) {
          add(new TraceNode(key, row.text(3), row.number(4), false));
        }
      }
    }
    left.forEach(key -> add(new TraceNode(key, "", 0, true)));
  }

  private void files(List<TraceNode.Key> keys, boolean roots) throws IndexException {
    String question = Tables.question("trace-files");
    try (Answer row = tables.ask(question, Map.of("objects", list(keys)))) {
      while (row.next()) {
        TraceNode.Key key =
            new TraceNode.Key(false, (int) row.number(0), (int) row.number(1), row.number(2));
        int type = (int) row.number(3) & TYPE;
        boolean device = type == CHARACTER_DEVICE || type == BLOCK_DEVICE;
        boolean read = row.number(6) == 0 && row.number(5) > limits.readers;
        if (back && !roots && limits.readers > 0 && read) {
          pruned.add(key);
          continue;
        }
        lives.put(key, new Life(row.number(7), row.number(8)));
        String path = row.text(4).isEmpty() ? "inode " + key.b() : row.text(4);
        add(new TraceNode(key, path, 0, !roots && device));
      }
    }
  }
}
