// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Retention;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps an archive within its limits, beside who writes it. */
final class Retaining implements Runnable {
  private static final long AGAIN_SECONDS = 10;

  private final Path archive;
  private final Retention retention;
  private final Consumer<String> log;
  private String failure = "";

  Retaining(Path archive, Retention retention, Consumer<String> log) {
    this.archive = archive;
    this.retention = retention;
    this.log = log;
  }

  /** Looks again and again. */
  void every(ScheduledExecutorService clock) {
    clock.scheduleWithFixedDelay(this, AGAIN_SECONDS, AGAIN_SECONDS, TimeUnit.SECONDS);
  }

  /** Removes what need not be kept; what fails is said once. */
  @Override
  public synchronized void run() {
    try {
      Retention.Outcome outcome = retention.apply(archive, Instant.now());
      if (outcome.any()) {
        log.accept(
            "%s: retired %,d files with %,d blocks, %,d bytes"
                .formatted(archive, outcome.files(), outcome.blocks(), outcome.bytes()));
      }
      failure = "";
    } catch (IOException | RuntimeException e) {
      String text = archive + ": old files cannot be retired: " + e.getMessage();
      if (!text.equals(failure)) {
        failure = text;
        log.accept(text);
      }
    }
  }
}
