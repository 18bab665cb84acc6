// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The lines of one of this package's tables. */
final class Rows {
  private Rows() {}

  /** Takes one line that is neither empty nor a comment. */
  interface Reader {
    void read(String row);
  }

  /**
   * Reads a table.
   *
   * @throws IllegalStateException when it is missing or a row is wrong, which is a fault of the
   *     build: the table is part of it
   */
  static void read(String resource, Reader reader) {
    int number = 0;
    for (String row : lines(resource)) {
      number++;
      if (row.isBlank() || row.startsWith("#")) {
        continue;
      }
      try {
        reader.read(row);
      } catch (IllegalArgumentException e) {
        throw new IllegalStateException(
            resource + " line " + number + ": " + e.getMessage() + ": " + row, e);
      }
    }
  }

  private static List<String> lines(String resource) {
    try (InputStream in = Rows.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("the jar holds no " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + resource, e);
    }
  }
}
