// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import java.nio.charset.StandardCharsets;

/**
 * Bytes as a C string literal, the way strace writes them: printable ASCII as it is, the usual
 * escapes, all else in octal, with three digits only where the next character is an octal digit.
 */
public final class Quote {
  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private static final boolean[] PLAIN = plain();

  private Quote() {}

  /** Which characters stand for themselves. */
  private static boolean[] plain() {
    boolean[] plain = new boolean[256];
    for (int c = FIRST_PRINTABLE; c <= LAST_PRINTABLE; c++) {
      plain[c] = c != '"' && c != '\\';
    }
    return plain;
  }

  /** Appends bytes in double quotes. */
  public static void quote(StringBuilder out, byte[] bytes, int from, int to) {
    out.append('"');
    escape(out, bytes, from, to);
    out.append('"');
  }

  /** Returns bytes in double quotes. */
  public static String quoted(byte[] bytes) {
    StringBuilder out = new StringBuilder(bytes.length + 2);
    quote(out, bytes, 0, bytes.length);
    return out.toString();
  }

  /**
   * Returns recorded text that may be shown as it is: without quotes, and with all that is not
   * printable ASCII escaped.
   */
  public static String safe(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder out = new StringBuilder(bytes.length);
    escape(out, bytes, 0, bytes.length);
    return out.toString();
  }

  /** Appends bytes escaped, without quotes around them. */
  static void escape(StringBuilder out, byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      int c = bytes[i] & 0xff;
      if (PLAIN[c]) {
        out.append((char) c);
        continue;
      }
      switch (c) {
        case '"', '\\' -> out.append('\\').append((char) c);
        case '\t' -> out.append("\\t");
        case '\n' -> out.append("\\n");
        case 0x0b -> out.append("\\v");
        case '\f' -> out.append("\\f");
        case '\r' -> out.append("\\r");
        default -> {
          boolean digitFollows = i + 1 < to && bytes[i + 1] >= '0' && bytes[i + 1] <= '7';
          octal(out, c, digitFollows);
        }
      }
    }
  }

  private static void octal(StringBuilder out, int c, boolean whole) {
    out.append('\\');
    if (whole || c > 077) {
      out.append((char) ('0' + (c >> 6)));
    }
    if (whole || c > 07) {
      out.append((char) ('0' + ((c >> 3) & 7)));
    }
    out.append((char) ('0' + (c & 7)));
  }
}
