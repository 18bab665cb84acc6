// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One of the two sides will not have the other, or not its blocks: to try again is no use. */
public final class Refused extends IOException {
  private static final long serialVersionUID = 1;

  /** Makes an exception with a message for people and what caused it, if anything. */
  public Refused(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
