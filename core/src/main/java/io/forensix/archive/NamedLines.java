// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** The small files beside the blocks: lines "name value", for people and programs. */
final class NamedLines {
  private NamedLines() {}

  /** Reads one; of two lines with the same name the last holds. */
  static Map<String, String> read(Path file) throws IOException {
    return parse(Files.readString(file));
  }

  /** Takes the text of one apart. */
  static Map<String, String> parse(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String line : text.split("\n", -1)) {
      int space = line.indexOf(' ');
      if (space > 0) {
        parts.put(line.substring(0, space), line.substring(space + 1).strip());
      }
    }
    return parts;
  }

  /** Writes one, so that after a crash there is either all of it or what was there before. */
  static void write(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(draft, text);
    try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      syncDirectory(directory);
    }
  }

  /** Has the disk take what was made, renamed or removed in a directory. */
  static void syncDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
