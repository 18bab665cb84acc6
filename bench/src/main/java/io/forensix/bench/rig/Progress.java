// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far the run is: a bar on a terminal, else a line for each step. */
final class Progress implements AutoCloseable {
  /** Begins a line of a program's that says what begins. */
  static final String BEGIN = "begin\t";

  /** Begins a line of a program's that says which step begins. */
  static final String STEP = "step\t";

  private final PrintWriter err;
  private final int steps;
  private final @Nullable ProgressBar bar;
  private int step;

  Progress(PrintWriter err, int steps) {
    this.err = err;
    this.steps = steps;
    bar =
        System.console() == null
            ? null
            : new ProgressBarBuilder()
                .setTaskName("bench")
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .build();
  }

  /** Takes a line that a program printed; what is none of these is for people. */
  void take(String line) {
    if (line.startsWith(BEGIN)) {
      begin(line.substring(BEGIN.length()), false);
    } else if (line.startsWith(STEP)) {
      begin(line.substring(STEP.length()), true);
    } else if (!line.isBlank()) {
      err.println("bench: " + line.strip());
    }
  }

  /** Something begins that is a step, or comes between two. */
  private void begin(String what, boolean isStep) {
    if (bar != null) {
      bar.stepTo(step);
      bar.setExtraMessage(" " + what);
    } else {
      err.printf("bench: %d/%d %s%n", step, steps, what);
      err.flush();
    }
    step += isStep ? 1 : 0;
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.stepTo(step);
      bar.close();
    }
  }
}
