// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

/** The end of a command that could not do what it was asked: what, why, and what to do about it. */
final class Failure extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final ExitCode code;

  Failure(ExitCode code, String message) {
    super(message);
    this.code = code;
  }

  Failure(ExitCode code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  ExitCode code() {
    return code;
  }
}
