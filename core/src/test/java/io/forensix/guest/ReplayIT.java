// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.ArchiveFault;
import io.forensix.query.Answer;
import io.forensix.query.Database;
import io.forensix.query.Indexer;
import io.forensix.query.Tables;
import io.forensix.query.TerminalRecording;
import io.forensix.query.TerminalRecording.Frame;
import io.forensix.query.TerminalRecording.Kind;
import io.forensix.record.CorruptRecord;
import io.forensix.timeline.RecordMerge;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A session on a terminal that util-linux's script keeps as well: what we replay are the same
 * bytes, at the same times.
 */
class ReplayIT {
  private static final double TOLERANCE_SECONDS = 0.020;

  @TempDir private Path out;

  @Test
  void isWhatScriptKept() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(400)
            .run(
                Recorder.SHELL
                    + """
                    record_start
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
                    record_stop
                    cp /tmp/typescript /tmp/timing /tmp/pasted $OUT
                    """);
    assertThat(result.exitCode()).as(result.output()).isZero();
    TerminalRecording recording = recording();
    assertThat(recording.exact()).isTrue();
    assertThat(new String(recording.output(), StandardCharsets.ISO_8859_1))
        .isEqualTo(new String(kept(), StandardCharsets.ISO_8859_1));
    assertThat(recording.frames())
        .anyMatch(
            frame -> frame.kind() == Kind.SIZE && frame.rows() == 33 && frame.columns() == 101);
    assertTimes(recording);
    assertThat(Files.size(out.resolve("pasted"))).isEqualTo(1_700 * 60);
  }

  private TerminalRecording recording() throws Exception {
    Path archive = out.resolve("archive");
    Path file = Database.of(archive);
    try (Indexer indexer = Indexer.open(archive, file, false, new Sound())) {
      indexer.run(false, (records, fresh) -> {});
    }
    try (Tables tables = Tables.open(file)) {
      long id;
      try (Answer sessions =
          tables.ask(
              "SELECT id FROM sessions WHERE tty LIKE 'pts/%' ORDER BY processes DESC", Map.of())) {
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
    assertThat(shown).hasSameSizeAs(lines);
    List<String> wrong = new ArrayList<>();
    double theirs = 0;
    for (int i = 1; i < lines.size(); i++) {
      theirs += Double.parseDouble(lines.get(i).split(" ")[0]);
      double ours = (shown.get(i).ns() - shown.get(0).ns()) / 1e9;
      if (Math.abs(ours - theirs) > TOLERANCE_SECONDS) {
        wrong.add("%d: ours %.4f, theirs %.4f".formatted(i, ours, theirs));
      }
    }
    assertThat(wrong).isEmpty();
  }

  /** The archive of this test is sound. */
  private static final class Sound implements RecordMerge.Listener {
    @Override
    public void fault(ArchiveFault fault) {
      throw new AssertionError(fault.toString());
    }

    @Override
    public void corrupt(long block, CorruptRecord corrupt) {
      throw new AssertionError(corrupt.toString());
    }
  }
}
