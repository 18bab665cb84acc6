// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.syscall.Abi;

/** A line that is being written, with what its formatters have to know. */
final class Line {
  private final StringBuilder out;
  private final TextOptions options;
  private final Abi abi;

  Line(StringBuilder out, TextOptions options, Abi abi) {
    this.out = out;
    this.options = options;
    this.abi = abi;
  }

  TextOptions options() {
    return options;
  }

  /** Returns the convention of the call that the line tells. */
  Abi abi() {
    return abi;
  }

  int length() {
    return out.length();
  }

  void cut(int length) {
    out.setLength(length);
  }

  /** Returns what was written after a length. */
  String since(int length) {
    return out.substring(length);
  }

  Line add(String text) {
    out.append(text);
    return this;
  }

  Line add(char c) {
    out.append(c);
    return this;
  }

  Line decimal(long value) {
    out.append(value);
    return this;
  }

  Line unsigned(long value) {
    if (value < 0) {
      out.append(Long.toUnsignedString(value));
    } else {
      out.append(value);
    }
    return this;
  }

  /** Writes a number as strace does: 0 without the 0x. */
  Line hex(long value) {
    return value == 0 ? add('0') : add("0x").add(Long.toHexString(value));
  }

  /** Writes permission bits: at least three digits with a leading 0. */
  Line octal(long value) {
    String digits = Long.toOctalString(value);
    return add("000".substring(0, Math.max(0, 3 - digits.length())))
        .add(digits.length() >= 3 ? "0" : "")
        .add(digits);
  }

  /** Whether an array is not shown any further: as many elements as of data bytes. */
  boolean abbreviated(int elements) {
    return !options.verbose() && elements >= options.strings();
  }

  /** Writes data, quoted, at most {@link TextOptions#strings()} bytes of it. */
  Line data(byte[] bytes, int from, int to) {
    int shown = Math.min(to - from, options.strings());
    Quote.quote(out, bytes, from, from + shown);
    return shown < to - from ? add("...") : this;
  }

  /** Writes a name or a path, quoted and whole. */
  Line name(byte[] bytes, int from, int to) {
    Quote.quote(out, bytes, from, to);
    return this;
  }
}
