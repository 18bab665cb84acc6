// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import java.util.List;

/**
 * What a process ran.
 *
 * @param time from when on, ns of CLOCK_MONOTONIC
 * @param path the path as it was given; empty where it is not known
 * @param arguments the command line; empty where it is not known
 * @param comm the command name
 */
public record Program(long time, String path, List<String> arguments, String comm) {
  /** Copies the list. */
  public Program {
    arguments = List.copyOf(arguments);
  }
}
