// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

/** What came is not the block that follows in a copy; nothing of it was kept. */
public final class BlockRefused extends ArchiveException {
  private static final long serialVersionUID = 1;

  /** Makes an exception with a message for people. */
  public BlockRefused(String message) {
    super(message);
  }
}
