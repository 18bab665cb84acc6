// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream.trust;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A certificate or a key is missing, or is not what it should be; the message says what to do. */
public final class TrustException extends IOException {
  private static final long serialVersionUID = 1;

  /** Makes an exception with a message for people and what caused it, if anything. */
  public TrustException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
