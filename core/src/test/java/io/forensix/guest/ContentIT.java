// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.query.Database;
import io.forensix.query.Indexer;
import io.forensix.query.Tables;
import io.forensix.query.content.Certainty;
import io.forensix.query.content.Content;
import io.forensix.query.content.ContentQuestion;
import io.forensix.timeline.Sound;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs write files in many ways, and a copy is kept at several times: what is said of each of
 * these times is the same bytes, and nothing else is said to be known.
 */
class ContentIT {
  @TempDir private Path out;

  /** {@code truth all|some FILE}: how it is now, and whether all of it has to be known. */
  private static final String SCENARIO =
      Recorder.SHELL
          + """
          mkdir $OUT/truth
          N=0
          truth() {
            nap
            local time=$EPOCHREALTIME
            nap
            cp "$2" $OUT/truth/$N
            echo "$time $1 $N $2" >> $OUT/times
            N=$((N + 1))
          }
          mkdir /tmp/c
          printf 'was here before\\n' > /tmp/c/old
          record_start
          cd /tmp/c
          echo one > f
          truth all /tmp/c/f
          echo two >> f
          (echo three; echo four >&2) 2>&1 >> f | cat >> f
          truth all /tmp/c/f
          dd if=/dev/urandom of=f bs=700 count=5 seek=2 conv=notrunc status=none
          truth all /tmp/c/f
          truncate -s 3000 f
          fallocate -p -o 1500 -l 300 f
          truth all /tmp/c/f
          mv f g
          ln g h
          printf x | dd of=h bs=1 seek=50 conv=notrunc status=none
          exec 7<> g 8>&7
          read -rn 6 -u 7 six
          echo -n dup >&8
          (echo -n child >&7)
          echo -n more >&8
          exec 7>&- 8>&-
          truth all /tmp/c/g
          truth all /tmp/c/h
          sed -i s/one/uno/ g
          truth all /tmp/c/g
          truth all /tmp/c/h
          dd if=/dev/urandom of=big bs=3M count=1 status=none
          truth all /tmp/c/big
          cp h copied
          truth all /tmp/c/copied
          cat old > /dev/null
          truth all /tmp/c/old
          echo new >> old
          truth all /tmp/c/old
          printf 0123456789 > cut
          echo 4 > /sys/module/forensix/parameters/payload_max_bytes
          printf abcdefgh | dd of=cut bs=8 seek=1 conv=notrunc status=none
          truth some /tmp/c/cut
          record_stop
          """;

  @Test
  void isWhatWasThere() throws Exception {
    Guest.Result result = Guest.sharing(out).timeout(400).run(SCENARIO);
    assertThat(result.exitCode()).as(result.output()).isZero();
    Path archive = out.resolve("archive");
    Path file = Database.of(archive);
    try (Indexer indexer = Indexer.open(archive, file, false, new Sound())) {
      indexer.run(false, (records, fresh) -> {});
    }
    List<String> times = Files.readAllLines(out.resolve("times"));
    assertThat(times).hasSizeGreaterThan(12);
    SoftAssertions softly = new SoftAssertions();
    try (Tables tables = Tables.open(file)) {
      ContentQuestion question = new ContentQuestion(tables, archive);
      for (String line : times) {
        String[] words = line.split(" ", 4);
        String[] seconds = words[0].split("[.,]", 2);
        Instant at =
            Instant.ofEpochSecond(Long.parseLong(seconds[0]), 1000L * Long.parseLong(seconds[1]));
        Content content = question.ask(words[3], at, Long.MAX_VALUE).orElseThrow();
        byte[] truth = Files.readAllBytes(out.resolve("truth").resolve(words[2]));
        compare(softly, line, content, truth);
        softly
            .assertThat(content.known())
            .as("%s: %s", line, content.extents())
            .isEqualTo(words[1].equals("all"));
      }
    }
    softly.assertAll();
  }

  private static void compare(SoftAssertions softly, String line, Content content, byte[] truth)
      throws Exception {
    if (content.sized()) {
      softly.assertThat(content.size()).as(line).isEqualTo(truth.length);
    }
    ByteArrayOutputStream ours = new ByteArrayOutputStream();
    ByteArrayOutputStream theirs = new ByteArrayOutputStream();
    content.read((extent, bytes) -> {
      if (extent.certainty() == Certainty.KNOWN && extent.to() <= truth.length) {
        ours.writeBytes(bytes);
        theirs.write(truth, (int) extent.from(), bytes.length);
      }
    });
    softly.assertThat(ours.size()).as(line).isPositive();
    softly
        .assertThat(java.util.Arrays.equals(ours.toByteArray(), theirs.toByteArray()))
        .as("%s: %s", line, content.extents())
        .isTrue();
  }
}
