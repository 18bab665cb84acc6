// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.TerminalRecording;
import io.forensix.query.TerminalRecording.Frame;
import io.forensix.query.TerminalRecording.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.NonBlockingReader;

/** Plays a recording in the terminal of who asks, and listens to keys meanwhile. */
final class Player {
  private static final double NS = 1e9;
  private static final double SEEK_SECONDS = 5;
  private static final double FASTER = 1.5;
  private static final int ESCAPE = 27;
  private static final long KEY_MILLIS = 25;

  /** Resets colours, shows the cursor, leaves the second screen and the modes of the mouse. */
  private static final String RESTORE =
      "\033[0m\033[?25h\033[?1049l\033[?1000l\033[?1002l\033[?1003l\033[?2004l";

  /** Resets the terminal and clears it. */
  private static final String RESET = "\033c";

  private final List<Frame> frames;
  private final double[] times;
  private double speed;
  private boolean paused;
  private boolean ended;
  private double now;
  private int next;

  Player(TerminalRecording recording, double speed, double maxIdle) {
    this.frames = recording.frames();
    this.speed = speed;
    times = times(frames, maxIdle);
  }

  /** Returns when each frame is due, seconds, where pauses are no longer than that. */
  static double[] times(List<Frame> frames, double maxIdle) {
    double[] times = new double[frames.size()];
    for (int i = 1; i < times.length; i++) {
      double pause = (frames.get(i).ns() - frames.get(i - 1).ns()) / NS;
      times[i] = times[i - 1] + Math.min(Math.max(0, pause), maxIdle);
    }
    return times;
  }

  void play() throws IOException {
    try (Terminal terminal = TerminalBuilder.builder().system(true).build()) {
      Attributes before = terminal.enterRawMode();
      // What was shown has its carriage returns: the terminal is not to add more.
      Attributes raw = terminal.getAttributes();
      raw.setOutputFlag(Attributes.OutputFlag.OPOST, false);
      terminal.setAttributes(raw);
      try {
        run(terminal);
      } finally {
        terminal.setAttributes(before);
        terminal.writer().print(RESTORE);
        terminal.writer().println();
        terminal.flush();
      }
    }
  }

  private void run(Terminal terminal) throws IOException {
    OutputStream out = terminal.output();
    NonBlockingReader keys = terminal.reader();
    long last = System.nanoTime();
    while (!ended && next < frames.size()) {
      long clock = System.nanoTime();
      now += paused ? 0 : (clock - last) / NS * speed;
      last = clock;
      showUntilNow(out);
      if (next < frames.size()) {
        double wait = paused ? 1 : (times[next] - now) / speed;
        long millis = Math.clamp((long) (wait * 1000), 1, KEY_MILLIS);
        key(keys.read(millis), keys, out);
      }
    }
  }

  private void showUntilNow(OutputStream out) throws IOException {
    while (next < frames.size() && times[next] <= now) {
      show(frames.get(next), out);
      next++;
    }
    out.flush();
  }

  private static void show(Frame frame, OutputStream out) throws IOException {
    if (frame.kind() == Kind.OUTPUT) {
      out.write(frame.data());
    } else if (frame.kind() == Kind.SIZE) {
      // Terminals that may resize their window do; the others ignore it.
      out.write(
          ("\033[8;" + frame.rows() + ";" + frame.columns() + "t")
              .getBytes(StandardCharsets.US_ASCII));
    }
  }

  private void key(int key, NonBlockingReader keys, OutputStream out) throws IOException {
    switch (key) {
      case ' ' -> paused = !paused;
      case '+', '=' -> speed *= FASTER;
      case '-' -> speed /= FASTER;
      case '.' -> now = Math.max(now, times[next]);
      case 'q', 3 -> ended = true;
      case ESCAPE -> {
        if (keys.read(KEY_MILLIS) == '[') {
          switch (keys.read(KEY_MILLIS)) {
            case 'C' -> now += SEEK_SECONDS;
            case 'D' -> back(out);
            default -> {
              // No key of ours.
            }
          }
        }
      }
      default -> {
        // No key, or none of ours.
      }
    }
  }

  /** What was on the screen is only known by playing it again. */
  private void back(OutputStream out) throws IOException {
    now = Math.max(0, now - SEEK_SECONDS);
    next = 0;
    out.write(RESET.getBytes(StandardCharsets.US_ASCII));
    showUntilNow(out);
  }
}
