// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.trace;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
    private static final Pattern TEXT = Pattern.compile("([PF]):(\\d+):(-?\\d+):(\\d+)");

    /** Returns a text that names it. */
    public String text() {
      return "%s:%d:%d:%s".formatted(process ? "P" : "F", host, a, Long.toUnsignedString(b));
    }

    /** Reads such a text; empty where it is none. */
    public static Optional<Key> of(String text) {
      Matcher parts = TEXT.matcher(text);
      try {
        return parts.matches()
            ? Optional.of(
                new Key(
                    parts.group(1).equals("P"),
                    Integer.parseInt(parts.group(2)),
                    Integer.parseInt(parts.group(3)),
                    Long.parseUnsignedLong(parts.group(4))))
            : Optional.empty();
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }
}
