// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.trace;

import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A graph of causes.
 *
 * @param back whether it goes from effects to causes
 * @param roots where it begins
 * @param nodes all that is in it
 * @param edges what connects them
 * @param pruned files that were left out since everybody reads them
 * @param cut what else was left out, and by which limit; empty for nothing
 */
public record Trace(
    boolean back,
    List<TraceNode.Key> roots,
    Map<TraceNode.Key, TraceNode> nodes,
    Collection<TraceEdge> edges,
    int pruned,
    String cut) {
  /** Returns the edges that lead on from a node, in time order. */
  public List<TraceEdge> on(TraceNode.Key key) {
    return edges.stream()
        .filter(edge -> (back ? edge.to() : edge.from()).equals(key))
        .sorted(java.util.Comparator.comparingLong(TraceEdge::first))
        .toList();
  }

  /** Returns the node an edge leads on to. */
  public TraceNode.Key next(TraceEdge edge) {
    return back ? edge.from() : edge.to();
  }
}
