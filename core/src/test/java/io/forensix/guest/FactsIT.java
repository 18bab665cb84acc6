// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the kernel says beside the calls, from a real one to the lines of {@code forensix print}:
 * open files and their addresses, descriptors at the start, who a task is and becomes, who sends a
 * signal, and what was left out.
 */
class FactsIT {
  @TempDir private Path out;

  private static final String SCENARIO =
      Recorder.SHELL
          + """
          # try NAME COMMAND...: keeps what it says and its exit code.
          try() {
            local name=$1 code=0
            shift
            "$@" > $OUT/$name.out 2> $OUT/$name.err || code=$?
            echo $code > $OUT/$name.code
          }
          try none $FORENSIX filter
          try bad-load $FORENSIX load --module $MODULE --filter 'exclude sense=all'
          $FORENSIX load --module $MODULE --filter 'exclude group=memory; exclude call=uname'
          exec 9</etc/hostname
          busybox nc -l -p 4444 -e /bin/cat &
          record_begin
          sleep 0.5
          cat /etc/hostname
          exec 5<>/dev/tcp/127.0.0.1/4444
          echo hello >&5
          read -r answer <&5
          exec 5>&-
          read -r name <&9
          setpriv --reuid=65534 --regid=65534 --clear-groups true
          (echo 1000 > /proc/self/loginuid; cat /etc/hostname)
          setsid uname
          $TESTS/socketcall
          sleep 100 & echo $! > $OUT/killed
          kill -TERM $!
          wait $! || true
          try bad-filter $FORENSIX filter 'exclude group=none-such'
          try filter $FORENSIX filter 'exclude exe=/usr/bin/id' --payload-max-bytes 4
          id > /dev/null
          cat /etc/passwd > /dev/null
          try not-root setpriv --reuid=65534 --regid=65534 --clear-groups $FORENSIX filter none
          record_stop
          """;

  @Test
  void areOnRecordAndPrinted() throws Exception {
    Guest.Result result = Guest.sharing(out).timeout(400).run(SCENARIO);
    assertThat(result.exitCode()).as(result.output()).isZero();
    ask("print.txt", "print", "--paths", "--time", "none");
    ask("fd.txt", "print", "--type", "fd", "--time", "none");
    ask("task.txt", "print", "--type", "task", "--time", "none");
    ask("info.txt", "info");
    SoftAssertions softly = new SoftAssertions();
    files(softly);
    contexts(softly);
    leftOut(softly);
    errors(softly);
    softly.assertAll();
  }

  /** Keeps what a command says of the archive. */
  private void ask(String file, String command, String... options)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>();
    line.add(Guest.project().resolve("scripts/forensix").toString());
    line.add(command);
    line.add(out.resolve("archive").toString());
    line.addAll(List.of(options));
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    int code = builder.redirectOutput(out.resolve(file).toFile()).start().waitFor();
    assertThat(code).as(line + ": " + Files.readString(out.resolve(file))).isZero();
  }

  private List<String> lines(String name) throws IOException {
    return Files.readAllLines(out.resolve(name));
  }

  private void some(SoftAssertions softly, String file, String... patterns) throws IOException {
    List<String> lines = lines(file);
    for (String pattern : patterns) {
      softly.assertThat(matching(lines, pattern)).as(file + ": " + pattern).isNotEmpty();
    }
  }

  private static List<String> matching(List<String> lines, String pattern) {
    Pattern line = Pattern.compile(pattern);
    return lines.stream().filter(one -> line.matcher(one).find()).toList();
  }

  /** The lines of what was recorded that follow the first one with a text. */
  private List<String> after(String text) throws IOException {
    List<String> lines = lines("print.txt");
    int at = 0;
    while (at < lines.size() && !lines.get(at).contains(text)) {
      at++;
    }
    return lines.subList(Math.min(at + 1, lines.size()), lines.size());
  }

  private void files(SoftAssertions softly) throws IOException {
    String there = "<TCP:\\[127\\.0\\.0\\.1:\\d+->127\\.0\\.0\\.1:4444]>";
    String here = "<TCPv6:\\[\\[::ffff:127\\.0\\.0\\.1]:4444->\\[::ffff:127\\.0\\.0\\.1]:\\d+]>";
    some(
        softly,
        "print.txt",
        "openat\\(AT_FDCWD, \"/etc/hostname\", O_RDONLY\\) = 3</etc/hostname>",
        "close\\(3</etc/hostname>\\) = 0",
        "socket\\(AF_INET, SOCK_STREAM, IPPROTO_TCP\\) = \\d+<TCP:\\[\\d+]>",
        "connect\\(\\d+" + there + ", .* = 0",
        "write\\(1" + there + ", \"hello\\\\n\", 6\\) = 6",
        "accept\\(3<TCPv6:\\[\\[::]:4444]>, NULL, NULL\\) = 4" + here,
        "shutdown\\(3<UDP:\\[127\\.0\\.0\\.1:4713]>, SHUT_RDWR\\)",
        "read\\(0" + here + ", \"hello\\\\n\", ");
    some(softly, "fd.txt", "=== had descriptor 9</.*etc/hostname> ===");
    String project = Pattern.quote(Guest.project().toString());
    some(softly, "task.txt", "=== was running.*\"nc\".*, cwd \"[^\"]*" + project + "\"");
    some(softly, "fd.txt", "=== had descriptor 3<TCPv6:\\[\\[::]:4444]>, closed by exec ===");
  }

  private void contexts(SoftAssertions softly) throws IOException {
    String killed = lines("killed").get(0);
    some(
        softly,
        "print.txt",
        "--- context uid=0 => 65534, euid=0 => 65534, .*capabilities=0x[0-9a-f]+ => 0x0",
        "--- context login_uid=-1 => 1000, audit_session=-1 => \\d+",
        "--- context session=\\d+ => (\\d+), group=\\d+ => \\1",
        "--- sends SIGTERM to " + killed + " \\{si_code=SI_USER} ---",
        "^\\[" + killed + "\\] \\+\\+\\+ killed by SIGTERM");
    String notAskedFor = "--- context unchanged|=== had descriptor|--- file |=== was running";
    softly.assertThat(matching(lines("print.txt"), notAskedFor)).isEmpty();
  }

  private void leftOut(SoftAssertions softly) throws IOException {
    some(
        softly,
        "print.txt",
        "=== settings .*filter=exclude group=memory; exclude call=uname",
        "=== settings .*filter=exclude exe=/usr/bin/id",
        "exec \"/usr/bin/id\"",
        "read\\(3</etc/passwd>, \"root\" /\\* 4 of \\d+ bytes captured \\*/");
    List<String> ran = matching(lines("print.txt"), "exec \"/usr/bin/id\"");
    String id = ran.isEmpty() ? "" : ran.get(0).substring(0, ran.get(0).indexOf(' '));
    // The call that began as another program is on record.
    softly
        .assertThat(
            matching(after("exec \"/usr/bin/id\""), "^" + Pattern.quote(id) + " (?!execve)"))
        .as("what %s did as id", id)
        .containsExactly(id + " +++ exited with 0 +++");
    List<String> early = new ArrayList<>(lines("print.txt"));
    early.removeAll(after("filter=exclude exe="));
    softly.assertThat(matching(early, "exec \"/usr/bin/uname\"")).hasSize(1);
    softly.assertThat(matching(early, "\\] uname\\(")).isEmpty();
    some(softly, "info.txt", "settings .*filter=exclude exe=/usr/bin/id", "^lost +0$");
    softly
        .assertThat(lines("filter.out"))
        .containsExactly("filter=exclude exe=/usr/bin/id", "payload_max_bytes=4");
  }

  private void errors(SoftAssertions softly) throws IOException {
    String[][] expected = {
      {"none", "3", "the kernel module is not loaded"},
      {"bad-load", "1", "'sense': want group="},
      {"bad-filter", "2", "no group 'none-such'"},
      {"filter", "0", ""},
      {"not-root", "4", "permission denied"},
    };
    for (String[] one : expected) {
      List<String> said = lines(one[0] + ".err");
      softly.assertThat(lines(one[0] + ".code")).as(one[0] + ": " + said).containsExactly(one[1]);
      softly.assertThat(said).as(one[0]).hasSize(one[2].isEmpty() ? 0 : 1);
      softly.assertThat(String.join("\n", said)).as(one[0]).contains(one[2]);
    }
  }
}
