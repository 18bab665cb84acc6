// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import org.jspecify.annotations.Nullable;

/** There is no room for another block. Nothing of it was written; the archive is whole. */
public final class ArchiveFull extends ArchiveException {
  private static final long serialVersionUID = 1;

  /** Makes an exception with a message for people and what caused it, if anything. */
  public ArchiveFull(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
