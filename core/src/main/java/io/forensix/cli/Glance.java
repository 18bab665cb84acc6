// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Something that is looked at when figures are asked for, once for all of them.
 *
 * @param <T> what there is to see
 */
final class Glance<T> {
  private static final long GOOD_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Look<T> look;
  private final T nothing;
  private @Nullable T seen;
  private long at;
  private String trouble = "";

  /** A look that can fail. */
  @FunctionalInterface
  interface Look<T> {
    T now() throws IOException;
  }

  /** Makes one, with what stands for what cannot be seen. */
  Glance(T nothing, Look<T> look) {
    this.nothing = nothing;
    this.look = look;
  }

  synchronized T get() {
    if (seen == null || System.nanoTime() - at > GOOD_NANOS) {
      try {
        seen = look.now();
        trouble = "";
      } catch (IOException | RuntimeException e) {
        seen = nothing;
        trouble = String.valueOf(e.getMessage());
      }
      at = System.nanoTime();
    }
    return seen;
  }

  /** Returns why nothing is to be seen; empty where something is. */
  synchronized String trouble() {
    get();
    return trouble;
  }
}
