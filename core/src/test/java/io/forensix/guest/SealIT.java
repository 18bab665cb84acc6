// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Verification;
import io.forensix.seal.SealKeys;
import io.forensix.seal.SealReport;
import io.forensix.seal.SealVerifier;
import io.forensix.seal.Sealed;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The kernel seals what it records under load, and what it sealed is what the archive has. */
class SealIT {
  @TempDir private Path out;

  /**
   * Two recordings of one load of the module, in rings so small that callers have to wait for the
   * sealer; a CPU goes and comes back, a reader is killed and another one goes on.
   */
  @Test
  void sealsAllThatIsRecorded() throws Exception {
    Guest.Result result =
        Guest.sharing(out)
            .cpus(2)
            .timeout(900)
            .run(
                Recorder.SHELL
                    + """
                    "$FORENSIX" seal-keys /tmp/keys --count 3
                    stat -c 'mode %a' /tmp/keys
                    cp /tmp/keys $OUT/keys
                    insmod "$MODULE" ring_bytes=524288 spare_session=$(ps -o sid= -p $$ | tr -d ' ')
                    "$FORENSIX" seal --key /tmp/keys
                    "$FORENSIX" seal --key /tmp/keys
                    record_begin
                    setsid $TESTS/load 6 4 > /dev/null &
                    LOAD=$!
                    nap 1
                    echo 0 > /sys/devices/system/cpu/cpu1/online
                    nap 1
                    kill -9 $RECORDER
                    wait $RECORDER || true
                    until counted held_now; ((COUNT)); do nap; done
                    record_begin
                    echo 1 > /sys/devices/system/cpu/cpu1/online
                    wait $LOAD
                    record_end
                    echo "sealing $(counter sealing) after the first"
                    "$FORENSIX" seal --key /tmp/keys
                    record_begin
                    ls -l / > /dev/null
                    record_stop
                    cp /tmp/keys $OUT/left
                    """);
    assertThat(result.exitCode()).as(result.output()).isZero();
    assertThat(result.output()).contains("mode 600", "sealed already", "sealing 0 after the first");

    Path archive = out.resolve("archive");
    Verification whole = ArchiveVerifier.verify(archive);
    assertThat(whole.faults()).isEmpty();
    SealKeys keys = SealKeys.read(out.resolve("keys"));
    assertThat(SealKeys.read(out.resolve("left")).all())
        .singleElement()
        .extracting(io.forensix.seal.FirstKey::id)
        .isEqualTo(keys.all().get(2).id());

    SealReport report = SealVerifier.verify(archive, keys, false, null);
    assertThat(report.faults()).isEmpty();
    assertThat(report.recordings()).extracting(Sealed::end).containsOnly(Sealed.End.WHOLE);
    assertThat(report.recordings())
        .extracting(Sealed::key)
        .containsExactly(keys.all().get(0).id(), keys.all().get(1).id());
    assertThat(report.recordings()).extracting(Sealed::rings).containsOnly(2);
    Sealed first = report.recordings().getFirst();
    assertThat(first.seals()).isGreaterThan(20);
    assertThat(whole.seals())
        .isEqualTo(report.recordings().stream().mapToLong(Sealed::seals).sum());
    assertThat(first.records()).isGreaterThan(1_000);

    changeOneByte(archive);
    // Whoever changes a byte and nothing else is found by the sums as well.
    assertThat(ArchiveVerifier.verify(archive).faults()).isNotEmpty();
    assertThat(SealVerifier.verify(archive, keys, false, null).faults()).isNotEmpty();
  }

  private static void changeOneByte(Path archive) throws Exception {
    try (var files = Files.list(archive)) {
      Path file = files.filter(path -> path.toString().endsWith(".cq4")).findFirst().orElseThrow();
      try (var channel =
          java.nio.channels.FileChannel.open(
              file,
              java.nio.file.StandardOpenOption.READ,
              java.nio.file.StandardOpenOption.WRITE)) {
        var one = java.nio.ByteBuffer.allocate(1);
        long at = 1 << 20;
        channel.read(one, at);
        one.put(0, (byte) (one.get(0) ^ 1)).rewind();
        channel.write(one, at);
      }
    }
  }
}
