// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * The parameters of the running module: a file each, which sysfs shows.
 *
 * @param directory where they are
 */
record ModuleParameters(Path directory) {
  /** Where the module's are. */
  static final Path PATH = Path.of("/sys/module", KernelModule.NAME, "parameters");

  /** What is left out. */
  static final String FILTER = "filter";

  /** Bytes kept of one argument of a call. */
  static final String PAYLOAD_MAX_BYTES = "payload_max_bytes";

  /** Of a longer text sysfs would make a value of each page: the last one would win. */
  private static final int VALUE_MAX_BYTES = 4095;

  /** Returns the value of one, in one line. */
  String read(String name) throws IOException {
    try {
      return Files.readString(directory.resolve(name)).strip().replaceAll("\\s*\\R\\s*", "; ");
    } catch (NoSuchFileException e) {
      throw missing(name, e);
    }
  }

  /** Gives one a value, if the module takes it; else it keeps the one it has. */
  void write(String name, String value) throws IOException {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    if (bytes.length > VALUE_MAX_BYTES) {
      throw new Failure(
          ExitCode.USAGE,
          "%s has %d bytes, and the kernel takes at most %d"
              .formatted(name, bytes.length, VALUE_MAX_BYTES));
    }
    List<String> before = KernelModule.said();
    try {
      Files.write(directory.resolve(name), bytes, StandardOpenOption.WRITE);
    } catch (NoSuchFileException e) {
      throw missing(name, e);
    } catch (AccessDeniedException e) {
      throw e;
    } catch (IOException e) {
      String why = KernelModule.saidSince(before, name).orElse(String.valueOf(e.getMessage()));
      why = why.replaceFirst("^" + name + ": ", "");
      throw new Failure(
          ExitCode.USAGE, "the kernel module refuses %s=%s: %s".formatted(name, value, why), e);
    }
  }

  private Failure missing(String name, NoSuchFileException cause) {
    return Files.exists(directory)
        ? new Failure(
            ExitCode.FAILED,
            "the kernel module that is loaded has no parameter " + name + ": it is another version",
            cause)
        : new Failure(
            ExitCode.NOT_LOADED,
            "there is no " + directory + ": the kernel module is not loaded (forensix load)",
            cause);
  }
}
