// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * There is no room for the archive: the disk is full, or the budget is used up while no collector
 * confirms anything. By {@code on_stall} who is recorded is held, and nothing is lost; or records
 * are dropped, and each is counted. When there is room again it goes on.
 */
@Tag("long")
class DiskFullIT {
  private static final int CALLS_EACH = 15_000;

  /** The load, its wait for the archive to be full, and what was held then. */
  private static final String FILL =
      """
      mkdir -m 777 /tmp/truth
      setsid setpriv --reuid=65534 --regid=65534 --clear-groups \\
        $TESTS/exact /tmp/truth/truth 2 2 %d &
      EXACT=$!
      """
          .formatted(CALLS_EACH);

  private static final String AWAIT_HELD =
      """
      # A JVM that is slow to start holds callers as well.
      until grep -q 'Until there is room' /tmp/said && counted held_now && ((COUNT)); do
        kill -0 $EXACT || { echo "the load ended: nothing was held"; exit 1; }
        nap
      done
      # Nobody gets on, however long it takes.
      nap 3
      counted records; BEFORE=$COUNT
      nap 2
      counted records; echo "held: $(counter held_now), records meanwhile: $((COUNT - BEFORE))"
      """;

  private static final String SPARED =
      "exec 2> >(tee /tmp/said >&2)\nrecord_start spare_session=$(ps -o sid= -p $$ | tr -d ' ') filter='\"include uid=65534\"'";

  @TempDir private Path out;

  private Guest.Result guest(String text) throws Exception {
    Guest.Result result = Guest.sharing(out).timeout(900).run(Recorder.SHELL + text);
    assertThat(result.exitCode()).as(result.output()).isZero();
    return result;
  }

  private void checkThatAllIsThere() throws Exception {
    RecordedCalls recorded = RecordedCalls.read(out.resolve("archive"));
    assertThat(recorded.faults()).isEmpty();
    assertThat(recorded.lost()).isZero();
    Comparison.ofAll(recorded, out, 2);
  }

  @Test
  void aFullDiskHoldsWhoIsRecordedUntilThereIsRoom() throws Exception {
    Guest.Result result =
        guest(
            """
            mkdir /tmp/disk
            mount -t tmpfs -o size=96m none /tmp/disk
            head -c 90m /dev/zero > /tmp/disk/ballast
            ARCHIVE=/tmp/disk/archive
            RECORD_OPTIONS=(--reserve 1000000 --metrics 9464)
            ip link set lo up
            ask() {
              exec 3<> /dev/tcp/127.0.0.1/9464
              printf 'GET %s HTTP/1.0\r\n\r\n' $1 >&3
              cat <&3
            }
            """
                + SPARED
                + " stall_timeout_ms=1000\n"
                + FILL
                + AWAIT_HELD
                + """
                until ask /metrics | grep -q '^forensix_recorder_waits_for_room 1'; do nap; done
                ask /health
                ask /metrics | grep '^forensix_'
                rm /tmp/disk/ballast
                wait $EXACT
                cp /tmp/truth/* $OUT
                record_stop
                """);
    assertThat(result.output())
        .contains("the file system is full")
        .contains("there is room again")
        .contains("503 Service Unavailable", "there is no room for the archive")
        .contains(
            "forensix_recorder_waits_for_room 1.0", "forensix_recorder_lost_records_total 0.0")
        .containsPattern("forensix_module_held_now [1-9]")
        .containsPattern("held: [1-9]\\d*, records meanwhile: 0\n");
    checkThatAllIsThere();
  }

  /** The collector is down: nothing may go, and the budget is used up. */
  @Test
  void aBudgetHoldsUntilTheCollectorConfirms() throws Exception {
    Guest.Result result =
        guest(
            "RECORD_OPTIONS=(--max-bytes 8M)\n"
                + SPARED
                + "\n"
                + FILL
                + AWAIT_HELD
                + """
                ls $ARCHIVE/*.cq4 > /tmp/before
                # As the sender would, once the collector is back.
                id=$(sed -n 's/^id //p' $ARCHIVE/forensix-archive)
                printf 'forensix-confirmed 1\\narchive %s\\nnext 100000000\\n' $id > $ARCHIVE/confirmed.new
                mv $ARCHIVE/confirmed.new $ARCHIVE/confirmed
                wait $EXACT
                ls $ARCHIVE/*.cq4 | comm -23 /tmp/before - | sed 's/^/went: /'
                record_stop
                """);
    assertThat(result.output())
        .contains("the archive's budget of 8388608 bytes is used up")
        .contains("there is room again")
        .containsPattern("retired [1-9]\\d* files")
        .containsPattern("went: .*cq4")
        .containsPattern("held: [1-9]\\d*, records meanwhile: 0\n");
    Verification verification = ArchiveVerifier.verify(out.resolve("archive"));
    assertThat(verification.faults()).isEmpty();
    assertThat(verification.retired().any()).isTrue();
    RecordedCalls recorded = RecordedCalls.read(out.resolve("archive"));
    assertThat(recorded.lost()).isZero();
  }

  @Test
  void withDropEachLossIsOnRecord() throws Exception {
    guest(
        "RECORD_OPTIONS=(--max-bytes 8M)\n"
            + SPARED
            + " on_stall=drop stall_timeout_ms=500\n"
            + FILL
            + """
            # Nobody confirms, nobody makes room: and yet it ends.
            wait $EXACT
            echo "lost: $(counter lost)"
            "$FORENSIX" retain $ARCHIVE --max-bytes 8M --unsent
            printf 'forensix-confirmed 1\\narchive %s\\nnext 100000000\\n' \\
              $(sed -n 's/^id //p' $ARCHIVE/forensix-archive) > $ARCHIVE/confirmed
            # A record of its own says how many are missing; it comes with the next one that has room.
            until counted waiting_bytes; ((COUNT < 4096)); do nap; done
            setpriv --reuid=65534 --regid=65534 --clear-groups true
            record_stop
            """);
    Verification verification = ArchiveVerifier.verify(out.resolve("archive"));
    assertThat(verification.faults()).isEmpty();
    long lost = RecordedCalls.read(out.resolve("archive")).lost();
    Matcher counted =
        Pattern.compile("(?m)^lost (\\d+)").matcher(Files.readString(out.resolve("auditinfo")));
    assertThat(counted.find()).isTrue();
    assertThat(lost).isPositive().isEqualTo(Long.parseLong(counted.group(1)));
  }
}
