// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.util.ArrayList;
import java.util.List;

/**
 * A statement with named parameters, {@code $pid}, as the database wants it: numbered, {@code $1}.
 * Strings, quoted names and comments are passed over; the values are never part of the text.
 *
 * @param sql the statement with numbers in place of names
 * @param names the names, in the order of their numbers
 */
record NamedParameters(String sql, List<String> names) {
  /** Copies the list. */
  NamedParameters {
    names = List.copyOf(names);
  }

  static NamedParameters of(String text) {
    return new Scan(text).run();
  }

  private static final class Scan {
    private final String text;
    private final StringBuilder sql = new StringBuilder();
    private final List<String> names = new ArrayList<>();
    private int at;

    Scan(String text) {
      this.text = text;
    }

    NamedParameters run() {
      while (at < text.length()) {
        char c = text.charAt(at);
        if (c == '\'' || c == '"') {
          quoted(c);
        } else if (text.startsWith("--", at)) {
          until("\n");
        } else if (text.startsWith("/*", at)) {
          until("*/");
        } else if (c == '$' && (at == 0 || !isName(text.charAt(at - 1)))) {
          dollar();
        } else {
          copy(at + 1);
        }
      }
      return new NamedParameters(sql.toString(), names);
    }

    private void copy(int to) {
      int end = Math.min(to, text.length());
      sql.append(text, at, end);
      at = end;
    }

    private void until(String end) {
      int found = text.indexOf(end, at + 2);
      copy(found < 0 ? text.length() : found + end.length());
    }

    private void quoted(char quote) {
      boolean escapes = quote == '\'' && at > 0 && "eE".indexOf(text.charAt(at - 1)) >= 0;
      int end = at + 1;
      while (end < text.length() && text.charAt(end) != quote) {
        end += escapes && text.charAt(end) == '\\' ? 2 : 1;
      }
      copy(end + 1);
    }

    /** A parameter; or $$text$$, $tag$text$tag$, which is a string. */
    private void dollar() {
      int end = at + 1;
      while (end < text.length() && isName(text.charAt(end))) {
        end++;
      }
      String name = text.substring(at + 1, end);
      if (end < text.length() && text.charAt(end) == '$') {
        String tag = text.substring(at, end + 1);
        int found = text.indexOf(tag, end + 1);
        copy(found < 0 ? text.length() : found + tag.length());
      } else if (name.isEmpty()) {
        copy(end);
      } else {
        int number = names.indexOf(name);
        if (number < 0) {
          number = names.size();
          names.add(name);
        }
        sql.append('$').append(number + 1);
        at = end;
      }
    }

    private static boolean isName(char c) {
      return c == '_' || Character.isLetterOrDigit(c);
    }
  }
}
