// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.util.List;

/** What a program of the guest printed, made fit for one line of ours. */
final class Text {
  private static final int EXCERPT_MAX_CHARS = 160;

  private Text() {}

  /** Returns the lines as one, shortened, without anything that a terminal would act on. */
  static String excerpt(List<String> lines) {
    StringBuilder text = new StringBuilder();
    for (String line : lines) {
      if (text.length() > EXCERPT_MAX_CHARS) {
        break;
      }
      text.append(text.isEmpty() ? "" : " | ");
      text.append(line, 0, Math.min(line.length(), EXCERPT_MAX_CHARS + 1));
    }
    String plain = text.toString().replaceAll("\\p{Cntrl}", "?");
    if (plain.isBlank()) {
      return "(nothing)";
    }
    return plain.length() <= EXCERPT_MAX_CHARS
        ? plain
        : plain.substring(0, EXCERPT_MAX_CHARS) + "...";
  }
}
