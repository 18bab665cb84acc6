// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;

/**
 * What a command that runs for long says of what happens, a line each. Peers that nobody trusts
 * cause such lines: what they send is made harmless, and no more than some lines a second come out.
 */
final class LogLines implements Consumer<String> {
  private static final int LINES_OF_SECOND = 20;
  private static final long SECOND = 1_000_000_000L;

  private final CommandSpec spec;
  private long began = System.nanoTime() - SECOND;
  private int lines;

  LogLines(CommandSpec spec) {
    this.spec = spec;
  }

  @Override
  public synchronized void accept(String text) {
    long now = System.nanoTime();
    if (now - began >= SECOND) {
      if (lines > LINES_OF_SECOND) {
        print((lines - LINES_OF_SECOND) + " more lines like these in that second");
      }
      began = now;
      lines = 0;
    }
    if (++lines <= LINES_OF_SECOND) {
      print(text);
    }
  }

  private void print(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(
        spec.qualifiedName()
            + ": "
            + text.replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?"));
    err.flush();
  }
}
