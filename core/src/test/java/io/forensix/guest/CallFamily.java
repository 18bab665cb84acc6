// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a family of test programs says of itself.
 *
 * @param name its name
 * @param pid its process
 * @param calls the calls it tests
 * @param lines a line for each call it made; {@link #UNSAID} where it does not know the line
 */
record CallFamily(String name, int pid, Set<String> calls, List<String> lines) {
  static final String UNSAID = "?";

  private static final String EXTENSION = ".expected";
  private static final Pattern DECLARATION =
      Pattern.compile("FAMILY\\((\\w+),\\s*((?:\"[^\"]*\"\\s*)+)\\)");
  private static final Path SOURCES = Guest.project().resolve("kernel/tests/calls");

  /** Reads what the program wrote to a folder. */
  static List<CallFamily> read(Path folder) throws IOException {
    List<CallFamily> families = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + EXTENSION)) {
      for (Path file : files) {
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        String[] head = lines.isEmpty() ? new String[] {"0"} : lines.getFirst().split(" ");
        families.add(
            new CallFamily(
                file.getFileName().toString().replace(EXTENSION, ""),
                Integer.parseInt(head[0]),
                words(String.join(" ", List.of(head).subList(1, head.length))),
                lines.subList(Math.min(1, lines.size()), lines.size())));
      }
    }
    return families;
  }

  /** Returns the families that the sources declare: which calls by whom. */
  static TreeMap<String, Set<String>> declared() throws IOException {
    TreeMap<String, Set<String>> families = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(SOURCES, "*.c")) {
      for (Path file : files) {
        Matcher matcher = DECLARATION.matcher(Files.readString(file));
        while (matcher.find()) {
          String calls = matcher.group(2).replaceAll("\"\\s*\"", "").replace("\"", "").strip();
          families.put(matcher.group(1), words(calls));
        }
      }
    }
    return families;
  }

  private static Set<String> words(String text) {
    return text.isBlank() ? Set.of() : new TreeSet<>(List.of(text.strip().split("\\s+")));
  }

  /** Returns the rows of a list beside the sources: without comments, in fields. */
  static List<String[]> rows(String file) {
    try {
      return Files.readAllLines(SOURCES.resolve(file)).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(line -> line.strip().split("\t+"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
