// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

/** An archive is damaged, so that it cannot be continued. */
public final class ArchiveDamaged extends ArchiveException {
  private static final long serialVersionUID = 1;

  /** Makes an exception with a message for people. */
  public ArchiveDamaged(String message) {
    super(message);
  }

  /** Makes an exception with a message for people and what caused it. */
  public ArchiveDamaged(String message, Throwable cause) {
    super(message, cause);
  }
}
