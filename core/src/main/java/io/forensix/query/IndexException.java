// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.io.IOException;
import java.sql.SQLException;

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

  /** Makes that of a question that the database does not answer, or no longer. */
  static IndexException question(SQLException e) {
    String text = String.valueOf(e.getMessage());
    // Of rows that it could not go on with, it says no more than that.
    boolean gaveUp = text.contains("Invalid result set");
    return new IndexException(
        Kind.QUESTION,
        gaveUp ? "the database gave up in the middle: a value does not fit, or memory" : text,
        e);
  }

  /** Returns what sort of thing it is. */
  public Kind kind() {
    return kind;
  }
}
