// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** What a look at the machine came to. */
final class Findings {
  /** How bad something is. */
  enum Level {
    /** As it should be. */
    OK,
    /** It works, but not for long, or not as well as it could. */
    WARN,
    /** It does not work. */
    FAIL
  }

  /**
   * One of them.
   *
   * @param what it is about, in a word
   * @param text what was found
   * @param todo what to do; empty where nothing is to be done
   */
  record Finding(Level level, String what, String text, String todo) {}

  private final List<Finding> all = new ArrayList<>();

  void ok(String what, String text) {
    all.add(new Finding(Level.OK, what, text, ""));
  }

  void warn(String what, String text, String todo) {
    all.add(new Finding(Level.WARN, what, text, todo));
  }

  void fail(String what, String text, String todo) {
    all.add(new Finding(Level.FAIL, what, text, todo));
  }

  boolean failed() {
    return all.stream().anyMatch(finding -> finding.level() == Level.FAIL);
  }

  /** Returns a line each, and another one with what to do. */
  String text() {
    StringBuilder out = new StringBuilder();
    for (Finding finding : all) {
      String level = finding.level().name().toLowerCase(java.util.Locale.ROOT);
      out.append("%-4s  %-12s  %s%n".formatted(level, finding.what(), plain(finding.text())));
      if (!finding.todo().isEmpty()) {
        out.append("%20s→ %s%n".formatted("", plain(finding.todo())));
      }
    }
    return out.toString();
  }

  /** What files and certificates hold may be anything, and a terminal would obey it. */
  private static String plain(String text) {
    return text.replaceAll("\\s*\\R\\s*", "; ").replaceAll("\\p{Cntrl}", "?");
  }

  /** Returns an object with all of them. */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator to = new JsonFactory().createGenerator(ObjectWriteContext.empty(), text)) {
      to.writeStartObject();
      to.writeBooleanProperty("failed", failed());
      to.writeArrayPropertyStart("findings");
      for (Finding finding : all) {
        to.writeStartObject();
        to.writeStringProperty("level", finding.level().name().toLowerCase(java.util.Locale.ROOT));
        to.writeStringProperty("what", finding.what());
        to.writeStringProperty("text", finding.text());
        to.writeStringProperty("todo", finding.todo());
        to.writeEndObject();
      }
      to.writeEndArray();
      to.writeEndObject();
    }
    return text.toString();
  }
}
