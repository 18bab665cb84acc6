// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.function.Consumer;
import picocli.CommandLine.Model.CommandSpec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What a command that runs for long says of what happens, a line each. Peers that nobody trusts
 * cause such lines: what they send is made harmless, and no more than some lines a second come out.
 */
final class LogLines implements Consumer<String> {
  private static final int LINES_OF_SECOND = 20;
  private static final long SECOND = 1_000_000_000L;

  private final CommandSpec spec;
  private final boolean json;
  private long began = System.nanoTime() - SECOND;
  private int lines;

  /**
   * Makes one.
   *
   * @param json an object a line, with the time and the command, instead of text
   */
  LogLines(CommandSpec spec, boolean json) {
    this.spec = spec;
    this.json = json;
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
    String line = text.replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
    PrintWriter err = spec.commandLine().getErr();
    err.println(json ? object(line) : spec.qualifiedName() + ": " + line);
    err.flush();
  }

  private String object(String line) {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      to.writeStartObject();
      to.writeStringProperty("time", Instant.now().toString());
      to.writeStringProperty("command", spec.name());
      to.writeStringProperty("text", line);
      to.writeEndObject();
    }
    return text.toString();
  }
}
