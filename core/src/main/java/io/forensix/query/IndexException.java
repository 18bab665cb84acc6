// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.io.IOException;

/** The tables cannot be used, or say no to a question. */
public final class IndexException extends IOException {
  private static final long serialVersionUID = 1L;

  /** What sort of thing it is. */
  public enum Kind {
    /** The archive has no tables, or they are of another version. */
    MISSING,
    /** Another process has them open. */
    BUSY,
    /** The question is wrong. */
    QUESTION,
    /** Anything else. */
    FAILED
  }

  private final Kind kind;

  IndexException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  IndexException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  /** Returns what sort of thing it is. */
  public Kind kind() {
    return kind;
  }
}
