// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Lines about calls by thread, as two witnesses tell them: what {@code strace -ff -a 1 -o
 * FOLDER/strace} wrote, or what {@code forensix print} prints of the archive of the same run.
 */
final class Straced {
  private static final String FILE = "strace.";

  private Straced() {}

  /** Reads the files of a folder: one a thread. */
  static Map<Integer, List<String>> read(Path folder) throws IOException {
    Map<Integer, List<String>> threads = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, FILE + "*")) {
      for (Path file : files) {
        int tid = Integer.parseInt(file.getFileName().toString().substring(FILE.length()));
        threads.put(tid, Files.readAllLines(file, StandardCharsets.ISO_8859_1));
      }
    }
    return threads;
  }

  /** Prints an archive with the launcher of the product, without times. */
  static Map<Integer, List<String>> print(Path archive, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Guest.project().resolve("scripts/forensix").toString());
    command.addAll(List.of("print", archive.toString(), "--time", "none"));
    command.addAll(List.of(options));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    if (process.waitFor() != 0) {
      throw new IOException(command + " ended with " + process.exitValue());
    }
    Map<Integer, List<String>> threads = new TreeMap<>();
    said.lines()
        .filter(line -> line.startsWith("["))
        .forEach(line -> {
          int end = line.indexOf("] ");
          String[] ids = line.substring(1, end).split(":");
          threads
              .computeIfAbsent(Integer.valueOf(ids[ids.length - 1]), tid -> new ArrayList<>())
              .add(line.substring(end + 2).replaceFirst(" <\\d+\\.\\d{6}>$", ""));
        });
    return threads;
  }

  /** Those lines that tell a system call. */
  static List<String> calls(List<String> lines) {
    return lines.stream().filter(line -> Character.isJavaIdentifierStart(line.charAt(0))).toList();
  }

  /** The line that tells how the thread ended. */
  static List<String> end(List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith("+++ exited") || line.startsWith("+++ killed"))
        .toList();
  }

  /** The lines between the markers of a family (kernel/tests/calls/calls.h). */
  static List<String> family(List<String> calls) {
    int begin = marker(calls, "begin");
    int end = marker(calls, "end");
    return begin < 0 || end < begin ? List.of() : calls.subList(begin + 1, end);
  }

  private static int marker(List<String> calls, String name) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).startsWith("access(\"/forensix/" + name + "\"")) {
        return i;
      }
    }
    return -1;
  }

  /** The name of the call that a line tells. */
  static String name(String line) {
    return line.substring(0, Math.max(0, line.indexOf('(')));
  }
}
