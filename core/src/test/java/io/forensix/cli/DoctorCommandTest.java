// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.Archive;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.Samples;
import io.forensix.record.RecordHead;
import io.forensix.ring.KernelClock;
import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Machines that are well, and others. */
class DoctorCommandTest {
  private static final String RELEASE = "6.1.0-50-amd64";

  @TempDir Path directory;
  private Path root;
  private Path archive;
  private Path certs;
  private Authority authority;

  /** A machine on which all is well. */
  @BeforeEach
  void begin() throws IOException {
    root = directory.resolve("root");
    put("proc/sys/kernel/osrelease", RELEASE + "\n");
    put("lib/modules/" + RELEASE + "/build/Makefile", "");
    put("sys/module/forensix/refcnt", "1\n");
    put("proc/auditinfo", auditinfo(RecordHead.ABI_VERSION, 1, 77, 0));
    put("dev/forensix", "");
    mode(root.resolve("dev/forensix"), "rw-------");
    archive = directory.resolve("archive");
    try (Archive writer = Archive.open(archive, Samples.options())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      writer.accept(Samples.batch(0, 0, 3, 100));
    }
    authority = Authority.open(directory.resolve("authority"));
    certs = issue(Duration.ofDays(300));
  }

  private Path issue(Duration life) throws IOException {
    Instant now = Instant.now();
    return authority.issue(Role.HOST, "web1", List.of(), now.minusSeconds(60), now.plus(life));
  }

  private static String auditinfo(int abi, int recording, int reader, int lost) {
    return "forensix %d\nrecording %d\nreader %d\nheld_now 0\nlost %d\n"
        .formatted(abi, recording, reader, lost);
  }

  private void put(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private static void mode(Path file, String mode) throws IOException {
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
  }

  private Cli.Result doctor(Object... more) {
    Object[] all = new Object[more.length + 6];
    System.arraycopy(
        new Object[] {"doctor", archive, "--root", root, "--certs", certs}, 0, all, 0, 6);
    System.arraycopy(more, 0, all, 6, more.length);
    return Cli.run(all);
  }

  private void fails(String level, String what, String text) {
    Cli.Result result = doctor();
    assertThat(result.out())
        .containsPattern("(?m)^" + level + "  +" + what + " .*\\Q" + text + "\\E.*\n +→ \\S");
    assertThat(result.code()).isEqualTo(level.equals("fail") ? 1 : 0);
  }

  @Test
  void whereAllIsWellNothingFails() {
    Cli.Result result = doctor();
    assertThat(result.code()).as(result.out()).isZero();
    assertThat(result.out()).doesNotContainPattern("(?m)^fail");
    for (String what :
        List.of("java", "kernel", "headers", "module", "device", "recording", "archive", "key")) {
      assertThat(result.out()).containsPattern("(?m)^ok +" + what + " ");
    }
    assertThat(result.out()).containsPattern("ok +certificate +of web1, until 20");
    assertThat(doctor("--json").out())
        .startsWith("{\"failed\":false,\"findings\":[{\"level\":\"ok\",\"what\":\"java\",")
        .endsWith("]}\n");
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    Files.delete(root.resolve("lib/modules/" + RELEASE + "/build/Makefile"));
    fails("warn", "headers", "there are none of " + RELEASE);
    Files.delete(root.resolve("dev/forensix"));
    fails("fail", "device", "there is no ");
    Files.delete(root.resolve("proc/auditinfo"));
    fails("fail", "module", "does not say of which version");
    Files.delete(root.resolve("sys/module/forensix/refcnt"));
    Files.delete(root.resolve("sys/module/forensix"));
    assertThat(doctor().out()).containsPattern("(warn|fail) +module ");
    Files.delete(root.resolve("proc/sys/kernel/osrelease"));
    fails("fail", "kernel", "cannot tell which one runs");
    assertThat(Cli.run("doctor", "--root", directory.resolve("nothing")).code()).isEqualTo(1);
  }

  @Test
  void whatDoesNotFitIsNamed() throws Exception {
    put("proc/auditinfo", auditinfo(999, 1, 77, 0));
    fails("fail", "module", "ABI version 999");
    put("proc/auditinfo", auditinfo(RecordHead.ABI_VERSION, 1, 0, 0));
    fails("fail", "recording", "nobody reads");
    put("proc/auditinfo", auditinfo(RecordHead.ABI_VERSION, 0, 0, 0));
    fails("warn", "recording", "nothing is recorded");
    put("proc/auditinfo", auditinfo(RecordHead.ABI_VERSION, 1, 77, 5));
    fails("warn", "recording", "5 records were lost");
    mode(root.resolve("dev/forensix"), "rw-rw-rw-");
    fails("fail", "device", "is open to everybody");
    mode(root.resolve("dev/forensix"), "rw-------");
    put("sys/module/module/parameters/sig_enforce", "Y\n");
    assertThat(doctor().out()).containsPattern("warn +signature ");
    put("proc/sys/kernel/osrelease", "5.10.0-9-amd64\n");
    fails("fail", "kernel", "older than 6.1");
    put("proc/sys/kernel/osrelease", "9.1.0\n");
    fails("warn", "kernel", "newer than any");
    put("sys/kernel/realtime", "1\n");
    fails("fail", "kernel", "PREEMPT_RT");
  }

  @Test
  void certificatesThatAreOfNoUseAreNamed() throws Exception {
    mode(certs.resolve("peer.key"), "rw-r--r--");
    fails("fail", "key", "is not this machine's alone");
    certs = issue(Duration.ofDays(10));
    fails("warn", "certificate", "is good until");
    certs = issue(Duration.ofSeconds(-1));
    fails("fail", "certificate", "it expired on");
    certs = issue(Duration.ofDays(300));
    assertThat(Cli.run("certs", directory.resolve("authority"), "--revoke", "web1").code())
        .isZero();
    Files.copy(
        directory.resolve("authority/revoked.crl"),
        certs.resolve("revoked.crl"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    fails("fail", "certificate", "it was revoked on");
    Path other = directory.resolve("other");
    Authority.open(other);
    Files.copy(
        other.resolve("ca.crt"),
        certs.resolve("ca.crt"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    fails("fail", "certificate", "it is not of our authority");
    Files.delete(certs.resolve("ca.crt"));
    fails("fail", "certificate", "there is no ca.crt");
    certs = directory.resolve("nowhere");
    fails("fail", "certificate", "there is no ca.crt");
  }

  @Test
  void archivesThatAreNoneAreNamed() throws Exception {
    Path file = archive.resolve("forensix-archive");
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, "\u001b[31mnonsense\n".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    fails("fail", "archive", "archive of version null");
    Files.write(file, whole);
    Files.writeString(archive.resolve("retired"), "nonsense\n");
    fails("fail", "archive", "it does not say what was retired");
    Files.delete(archive.resolve("retired"));
    Files.writeString(archive.resolve("confirmed"), "\u001b[31m\n");
    fails("warn", "collector", "it has 0 blocks of 2");
    archive = directory.resolve("none/yet");
    fails("warn", "archive", "there is no ");
  }

  /** Records of this boot, made when the wall clock showed another time. */
  @Test
  void aClockThatWasSetIsNamed() throws Exception {
    archive = directory.resolve("stepped");
    KernelClock clock = KernelClock.read();
    for (long step : new long[] {0, 3_600_000_000_000L}) {
      try (Archive writer =
          Archive.open(archive, Samples.options().withRoll(io.forensix.archive.Roll.DAY))) {
        writer.begin(Samples.meta(HostIdentity.read(), clock.wallAtZero() - step));
      }
      assertThat(doctor().out())
          .containsPattern(
              step == 0 ? "ok +clock steps +none" : "warn +clock steps .* 3600\\.\\d s");
      archive = directory.resolve("stepped-again");
    }
  }

  @Test
  void aClockThatIsWrongIsNamed() {
    Findings findings = new Findings();
    ArchiveCheckup checkup = new ArchiveCheckup(findings);
    checkup.clock(Instant.parse("1970-01-01T00:10:00Z"), new KernelClock(true, 10, 0));
    checkup.clock(Instant.now(), new KernelClock(false, 16_000_000, 0));
    checkup.clock(Instant.now(), new KernelClock(true, 2_500_000, 0));
    checkup.clock(Instant.now(), new KernelClock(true, 1_000, 0));
    assertThat(findings.text().lines().filter(line -> !line.contains("→")))
        .extracting(line -> line.substring(0, 4).strip())
        .containsExactly("fail", "warn", "warn", "ok");
    KernelClock now = KernelClock.read();
    assertThat(now.wallAtZero()).isPositive();
  }

  /** Whatever is in the files, it says something, and nothing that a terminal would obey. */
  @Test
  void hostileFilesAreOnlyLookedAt() throws Exception {
    Random random = new Random(11);
    List<Path> files =
        List.of(
            root.resolve("proc/sys/kernel/osrelease"),
            root.resolve("proc/auditinfo"),
            archive.resolve("end"),
            archive.resolve("forensix-archive"),
            archive.resolve("confirmed"),
            certs.resolve("peer.crt"),
            certs.resolve("peer.key"),
            certs.resolve("revoked.crl"));
    for (int i = 0; i < 40; i++) {
      Path file = files.get(i % files.size());
      byte[] before = Files.exists(file) ? Files.readAllBytes(file) : null;
      byte[] noise = new byte[random.nextInt(5_000)];
      random.nextBytes(noise);
      Files.write(file, noise);
      Cli.Result result = doctor();
      assertThat(result.code()).as(file + ": " + result.err()).isBetween(0, 1);
      assertThat(result.out()).doesNotContain("\u001b").contains("java");
      if (before != null) {
        Files.write(file, before);
      }
    }
  }
}
