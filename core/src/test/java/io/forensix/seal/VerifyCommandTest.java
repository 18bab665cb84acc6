// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.cli.Main;
import io.forensix.seal.SealedRecording.Laid;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code forensix verify} says of seals, and what it exits with. */
class VerifyCommandTest {
  private static final UUID RECORDING = new UUID(4, 2);
  private static final int FINE = 0;
  private static final int DAMAGED = 8;
  private static final int NOT_KNOWN = 10;

  @TempDir private Path directory;
  private final SplittableRandom random = new SplittableRandom(11);
  private final StringWriter out = new StringWriter();
  private Path archive;
  private Path file;
  private FirstKey key;

  @BeforeEach
  void key() throws IOException {
    archive = directory.resolve("web1");
    file = directory.resolve("keys");
    SealKeys.create(file, 2);
    key = SealKeys.read(file).all().getFirst();
  }

  private SealedRecording recording() {
    return new SealedRecording(key, RECORDING, 2, random, 1).run(30);
  }

  private void write(List<Laid> records) throws IOException {
    SealedArchive.write(archive, Map.of(RECORDING, records), random);
  }

  private int run(String... args) {
    out.getBuffer().setLength(0);
    return Main.run(new PrintWriter(out, true), new PrintWriter(out, true), args);
  }

  @Test
  void whatIsWhole() throws IOException {
    write(recording().stop());
    assertThat(run("verify", archive.toString())).isEqualTo(FINE);
    assertThat(out.toString()).containsPattern("seals: \\d+ are there, and were not checked");
    assertThat(run("verify", archive.toString(), "--seal-key", file.toString())).isEqualTo(FINE);
    assertThat(out.toString())
        .containsPattern(
            "sealed: key %s: \\d+ seals of 2 CPUs prove 32 records, from .*; its end is there"
                .formatted(key.id()));
    assertThat(
            run(
                "verify",
                archive.toString(),
                "--seal-key",
                file.toString(),
                "--taken",
                "2300-01-01T00:00:00Z"))
        .isEqualTo(FINE);
    assertThat(out.toString()).contains("32 of these records were sealed before 2300");
    assertThat(run("print", archive.toString(), "--all")).isEqualTo(FINE);
    assertThat(out.toString())
        .contains(
            "=== seal 0, of cpu 0 number 0, over 0 bytes, key " + key.id() + ", the first ===")
        .containsPattern("=== seal \\d+, of cpu 1 number \\d+, over \\d+ bytes, .*, the last ===");
  }

  @Test
  void whatIsNot() throws IOException {
    List<Laid> records = recording().stop();
    byte[] changed = records.get(10).bytes();
    changed[24] ^= 1;
    write(records);
    assertThat(run("verify", archive.toString(), "--seal-key", file.toString())).isEqualTo(DAMAGED);
    assertThat(out.toString())
        .contains("sound: ", "not proved: block ", "  up to ", "not proved by its seals: 1 faults");
  }

  @Test
  void whatIsOpen() throws IOException {
    write(recording().laid());
    String[] command = {"verify", archive.toString(), "--seal-key", file.toString()};
    assertThat(run(command)).isEqualTo(NOT_KNOWN);
    assertThat(out.toString()).contains("its end is open: nothing is known of what came later");
    assertThat(run(command[0], command[1], command[2], command[3], "--running")).isEqualTo(FINE);
  }

  @Test
  void whatIsUnsealed() throws IOException {
    List<Laid> records = recording().stop();
    records.removeIf(Laid::isSeal);
    write(SealedArchive.renumbered(records));
    assertThat(run("verify", archive.toString())).isEqualTo(FINE);
    assertThat(out.toString()).contains("unsealed: who could write to it");
    assertThat(run("verify", archive.toString(), "--seal-key", file.toString())).isEqualTo(DAMAGED);
    assertThat(out.toString()).contains("are not sealed", "unsealed: nothing in it is sealed with");
  }

  @Test
  void aCollectorHasTheKeys() throws IOException {
    Path kept = SealKeys.ofHost(directory, "web1");
    key = SealKeys.issue(kept, java.time.Instant.EPOCH);
    write(recording().stop());
    Files.writeString(
        archive.resolve("forensix-archive"), "copy_of web1\n", StandardOpenOption.APPEND);
    assertThat(run("verify", archive.toString())).isEqualTo(FINE);
    assertThat(out.toString()).contains("sealed: key " + key.id(), "its end is there");
    SealKeys.issue(kept, java.time.Instant.EPOCH);
    assertThat(run("verify", archive.toString())).isEqualTo(DAMAGED);
    assertThat(out.toString()).contains("nothing is sealed with key");
    assertThat(run("verify", archive.toString(), "--running")).isEqualTo(FINE);
  }
}
