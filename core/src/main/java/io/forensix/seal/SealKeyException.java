// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A file of keys is not what it should be, or has none left. */
public final class SealKeyException extends IOException {
  private static final long serialVersionUID = 1;

  SealKeyException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
