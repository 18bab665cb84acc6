// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What no argument of a call tells (the program kernel/tests/unseen.c): operations of an io_uring,
 * files that are written through memory, inputs that change while the call runs.
 */
class UnseenIT {
  private static final String FILE = "</tmp/unseen.file>";
  private static final String UNSEEN = "stored through this mapping is on no record";
  private static final String CHANGED = "changed in memory during the call";

  @TempDir private Path out;

  @Test
  void isOnRecordAndMarked() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .timeout(400)
            .run(
                Recorder.SHELL
                    + """
                    record_start
                    $TESTS/unseen /tmp/unseen.file
                    record_stop
                    $FORENSIX print $OUT/archive --paths --time none > $OUT/print.txt
                    """);
    assertThat(result.exitCode()).as(result.output()).isZero();
    List<String> lines = Files.readAllLines(out.resolve("print.txt"));
    SoftAssertions softly = new SoftAssertions();
    for (String expected : EXPECTED) {
      softly.assertThat(matching(lines, expected)).as(expected).isNotEmpty();
    }
    softly.assertThat(matching(lines, "\\* .*" + CHANGED)).hasSize(2);
    softly.assertThat(matching(lines, "MAP_PRIVATE, \\d+" + FILE + ".*" + UNSEEN)).isEmpty();
    softly.assertAll();
  }

  private static final List<String> EXPECTED =
      List.of(
          "io_uring submits IORING_OP_WRITE \\{user_data=0xa1, fd=3"
              + FILE
              + ", off=4096, .*len=16",
          "io_uring completes IORING_OP_WRITE \\{user_data=0xa1, file=" + FILE + "\\} = 16",
          "io_uring submits IORING_OP_READ \\{user_data=0xa2, fd=999, ",
          "io_uring completes IORING_OP_READ \\{user_data=0xa2\\} = -1 EBADF",
          "io_uring submits IORING_OP_READ \\{user_data=0xa3, registered_file=0, off=4096, .*len=7",
          "io_uring completes IORING_OP_READ \\{user_data=0xa3, file=" + FILE + "\\} = 7",
          "mmap\\(NULL, 4096, PROT_READ\\|PROT_WRITE, MAP_SHARED, 3" + FILE + ".*" + UNSEEN,
          "msync\\(0x.*MS_SYNC\\) = 0 .*" + UNSEEN,
          "mprotect\\(0x.*PROT_READ\\|PROT_WRITE\\) = 0 .*" + UNSEEN,
          "munmap\\(0x.*\\) = 0 .*" + UNSEEN,
          "write\\(5<pipe:\\[\\d+]>, \"A+\".*, 100\\) = 100 .*" + CHANGED,
          "write\\(5<pipe:\\[\\d+]>, \"A+\".*, 100000\\) = 100000 .*" + CHANGED);

  private static List<String> matching(List<String> lines, String pattern) {
    Pattern line = Pattern.compile(pattern);
    List<String> found = new ArrayList<>();
    for (String one : lines) {
      if (line.matcher(one).find()) {
        found.add(one);
      }
    }
    return found;
  }
}
