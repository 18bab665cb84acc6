// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads how old something may be: 90s, 30m, 12h, 30d, 8w. */
final class Age implements ITypeConverter<Duration> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,9})([SMHDW])");

  @Override
  public Duration convert(String text) {
    Matcher parts = FORM.matcher(text.toUpperCase(Locale.ROOT));
    if (!parts.matches()) {
      throw new TypeConversionException("'" + text + "' is no age, as 12h, 30d or 8w");
    }
    long count = Long.parseLong(parts.group(1));
    return switch (parts.group(2)) {
      case "S" -> Duration.ofSeconds(count);
      case "M" -> Duration.ofMinutes(count);
      case "H" -> Duration.ofHours(count);
      case "D" -> Duration.ofDays(count);
      default -> Duration.ofDays(7 * count);
    };
  }
}
