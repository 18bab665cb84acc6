// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An archive cannot be written or read; the message says which, why, and what to do. */
public class ArchiveException extends IOException {
  private static final long serialVersionUID = 1;

  /** Makes an exception with a message for people. */
  public ArchiveException(String message) {
    super(message);
  }

  /** Makes an exception with a message for people and what caused it. */
  public ArchiveException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
