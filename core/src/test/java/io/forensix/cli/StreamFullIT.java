// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveFull;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Confirmed;
import io.forensix.archive.Samples;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The disk of a sender, or of a collector, is full: a small file system of its own. Nothing is lost
 * or broken, and it goes on when there is room. Needs root.
 */
class StreamFullIT {
  private static final int SECONDS = 90;
  private static final int BLOCK_BYTES = 400_000;
  private static final int RECORDS = 40;

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();
  private Path disk;
  private Path ballast;
  private int port;

  @BeforeEach
  void mount() throws Exception {
    disk = Files.createDirectory(directory.resolve("disk"));
    int failed =
        new ProcessBuilder("mount", "-t", "tmpfs", "-o", "size=48m", "none", disk.toString())
            .inheritIO()
            .start()
            .waitFor();
    assumeThat(failed).as("a file system can be mounted here").isZero();
    ballast = Files.write(disk.resolve("ballast"), new byte[36 << 20]);
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    for (List<String> who :
        List.of(List.of("--collector", "localhost"), List.of("--host", "web1"))) {
      assertThat(Cli.run("certs", directory.resolve("authority"), who.get(0), who.get(1)).code())
          .isZero();
    }
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    new ProcessBuilder("umount", disk.toString()).start().waitFor();
  }

  @Test
  void aCollectorWithoutRoomMakesTheHostWait() throws Exception {
    Path archive = directory.resolve("archive");
    Process collector = collect(disk.resolve("store"));
    Process sender = send(archive);
    try (Archive writer = Archive.open(archive, Samples.options())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      fill(writer, 60);
      await(() -> log(collector).contains("the file system is full"));
      // It has what it said that it has, and no more.
      long confirmed = confirmed(archive);
      assertThat(confirmed).isBetween(1L, 60L);
      assertThat(blocks(disk.resolve("store/web1"))).isGreaterThanOrEqualTo(confirmed);
      fill(writer, 5);
      TimeUnit.SECONDS.sleep(2);
      assertThat(sender.isAlive()).isTrue();
      Files.delete(ballast);
      await(() -> blocks(disk.resolve("store/web1")) == writer.blocks());
    }
    stop(sender);
    stop(collector);
    check(archive, disk.resolve("store/web1"));
    assertThat(confirmed(archive)).isEqualTo(blocks(archive));
  }

  @Test
  void aHostWithoutRoomSendsWhatItHas() throws Exception {
    Path archive = disk.resolve("archive");
    Path copy = directory.resolve("store/web1");
    Process collector = collect(directory.resolve("store"));
    try (Archive writer = Archive.open(archive, Samples.options())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      Process sender = send(archive);
      int written = 0;
      boolean full = false;
      while (!full) {
        try {
          fill(writer, 1);
          written++;
        } catch (ArchiveFull e) {
          full = true;
        }
      }
      // Not a byte is left, not even for the file that says how much the collector has.
      byte[] rest = new byte[64 << 10];
      try (var out = Files.newOutputStream(disk.resolve("rest"))) {
        while (true) {
          out.write(rest);
        }
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("No space left");
      }
      assertThat(written).isGreaterThan(10);
      await(() -> blocks(copy) == writer.blocks());
      assertThat(sender.isAlive()).isTrue();
      Files.delete(disk.resolve("rest"));
      Files.delete(ballast);
      fill(writer, 40);
      await(() -> blocks(copy) == writer.blocks());
      stop(sender);
    }
    stop(collector);
    check(archive, copy);
    assertThat(confirmed(archive)).isEqualTo(blocks(archive));
  }

  private static void check(Path archive, Path copy) throws IOException {
    assertThat(ArchiveVerifier.verify(archive).faults()).isEmpty();
    assertThat(ArchiveVerifier.verify(copy)).isEqualTo(ArchiveVerifier.verify(archive));
    assertThat(StreamKillIT.hashes(copy)).isEqualTo(StreamKillIT.hashes(archive));
  }

  private static void fill(Archive writer, int blocks) throws IOException {
    for (int i = 0; i < blocks; i++) {
      long seq = writer.lastSeq(Samples.RECORDING, 0).orElse(-1) + 1;
      writer.accept(Samples.batch(0, seq, RECORDS, BLOCK_BYTES / RECORDS));
    }
  }

  private static long confirmed(Path archive) throws IOException {
    return Confirmed.next(Confirmed.file(archive), ArchiveIdentity.read(archive).id());
  }

  private static long blocks(Path archive) throws IOException {
    return ArchiveIdentity.isArchive(archive) ? ArchiveVerifier.verify(archive).blocks() : 0;
  }

  private Process collect(Path store) throws IOException {
    return start(
        "collect",
        "--listen",
        "127.0.0.1:" + port,
        "--store",
        store,
        "--reserve",
        0,
        "--certs",
        directory.resolve("authority/localhost"));
  }

  private Process send(Path archive) throws IOException {
    return start(
        "send",
        archive,
        "--to",
        "localhost:" + port,
        "--certs",
        directory.resolve("authority/web1"));
  }

  private Process start(Object... arguments) throws IOException {
    Process process =
        Cli.packed(List.of(), directory.resolve("classes" + processes.size()), arguments)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(processes.size() + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private String log(Process process) throws IOException {
    return Files.readString(directory.resolve(processes.indexOf(process) + ".log"));
  }

  private void stop(Process process) throws Exception {
    process.destroy();
    assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(log(process)).isZero();
  }

  private interface Condition {
    boolean met() throws IOException;
  }

  private void await(Condition condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.met()) {
      if (System.nanoTime() > end) {
        StringBuilder logs = new StringBuilder("not in time");
        for (Process process : processes) {
          logs.append('\n').append(log(process));
        }
        throw new AssertionError(logs.toString());
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
