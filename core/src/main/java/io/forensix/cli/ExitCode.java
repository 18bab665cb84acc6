// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.ring.DeviceException;

/** What the program exits with: one number a kind of failure, for scripts. */
public enum ExitCode {
  /** All is well. */
  FINE(0, "all is well"),
  /** A check said no, or something else failed. */
  FAILED(1, "a check said no, or something failed that has no number of its own"),
  /** The command line is wrong. */
  USAGE(2, "the command line is wrong"),
  /** There is no device: the kernel module is not loaded. */
  NOT_LOADED(3, "the kernel module is not loaded"),
  /** Needs root. */
  NOT_PERMITTED(4, "not permitted: needs root"),
  /** Module and program are of different versions. */
  OTHER_ABI(5, "the module or a recording is of another version than this program"),
  /** Another reader has the device. */
  BUSY(6, "another reader has the device"),
  /** The archive cannot be written: no permission, no room, or somebody else writes it. */
  ARCHIVE_UNWRITABLE(7, "the archive cannot be written, or is full"),
  /** What is in the archive is not what was put there. */
  ARCHIVE_DAMAGED(8, "the archive is damaged"),
  /** The archive is not indexed, or its tables are of another version. */
  NOT_INDEXED(9, "the archive is not indexed: forensix index does that"),
  /** Part of the answer is not on record. */
  NOT_KNOWN(10, "part of what was asked is not on record, or not certain"),
  /** A peer does not trust us, or we do not trust it, or it refuses what is sent. */
  REFUSED(11, "refused: a certificate, or what is sent, is not what the other side takes"),
  /** A fault of this program. */
  INTERNAL(70, "a fault of this program");

  private final int number;
  private final String meaning;

  ExitCode(int number, String meaning) {
    this.number = number;
    this.meaning = meaning;
  }

  /** Returns the number. */
  public int number() {
    return number;
  }

  /** Returns what it means, for the help. */
  public String meaning() {
    return meaning;
  }

  /** Returns the code for a refusal of the device. */
  static ExitCode of(DeviceException.Kind kind) {
    return switch (kind) {
      case NOT_LOADED -> NOT_LOADED;
      case NOT_PERMITTED -> NOT_PERMITTED;
      case BUSY -> BUSY;
      case OTHER_ABI -> OTHER_ABI;
      case FAILED -> FAILED;
    };
  }
}
