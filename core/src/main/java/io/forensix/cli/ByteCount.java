// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes: 1048576, or 500K, 20M, 50G, 2T in powers of 1024. */
final class ByteCount implements ITypeConverter<Long> {
  private static final Pattern FORM = Pattern.compile("(\\d{1,18})([KMGT]?)");
  private static final String UNITS = "KMGT";

  @Override
  public Long convert(String text) {
    Matcher parts = FORM.matcher(text.toUpperCase(Locale.ROOT));
    if (parts.matches()) {
      int power = parts.group(2).isEmpty() ? 0 : UNITS.indexOf(parts.group(2)) + 1;
      try {
        return Math.multiplyExact(Long.parseLong(parts.group(1)), 1L << (10 * power));
      } catch (ArithmeticException e) {
        // As below.
      }
    }
    throw new TypeConversionException("'" + text + "' is no number of bytes, as 500M or 50G");
  }
}
