// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A page of commands and what they print, in fenced blocks: {@code $ forensix ...}, where {@code
 * archive} is the archive, and {@code | PROGRAM} may follow. Other commands are for the reader.
 */
final class Tutorial {
  private static final String FENCE = "```";
  private static final String COMMAND = "$ forensix ";

  /** Numbers of processes, and times: what is another one each time something is recorded. */
  private static final Pattern FLEETING =
      Pattern.compile(
          "(?<![\\w.:])(\\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z|\\d\\d:\\d\\d:\\d\\d\\.\\d+|\\d{3,7})(?![\\w:])");

  private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

  private final List<String> lines;
  private final Path archive;

  Tutorial(List<String> lines, Path archive) {
    this.lines = lines;
    this.archive = archive;
  }

  /** A command, and the lines it printed. */
  record Shown(String command, List<String> output) {}

  /** Returns the commands that can be run, with what the page says that they print. */
  List<Shown> commands() {
    List<Shown> all = new ArrayList<>();
    boolean fenced = false;
    List<String> output = null;
    for (String line : lines) {
      if (line.startsWith(FENCE)) {
        fenced = !fenced;
        output = null;
      } else if (fenced && line.startsWith("$ ")) {
        output = line.startsWith(COMMAND) ? new ArrayList<>() : null;
        if (output != null) {
          all.add(new Shown(line, output));
        }
      } else if (fenced && output != null) {
        output.add(line);
      }
    }
    return all;
  }

  /** Runs a command, and returns the lines it prints. */
  List<String> run(String command) throws IOException, InterruptedException {
    String[] parts = command.substring(COMMAND.length()).split(" \\| ", 2);
    List<Object> words = new ArrayList<>();
    for (Matcher word = WORD.matcher(parts[0]); word.find(); ) {
      String text = word.group(3);
      if (text == null) {
        text = word.group(1) == null ? word.group(2) : word.group(1);
      }
      words.add(text.equals("archive") ? archive : text);
    }
    Cli.Result result = Cli.run(words.toArray());
    assertThat(result.code()).as("%s: %s", command, result.err()).isZero();
    assertThat(result.err()).as(command).isEmpty();
    return parts.length == 1 ? result.lines() : piped(parts[1], result.out());
  }

  private static List<String> piped(String program, String input)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", program).redirectErrorStream(true).start();
    Thread.Builder feeder = Thread.ofVirtual();
    Thread feeding =
        feeder.start(() -> {
          try (var out = process.getOutputStream()) {
            out.write(input.getBytes(StandardCharsets.UTF_8));
          } catch (IOException e) {
            // It did not want all of it, as head does.
          }
        });
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    feeding.join();
    return said.lines().toList();
  }

  /**
   * Returns the page with what the commands print now. What was another number in the output before
   * becomes the new one in all that follows.
   */
  List<String> rewritten() throws IOException, InterruptedException {
    Map<String, String> renamed = new HashMap<>();
    List<String> page = new ArrayList<>();
    boolean fenced = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = renamed(lines.get(i), renamed);
      page.add(line);
      fenced ^= line.startsWith(FENCE);
      if (!fenced || !line.startsWith(COMMAND)) {
        continue;
      }
      List<String> old = new ArrayList<>();
      while (!lines.get(i + 1).startsWith(FENCE) && !lines.get(i + 1).startsWith("$ ")) {
        old.add(lines.get(++i));
      }
      List<String> now = run(line);
      page.addAll(now);
      for (int n = 0; n < Math.min(old.size(), now.size()); n++) {
        rename(old.get(n), now.get(n), renamed);
      }
    }
    return page;
  }

  private static void rename(String old, String now, Map<String, String> renamed) {
    Matcher before = FLEETING.matcher(old);
    Matcher after = FLEETING.matcher(now);
    while (before.find() && after.find()) {
      renamed.putIfAbsent(before.group(), after.group());
    }
  }

  private static String renamed(String line, Map<String, String> renamed) {
    return FLEETING
        .matcher(line)
        .replaceAll(
            found -> Matcher.quoteReplacement(renamed.getOrDefault(found.group(), found.group())));
  }
}
