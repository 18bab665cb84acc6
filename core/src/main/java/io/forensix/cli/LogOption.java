// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** How a command that runs for long says what happens. */
final class LogOption {
  @Option(
      names = "--log-json",
      description = "Say what happens as JSON, an object a line: time, command, text.")
  private boolean json;

  LogLines lines(CommandSpec spec) {
    return new LogLines(spec, json);
  }
}
