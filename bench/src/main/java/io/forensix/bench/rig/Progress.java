// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.PrintWriter;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** How far the run is: a bar on a terminal, else a line for each step. */
final class Progress implements AutoCloseable {
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

  /** Something begins that is a step, or comes between two. */
  void begin(String what, boolean isStep) {
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
