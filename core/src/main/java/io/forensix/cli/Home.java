// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.nio.file.Path;

/** The folder of the project, which the launcher names. */
final class Home {
  private static final String PROPERTY = "forensix.home";

  private Home() {}

  static Path folder() {
    return Path.of(System.getProperty(PROPERTY, ".")).toAbsolutePath().normalize();
  }
}
