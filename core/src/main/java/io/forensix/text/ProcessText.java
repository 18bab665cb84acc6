// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import io.forensix.timeline.Identity;
import io.forensix.timeline.Process;
import io.forensix.timeline.ProcessTable;
import io.forensix.timeline.Program;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Processes in words: all of the history, or as they were at a moment (ns of CLOCK_MONOTONIC). */
public final class ProcessText {
  /** Majors of the kernel's devices.txt: pseudo terminals, and consoles with serial lines. */
  private static final int PTS = 136;

  private static final int TTY = 4;
  private static final int SERIAL = 64;

  private ProcessText() {}

  /** Returns the real user, or ? where it is not known. */
  public static String user(Process process, OptionalLong moment) {
    return identity(process, moment).map(who -> Long.toString(who.uid())).orElse("?");
  }

  private static Optional<Identity> identity(Process process, OptionalLong moment) {
    return moment.isPresent() ? process.identity(moment.getAsLong()) : process.identity();
  }

  /** Returns the controlling terminal, ? where it is not known. */
  public static String terminal(Process process, OptionalLong moment) {
    return identity(process, moment).map(who -> terminal(who.tty())).orElse("?");
  }

  /** Returns a terminal by its name in /dev, or by its numbers; - for none. */
  public static String terminal(int tty) {
    int major = tty >>> 20;
    int minor = tty & 0xfffff;
    if (tty == 0) {
      return "-";
    }
    if (major == PTS) {
      return "pts/" + minor;
    }
    if (major == TTY) {
      return minor < SERIAL ? "tty" + minor : "ttyS" + (minor - SERIAL);
    }
    return major + ":" + minor;
  }

  /** Returns whether a process has ended by then. */
  public static boolean ended(Process process, OptionalLong moment) {
    return process.ended() && (moment.isEmpty() || moment.getAsLong() >= process.end());
  }

  /** Returns how a process ended, or that it lives. */
  public static String end(Process process, OptionalLong moment) {
    if (!ended(process, moment)) {
      return "lives";
    }
    if (process.signal() == 0) {
      return "exit " + process.exitStatus();
    }
    String core = (process.status() & 0x80) != 0 ? "+core" : "";
    return SignalText.name(process.signal()) + core;
  }

  /**
   * Returns the programs a process ran, one after the other. A name in parentheses is that of a
   * process that ran what its parent ran; one in brackets is a thread of the kernel.
   */
  public static String programs(Process process, OptionalLong moment) {
    List<Program> all =
        moment.isPresent()
            ? process.program(moment.getAsLong()).stream().toList()
            : process.programs();
    List<Program> own =
        all.stream().filter(program -> process.earlier() || !inherited(process, program)).toList();
    if (own.isEmpty()) {
      // At a moment, what it was called then: the name it has at last may be a later one.
      String comm = moment.isPresent() && !all.isEmpty() ? all.get(0).comm() : process.comm();
      return "(" + Quote.safe(comm.isEmpty() ? "?" : comm) + ")";
    }
    return own.stream().map(ProcessText::command).collect(Collectors.joining(" -> "));
  }

  private static boolean inherited(Process process, Program program) {
    return program == process.programs().get(0) && program.time() == process.begin();
  }

  private static String command(Program program) {
    if (!program.arguments().isEmpty()) {
      return program.arguments().stream().map(ProcessText::word).collect(Collectors.joining(" "));
    }
    if (program.path().isEmpty()) {
      return "[" + Quote.safe(program.comm()) + "]";
    }
    return Quote.safe(program.path());
  }

  /** Writes an argument so that where it ends can be seen. */
  private static String word(String argument) {
    boolean plain = !argument.isEmpty() && argument.chars().allMatch(ProcessText::plain);
    return plain ? argument : Quote.quoted(argument.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean plain(int c) {
    return c > ' ' && c < 0x7f && "\"'\\$`|&;<>*?()[]{}#~".indexOf(c) < 0;
  }

  /** The lines that join a process to the one that made it. */
  public static final class Guides {
    /** What is drawn below an ancestor: a bar where more children of it follow. */
    private final StringBuilder bars = new StringBuilder();

    /** Returns what stands before a process; they have to come in the order of the tree. */
    public String of(ProcessTable.Branch branch) {
      if (branch.depth() == 0) {
        bars.setLength(0);
        return "";
      }
      bars.setLength((branch.depth() - 1) * 2);
      String guide = bars + (branch.last() ? "`-" : "|-");
      bars.append(branch.last() ? "  " : "| ");
      return guide;
    }
  }
}
