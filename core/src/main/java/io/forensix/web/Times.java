// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Times as an answer has them: always nine digits, so that they can be compared as texts. */
final class Times {
  private static final long NS = 1_000_000_000L;
  private static final DateTimeFormatter NINE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSSSS'Z'").withZone(ZoneOffset.UTC);

  private Times() {}

  static @Nullable String text(@Nullable Instant time) {
    return time == null ? null : NINE.format(time);
  }

  /** Returns the time that a text of an answer is; null for an empty one. */
  static @Nullable Instant of(String text) {
    return text.isEmpty() ? null : Instant.parse(text);
  }

  static @Nullable String text(String text) {
    return text(of(text));
  }

  /** Returns ns since 1970 as a text. */
  static @Nullable String text(long ns) {
    return text(Instant.ofEpochSecond(0, ns));
  }

  /** Returns ns since 1970. */
  static long ns(Instant time) {
    return Math.addExact(Math.multiplyExact(time.getEpochSecond(), NS), time.getNano());
  }
}
