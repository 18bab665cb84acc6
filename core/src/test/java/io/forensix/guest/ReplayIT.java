// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.query.Answer;
import io.forensix.query.Asciicast;
import io.forensix.query.Database;
import io.forensix.query.Indexer;
import io.forensix.query.Tables;
import io.forensix.query.TerminalRecording;
import io.forensix.query.TerminalRecording.Frame;
import io.forensix.query.TerminalRecording.Kind;
import io.forensix.timeline.Sound;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Sessions on a terminal that others keep as well, util-linux's script and asciinema: what we
 * replay are the same bytes, at the same times.
 */
class ReplayIT {
  private static final double TOLERANCE_SECONDS = 0.020;
  private static final double BLINK_SECONDS = 0.100;
  private static final double NS = 1e9;

  @TempDir private static Path out;

  /** Pasted and typed ahead, as fast as it goes. */
  private static final String SCRIPT =
      """
      {
        nap 2
        printf 'stty rows 33 cols 101\\n'
        nap 1
        printf 'printf "h\\\\303\\\\251llo \\\\342\\\\202\\\\254\\\\n"; ls -l --color=always /etc | head -50\\n'
        nap 1
        printf 'top -b -n 1 | head -20; less /etc/services\\n'
        nap 2
        printf '  q'
        nap 1
        printf 'cat > /tmp/pasted\\n'
        nap 1
        for ((i = 0; i < 1700; i++)); do
          printf 'line %05d of what was pasted, 60 bytes with its line feed.\\n' $i
        done
        printf '\\004'
        nap 1
        printf 'wc -c /tmp/pasted; exit 3\\n'
        nap 2
      } | TERM=xterm script -q -O /tmp/typescript -T /tmp/timing -c 'bash --norc -i' > /dev/null
      """;

  /**
   * Full screens, typed at key by key (kernel/tests/typist.c), whose terminal has the number that
   * script's had.
   */
  private static final String ASCIINEMA =
      """
      printf > /tmp/keys '%s\\t%s\\n' \\
        '% ' 'vim.tiny -N -u NONE /tmp/note\\r' \\
        '' 'iwritten in vim: héllo €\\rtwice\\e' \\
        '' ':set number\\r' \\
        '' 'kx\\eOBp' \\
        '' ':wq\\r' \\
        '% ' 'top -d 2\\r' \\
        'COMMAND' 'M' \\
        'COMMAND' '1' \\
        '' 'q' \\
        '% ' 'stty size; less /etc/services\\r' \\
        '' ' ' \\
        '' 'q' \\
        '% ' 'exit 3\\r'
      TERM=xterm PS1='% ' $TESTS/typist -s 33x101 /tmp/keys \\
        asciinema rec -q -c 'bash --norc -i' /tmp/session.cast
      """;

  @BeforeAll
  static void record() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .clocked()
            .timeout(400)
            .run(
                Recorder.SHELL
                    + "record_start\n"
                    + SCRIPT
                    + ASCIINEMA
                    + """
                    record_stop
                    cp /tmp/typescript /tmp/timing /tmp/pasted /tmp/session.cast /tmp/note $OUT
                    """);
    assertThat(result.exitCode()).as(result.output()).isZero();
    Path archive = out.resolve("archive");
    try (Indexer indexer = Indexer.open(archive, Database.of(archive), false, new Sound())) {
      indexer.run(false, (records, fresh) -> {});
    }
  }

  @Test
  void isWhatScriptKept() throws Exception {
    TerminalRecording recording = recording("script");
    assertThat(recording.exact()).isTrue();
    assertThat(new String(recording.output(), StandardCharsets.ISO_8859_1))
        .isEqualTo(new String(kept(), StandardCharsets.ISO_8859_1));
    assertThat(recording.frames())
        .anyMatch(
            frame -> frame.kind() == Kind.SIZE && frame.rows() == 33 && frame.columns() == 101);
    assertTimes(recording);
    assertThat(Files.size(out.resolve("pasted"))).isEqualTo(1_700 * 60);
  }

  @Test
  void isWhatAsciinemaKept() throws Exception {
    StringWriter written = new StringWriter();
    Asciicast.write(recording("asciinema"), written);
    Cast ours = Cast.read(written.toString());
    Cast theirs = Cast.read(Files.readString(out.resolve("session.cast")));
    assertThat(ours.size()).isEqualTo("101x33").isEqualTo(theirs.size());
    assertThat(ours.texts()).isEqualTo(theirs.texts());
    assertSameTimes(ours.times(), theirs.times());
    assertThat(String.join("", ours.texts()))
        .contains("\033[?1049h", "€", "load average", "33 101");
    assertThat(out.resolve("note")).content().isEqualTo("writen in vim: héllo €\ntwicet\n");
  }

  /** What is on record of the terminal whose master a program had. */
  private static TerminalRecording recording(String program) throws Exception {
    String session =
        """
        SELECT s.id FROM sessions s JOIN process leader ON leader.pid = s.session
        JOIN process maker ON maker.pid = leader.parent_pid AND maker.start = leader.parent_start
        WHERE maker.comm = $program
        """;
    try (Tables tables = Tables.open(Database.of(out.resolve("archive")))) {
      long id;
      try (Answer sessions = tables.ask(session, Map.of("program", program))) {
        assertThat(sessions.next()).isTrue();
        id = sessions.number(0);
      }
      return TerminalRecording.of(tables, id);
    }
  }

  /** What script kept, without the lines that it adds itself. */
  private byte[] kept() throws Exception {
    byte[] all = Files.readAllBytes(out.resolve("typescript"));
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int from = text.indexOf('\n') + 1;
    int to = text.lastIndexOf("\nScript done on ");
    return Arrays.copyOfRange(all, from, to);
  }

  /** Script's file of times holds a line for each read: seconds since the last one, bytes. */
  private void assertTimes(TerminalRecording recording) throws Exception {
    List<Frame> shown =
        recording.frames().stream().filter(frame -> frame.kind() == Kind.OUTPUT).toList();
    List<String> lines = Files.readAllLines(out.resolve("timing"));
    List<Double> theirs = new ArrayList<>();
    double now = 0;
    for (String line : lines) {
      now += Double.parseDouble(line.split(" ")[0]);
      theirs.add(now);
    }
    assertSameTimes(shown.stream().map(frame -> frame.ns() / NS).toList(), theirs);
  }

  /**
   * Each began to count when it did; and the others look at the clock some time after they have
   * read, and may be kept from it in between: one in fifty may be later, by no more than a blink.
   */
  private static void assertSameTimes(List<Double> ours, List<Double> theirs) {
    assertThat(ours).hasSameSizeAs(theirs);
    List<Double> apart = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      apart.add(theirs.get(i) - ours.get(i));
    }
    double begin = apart.stream().sorted().toList().get(apart.size() / 2);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < ours.size(); i++) {
      double late = apart.get(i) - begin;
      assertThat(late).as("event %d", i).isBetween(-TOLERANCE_SECONDS, BLINK_SECONDS);
      if (late > TOLERANCE_SECONDS) {
        wrong.add("%d: %.4f late".formatted(i, late));
      }
    }
    assertThat(wrong).hasSizeLessThanOrEqualTo(ours.size() / 50);
  }

  /** A file of asciinema's: its size, and what it says was shown. */
  private record Cast(String size, List<Double> times, List<String> texts) {
    static Cast read(String text) {
      Pattern header = Pattern.compile("\"width\": ?(\\d+), ?\"height\": ?(\\d+)");
      Matcher size = header.matcher(text);
      assertThat(size.find()).isTrue();
      Cast cast =
          new Cast(size.group(1) + "x" + size.group(2), new ArrayList<>(), new ArrayList<>());
      text.lines().skip(1).forEach(cast::event);
      return cast;
    }

    private void event(String line) {
      try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
        json.nextToken();
        json.nextToken();
        double time = json.getDoubleValue();
        json.nextToken();
        if (json.getString().equals("o")) {
          json.nextToken();
          times.add(time);
          texts.add(json.getString());
        }
      }
    }
  }
}
