// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.timeline.Payload;
import java.util.List;

/** Signals: their names, sets of them, and what came with one. */
final class SignalText {
  /** The first real-time signal as the kernel counts them. */
  private static final int FIRST_REAL_TIME = 32;

  private static final int LAST = 64;
  private static final int SIGILL = 4;
  private static final int SIGTRAP = 5;
  private static final int SIGBUS = 7;
  private static final int SIGFPE = 8;
  private static final int SIGSEGV = 11;
  private static final int SIGCHLD = 17;
  private static final int SIGIO = 29;
  private static final int SIGSYS = 31;
  private static final int CLD_EXITED = 1;
  private static final int SI_USER = 0;
  private static final int SI_TIMER = -2;
  private static final int SI_TKILL = -6;
  private static final int SIGEV_SIGNAL = 0;
  private static final int SIGEV_THREAD_ID = 4;

  private SignalText() {}

  /** Returns the name of a signal; 0 and what is no signal as a number. */
  static String name(long number) {
    String name = Constants.need("signal").name(number);
    if (name != null) {
      return name;
    }
    if (number >= FIRST_REAL_TIME && number <= LAST) {
      return number == FIRST_REAL_TIME ? "SIGRTMIN" : "SIGRT_" + (number - FIRST_REAL_TIME);
    }
    return Long.toString(number);
  }

  /** Writes a set, bit 0 for signal 1, by what is missing where that is shorter. */
  static void set(Line line, long bits, int signals) {
    long all = signals == 64 ? -1 : (1L << signals) - 1;
    boolean inverted = Long.bitCount(bits & all) > signals * 2 / 3;
    long shown = (inverted ? ~bits : bits) & all;
    line.add(inverted ? "~[" : "[");
    String separator = "";
    for (int signal = 1; signal <= signals; signal++) {
      if ((shown >>> (signal - 1) & 1) != 0) {
        String name = name(signal);
        line.add(separator).add(name.startsWith("SIG") ? name.substring(3) : name);
        separator = " ";
      }
    }
    line.add(']');
  }

  /** Writes a pointer to a set and the size of the set, and the set where it was captured. */
  static void sized(Line line, List<Payload> payloads) {
    Bytes pair = new Bytes(payloads.get(0).bytes());
    int width = line.abi().pointerBytes();
    if (!pair.has(0, 2 * width)) {
      line.add("{...}");
      return;
    }
    Bytes set = new Bytes(payloads.get(payloads.size() - 1).bytes());
    line.add("{sigmask=");
    if (payloads.size() > 1 && set.length() == LAST / Byte.SIZE) {
      set(line, set.unsigned(0, LAST / Byte.SIZE), LAST);
    } else {
      PlainTypes.pointer(line, pair.unsigned(0, width));
    }
    line.add(", sigsetsize=").unsigned(pair.unsigned(width, width)).add('}');
  }

  /** Writes {@code si_code}, whose names depend on the signal. */
  static void code(Line line, int signal, int code) {
    String general = Constants.need("si_code").name(code);
    if (general != null) {
      line.add(general);
      return;
    }
    String type =
        switch (signal) {
          case SIGILL -> "si_code_ill";
          case SIGTRAP -> "si_code_trap";
          case SIGBUS -> "si_code_bus";
          case SIGFPE -> "si_code_fpe";
          case SIGSEGV -> "si_code_segv";
          case SIGCHLD -> "si_code_chld";
          case SIGIO -> "si_code_poll";
          case SIGSYS -> "si_code_sys";
          default -> "si_code";
        };
    Constants.need(type).print(line, code);
  }

  /** Writes struct siginfo from user memory, as much of it as is there. */
  static void info(Line line, Bytes bytes) {
    if (!bytes.has(0, 12)) {
      line.add("{...}");
      return;
    }
    int signal = (int) bytes.signed(0, 4);
    int code = (int) bytes.signed(8, 4);
    line.add("{si_signo=").add(name(signal)).add(", si_code=");
    code(line, signal, code);
    if (bytes.signed(4, 4) != 0) {
      line.add(", si_errno=").decimal(bytes.signed(4, 4));
    }
    // What follows is a union, aligned to the width of a pointer.
    Bytes union = bytes.part(line.abi().pointerBytes() == 8 ? 16 : 12, bytes.length());
    boolean fault = signal == SIGSEGV || signal == SIGBUS || signal == SIGILL || signal == SIGFPE;
    if (fault && code > 0) {
      address(line, union);
    } else if (code == SI_TIMER && union.has(0, 8)) {
      line.add(", si_timerid=").hex(union.unsigned(0, 4));
      line.add(", si_overrun=").decimal(union.signed(4, 4));
      value(line, union);
    } else if (union.has(0, 8)) {
      line.add(", si_pid=").decimal(union.signed(0, 4));
      line.add(", si_uid=").decimal(union.unsigned(4, 4));
      if (signal == SIGCHLD && code > 0) {
        child(line, code, union);
      } else if (code != SI_USER && code != SI_TKILL) {
        value(line, union);
      }
    }
    line.add('}');
  }

  private static void address(Line line, Bytes union) {
    int width = line.abi().pointerBytes();
    if (union.has(0, width)) {
      PlainTypes.pointer(line.add(", si_addr="), union.unsigned(0, width));
    }
  }

  /** Writes what was sent along. */
  private static void value(Line line, Bytes union) {
    int width = line.abi().pointerBytes();
    if (union.has(8, width) && union.unsigned(8, width) != 0) {
      line.add(", si_int=").decimal(union.signed(8, 4));
      PlainTypes.pointer(line.add(", si_ptr="), union.unsigned(8, width));
    }
  }

  private static void child(Line line, int code, Bytes union) {
    int width = line.abi().pointerBytes();
    if (union.has(8, 8 + 2 * width)) {
      long status = union.signed(8, 4);
      line.add(", si_status=").add(code == CLD_EXITED ? Long.toString(status) : name(status));
      int times = width == 8 ? 16 : 12;
      PlainTypes.clock(line.add(", si_utime="), union.signed(times, width));
      PlainTypes.clock(line.add(", si_stime="), union.signed(times + width, width));
    }
  }

  /** Writes struct sigevent: how a timer or a queue tells of itself. */
  static void event(Line line, Bytes at) {
    int width = line.abi().pointerBytes();
    if (!at.has(0, width + 12)) {
      line.add("{...}");
      return;
    }
    long notify = at.signed(width + 4, 4);
    long signal = at.signed(width, 4);
    line.add('{');
    if (at.unsigned(0, width) != 0) {
      line.add("sigev_value={sival_int=").decimal(at.signed(0, 4));
      PlainTypes.pointer(line.add(", sival_ptr="), at.unsigned(0, width));
      line.add("}, ");
    }
    boolean signals = notify == SIGEV_SIGNAL || notify == SIGEV_THREAD_ID;
    line.add("sigev_signo=").add(signals ? name(signal) : Long.toString(signal));
    Constants.need("sigev_notify").print(line.add(", sigev_notify="), notify);
    if (notify == SIGEV_THREAD_ID) {
      line.add(", sigev_notify_thread_id=").decimal(at.signed(width + 8, 4));
    }
    line.add('}');
  }

  /** Writes a status of wait(2) as the macros that take it apart. */
  static void waitStatus(Line line, long status) {
    long signal = status & 0x7f;
    if (signal == 0) {
      line.add("{WIFEXITED(s) && WEXITSTATUS(s) == ").decimal((status >> 8) & 0xff).add('}');
    } else if ((status & 0xffff) == 0xffff) {
      line.add("{WIFCONTINUED(s)}");
    } else if (signal == 0x7f) {
      line.add("{WIFSTOPPED(s) && WSTOPSIG(s) == ").add(name((status >> 8) & 0xff)).add('}');
    } else {
      line.add("{WIFSIGNALED(s) && WTERMSIG(s) == ").add(name(signal));
      line.add((status & 0x80) != 0 ? " && WCOREDUMP(s)}" : "}");
    }
  }
}
