// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.ring.Counters;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where the kernel module's counters are: a test names a file of its own. */
final class CountersOption {
  @Option(names = "--file", hidden = true, description = "Where the counters are.")
  private Path file = Counters.PATH;

  /** Reads them. */
  Counters read() throws IOException {
    return Counters.read(file);
  }
}
