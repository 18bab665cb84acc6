// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * The lines of what went through terminals, in which a text is looked for: without what a terminal
 * obeys, and with what was taken back (backspace) gone, since a text is typed key by key, and shown
 * piece by piece.
 */
final class TerminalLines {
  /** A line that is longer is several. */
  private static final int LONGEST = 4096;

  private static final int ESCAPE = 0x1b;
  private static final int BACKSPACE = 8;
  private static final int DELETE = 0x7f;
  private static final int ERASE_LINE = 0x15;

  /**
   * A line that has the text.
   *
   * @param ns when it began to be typed or shown, ns since 1970
   */
  record Line(int machine, String tty, boolean typed, long ns, String text) {}

  /** Where in a sequence that a terminal obeys. */
  private enum Sequence {
    NONE,
    ESCAPED,
    /** Up to a letter. */
    CONTROL,
    /** Up to BEL or ESC \. */
    STRING
  }

  private final String wanted;
  private final Consumer<Line> sink;
  private final byte[] line = new byte[LONGEST];
  private int length;
  private long began;
  private Sequence sequence = Sequence.NONE;
  private int machine;
  private String tty = "";
  private boolean typed;

  TerminalLines(String wanted, Consumer<Line> sink) {
    this.wanted = wanted.toLowerCase(Locale.ROOT);
    this.sink = sink;
  }

  /** Takes bytes of a terminal, in the order in which they went through. */
  void add(int ofMachine, String ofTty, boolean input, long ns, byte[] bytes) {
    if (ofMachine != machine || !ofTty.equals(tty) || input != typed) {
      end();
      machine = ofMachine;
      tty = ofTty;
      typed = input;
      sequence = Sequence.NONE;
    }
    for (byte one : bytes) {
      add(one & 0xff, ns);
    }
  }

  private void add(int c, long ns) {
    switch (sequence) {
      case NONE -> plain(c, ns);
      case ESCAPED ->
          sequence =
              switch (c) {
                case '[' -> Sequence.CONTROL;
                case ']', 'P', '^', '_' -> Sequence.STRING;
                // Names of character sets have a byte more.
                case '(', ')', '#', ' ' -> Sequence.ESCAPED;
                default -> Sequence.NONE;
              };
      case CONTROL -> sequence = c >= '@' && c <= '~' ? Sequence.NONE : Sequence.CONTROL;
      case STRING ->
          sequence =
              c == 7 || c == '\n'
                  ? Sequence.NONE
                  : c == ESCAPE ? Sequence.ESCAPED : Sequence.STRING;
    }
  }

  private void plain(int c, long ns) {
    switch (c) {
      case ESCAPE -> sequence = Sequence.ESCAPED;
      case '\n', '\r' -> end();
      case BACKSPACE, DELETE -> length = Math.max(0, length - 1);
      case ERASE_LINE -> length = typed ? 0 : length;
      default -> {
        if (c >= ' ' || c == '\t') {
          began = length == 0 ? ns : began;
          line[length++] = (byte) c;
          if (length == LONGEST) {
            end();
          }
        }
      }
    }
  }

  /** Ends the line; after the last bytes, that has to be called. */
  void end() {
    if (length > 0) {
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      if (text.toLowerCase(Locale.ROOT).contains(wanted)) {
        sink.accept(new Line(machine, tty, typed, began, text));
      }
      length = 0;
    }
  }
}
