// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.trace;

/**
 * Something of one node reached another.
 *
 * @param how write, truncate, read, map (possible: what is done through a mapping is not seen),
 *     fork, exec, connection
 * @param from cause
 * @param to effect
 * @param first when the first such call began, ns since 1970
 * @param last when the last one ended
 * @param calls how many there were
 * @param bytes bytes they moved
 */
public record TraceEdge(
    String how,
    TraceNode.Key from,
    TraceNode.Key to,
    long first,
    long last,
    long calls,
    long bytes) {}
