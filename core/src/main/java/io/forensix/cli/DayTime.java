// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.timeline.WallClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times of a recording as people write and read them. */
final class DayTime {
  private static final long NS = 1_000_000_000L;
  private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss");
  private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

  private static final Pattern AGO =
      Pattern.compile("(\\d{1,9}) *(s|sec|m|min|h|d|second|minute|hour|day)s? ago");

  private final ZoneId zone;
  private long cachedSecond = Long.MIN_VALUE;
  private String cachedText = "";

  DayTime(ZoneId zone) {
    this.zone = zone;
  }

  /** Returns HH:MM:SS.ffffff; see {@link #append}. */
  String text(WallClock clock, long monotonic) {
    StringBuilder text = new StringBuilder();
    append(text, clock, monotonic);
    return text.toString();
  }

  /** Writes HH:MM:SS.ffffff; of a clock that knows nothing, seconds since the boot. */
  void append(StringBuilder out, WallClock clock, long monotonic) {
    if (!clock.known()) {
      seconds(out, monotonic);
      return;
    }
    long realtime = clock.realtime(monotonic);
    out.append(second(Math.floorDiv(realtime, NS)));
    micros(out, Math.floorMod(realtime, NS));
  }

  /** Writes a number of ns, without a sign, as seconds with six digits behind the point. */
  static void seconds(StringBuilder out, long ns) {
    out.append(Long.divideUnsigned(ns, NS));
    micros(out, Long.remainderUnsigned(ns, NS));
  }

  private static void micros(StringBuilder out, long ns) {
    int micros = (int) ns / 1000;
    out.append('.');
    for (int digit = 100_000; digit > 0; digit /= 10) {
      out.append((char) ('0' + micros / digit % 10));
    }
  }

  private String second(long second) {
    if (second != cachedSecond) {
      cachedSecond = second;
      cachedText = SECOND.format(Instant.ofEpochSecond(second).atZone(zone));
    }
    return cachedText;
  }

  /** Writes the day, too. */
  String day(Instant instant) {
    return DAY.format(instant.atZone(zone));
  }

  /**
   * Reads a time: an instant (2026-11-23T12:00:00Z), a day and time here (2026-11-23T12:00:00), a
   * time of the day the recording began (12:00:00.5), seconds since then (+90), or how long ago (10
   * min ago, now).
   *
   * @param began when the recording began
   */
  Instant parse(String text, Instant began) {
    try {
      if (text.equals("now")) {
        return Instant.now();
      }
      Matcher ago = AGO.matcher(text);
      if (ago.matches()) {
        return Instant.now().minus(Long.parseLong(ago.group(1)), unit(ago.group(2)));
      }
      if (text.startsWith("+")) {
        return began.plusNanos((long) (Double.parseDouble(text.substring(1)) * NS));
      }
      if (text.endsWith("Z")) {
        return Instant.parse(text);
      }
      if (text.contains("T")) {
        return LocalDateTime.parse(text).atZone(zone).toInstant();
      }
      return ofDay(LocalTime.parse(text), began);
    } catch (DateTimeParseException | NumberFormatException e) {
      throw new Failure(
          ExitCode.USAGE,
          "'"
              + text
              + "' is no time; write 12:30:00, 2026-11-23T12:30:00, +SECONDS, or '10 min ago'",
          e);
    }
  }

  private static ChronoUnit unit(String name) {
    return switch (name.charAt(0)) {
      case 's' -> ChronoUnit.SECONDS;
      case 'm' -> ChronoUnit.MINUTES;
      case 'h' -> ChronoUnit.HOURS;
      default -> ChronoUnit.DAYS;
    };
  }

  /** A time before the beginning is one of the next day: recordings may go past midnight. */
  private Instant ofDay(LocalTime time, Instant began) {
    LocalDate day = began.atZone(zone).toLocalDate();
    ZonedDateTime at = time.atDate(day).atZone(zone);
    Instant second = Instant.ofEpochSecond(began.getEpochSecond());
    return at.toInstant().isBefore(second) ? at.plusDays(1).toInstant() : at.toInstant();
  }
}
