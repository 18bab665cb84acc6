// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which terminal an open file is, and which end of it. The master of a pseudo terminal has one path
 * for all: its number is known once somebody asked for it (TIOCGPTN), as who makes a terminal does.
 */
final class Terminals {
  static final int TIOCGWINSZ = 0x5413;
  static final int TIOCSWINSZ = 0x5414;
  private static final int TIOCGPTN = 0x80045430;
  private static final String DEV = "/dev/";

  private final Map<Long, String> masters = new HashMap<>();

  /** An end of a terminal: its name below /dev, and whether the end is the master's. */
  record End(String tty, boolean master) {}

  /** Takes note of what an ioctl on a master told of its number. */
  void numbered(long file, int command, byte[] answer) {
    if (command == TIOCGPTN && answer.length >= 4) {
      masters.put(file, "pts/" + Integer.toUnsignedString(int32(answer, 0)));
    }
  }

  /** Takes note that an open file begins its number anew. */
  void opened(long file) {
    masters.remove(file);
  }

  /**
   * Returns the terminal with a path; null where it is none, or its number is not known.
   *
   * @param own what the caller's controlling terminal is; - for none
   */
  @Nullable End of(String path, long file, String own) {
    if (!path.startsWith(DEV)) {
      return null;
    }
    String name = path.substring(DEV.length());
    if (name.equals("ptmx") || name.equals("pts/ptmx")) {
      String number = masters.get(file);
      return number == null ? null : new End(number, true);
    }
    if (name.equals("tty")) {
      return own.equals("-") || own.equals("?") ? null : new End(own, false);
    }
    return name.startsWith("pts/") || name.matches("tty(S)?\\d+|console|hvc\\d+")
        ? new End(name, false)
        : null;
  }

  /** Returns whether an ioctl sets how a terminal treats what goes through it (TCSETS ..). */
  static boolean setsMode(int command) {
    return command >= 0x5402 && command <= 0x5404 || command >= 0x402c542b && command <= 0x402c542d;
  }

  static int int16(byte[] bytes, int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  private static int int32(byte[] bytes, int at) {
    return int16(bytes, at) | int16(bytes, at + 2) << 16;
  }
}
