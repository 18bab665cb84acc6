// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.trace;

/**
 * A process or a file (a pipe and a socket are files) of a trace.
 *
 * @param key which one
 * @param label command line, path, or addresses
 * @param uid of a process, its user
 * @param leaf whether the trace goes no further there: a device is not followed, since everybody
 *     reads and writes it
 */
public record TraceNode(Key key, String label, long uid, boolean leaf) {
  /**
   * Names a process or a file for good.
   *
   * @param process whether it is a process
   * @param host machine
   * @param a pid, or device
   * @param b start, or inode
   */
  public record Key(boolean process, int host, int a, long b) {
    String text() {
      return "%s:%d:%d:%s".formatted(process ? "P" : "F", host, a, Long.toUnsignedString(b));
    }
  }
}
