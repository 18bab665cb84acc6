// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The kernel module: as a file, and as it is loaded. */
final class KernelModule {
  /** Its name, as lsmod shows it. */
  static final String NAME = "forensix";

  private static final String FILE = NAME + ".ko";
  private static final String LOG = NAME + ": ";
  private static final String MAGIC = "vermagic=";

  private KernelModule() {}

  /** Returns whether it is loaded, or being loaded. */
  static boolean loaded() {
    return Files.exists(Path.of("/sys/module", NAME));
  }

  /** Returns what the kernel's log has of the module, the oldest first. */
  static List<String> said() {
    try {
      return Host.run(List.of("dmesg")).text().lines().filter(line -> line.contains(LOG)).toList();
    } catch (Failure e) {
      // Then there are the kernel's error numbers alone.
      return List.of();
    }
  }

  /**
   * Returns why a parameter is refused: what the module said of it, or else what the kernel said
   * last, after an earlier look at what was {@link #said}.
   */
  static Optional<String> saidSince(List<String> before, String parameter) {
    List<String> now = said();
    int known = before.isEmpty() ? -1 : now.lastIndexOf(before.getLast());
    List<String> since =
        now.subList(known + 1, now.size()).stream()
            .map(line -> line.substring(line.indexOf(LOG) + LOG.length()))
            .toList();
    return since.stream()
        .filter(line -> line.startsWith(parameter + ": "))
        .reduce((earlier, later) -> later)
        .or(() -> since.isEmpty() ? Optional.empty() : Optional.of(since.getLast()));
  }

  /**
   * Finds the module for a kernel: among what was built in the folder of the project, then where
   * modinfo knows one.
   *
   * @param home the folder of the project
   * @param release the kernel's release
   * @param looked is filled with where it was looked, for the error
   */
  static Optional<Path> find(Path home, String release, List<String> looked) {
    for (Path file : built(home)) {
      String made = madeFor(file).orElse("no kernel that it names");
      if (made.equals(release)) {
        return Optional.of(file);
      }
      looked.add(file + " (for " + made + ")");
    }
    looked.add("modinfo");
    Host.Said said = Host.run(List.of("modinfo", "-n", NAME));
    Path installed = Path.of(said.firstLine());
    return said.exit() == 0 && Files.isRegularFile(installed)
        ? Optional.of(installed)
        : Optional.empty();
  }

  private static List<Path> built(Path home) {
    List<Path> found = new ArrayList<>();
    if (Files.isRegularFile(home.resolve("kernel").resolve(FILE))) {
      found.add(home.resolve("kernel").resolve(FILE));
    }
    Path target = home.resolve("target").resolve("kernel");
    if (Files.isDirectory(target)) {
      try (DirectoryStream<Path> kernels = Files.newDirectoryStream(target)) {
        for (Path kernel : kernels) {
          if (Files.isRegularFile(kernel.resolve(FILE))) {
            found.add(kernel.resolve(FILE));
          }
        }
      } catch (IOException e) {
        throw new Failure(ExitCode.FAILED, "cannot look into " + target + ": " + e.getMessage(), e);
      }
    }
    return found;
  }

  /** Returns the release of the kernel that a module was built for: it holds that as text. */
  static Optional<String> madeFor(Path file) {
    byte[] bytes;
    try {
      bytes = Files.readAllBytes(file);
    } catch (IOException e) {
      throw new Failure(ExitCode.FAILED, "cannot read " + file + ": " + e.getMessage(), e);
    }
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(MAGIC);
    if (at < 0) {
      return Optional.empty();
    }
    int from = at + MAGIC.length();
    int to = from;
    while (to < text.length() && text.charAt(to) > ' ') {
      to++;
    }
    return Optional.of(text.substring(from, to));
  }
}
