// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Samples;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sender, the collector, or both are killed at any moment, again and again, while the archive
 * grows: in the end the copy has each block once, in order, and as it is. {@code forensix.kills}
 * says how often.
 */
class StreamKillIT {
  private static final int KILLS = Integer.getInteger("forensix.kills", 10);

  /** How long a round goes on at most, once there is a connection. */
  private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private static final long END_SECONDS = 90;
  private static final Pattern HAS = Pattern.compile("it has (\\d+) blocks");

  @TempDir Path directory;
  private Path archive;
  private Path copy;
  private int port;
  private Process collector;
  private Process sender;
  private Path senderLog;
  private long connectionsBefore;

  @AfterEach
  void end() {
    kill(sender);
    kill(collector);
  }

  @Test
  void eachBlockArrivesOnceWhateverIsKilled() throws Exception {
    archive = directory.resolve("archive");
    copy = directory.resolve("store/web1");
    senderLog = directory.resolve("sender.log");
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    issue("--collector", "localhost");
    issue("--host", "web1");
    SplittableRandom random = new SplittableRandom(17);
    try (Archive writer = Archive.open(archive, Samples.options())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      startCollector();
      startSender();
      // The first two end in peace, so that those after them start sooner.
      awaitAll(writer.blocks());
      stop(sender);
      stop(collector);
      startCollector();
      startSender();
      connectionsBefore = connections();
      long kept = 0;
      for (int round = 0; round < KILLS; round++) {
        if (random.nextInt(4) > 0) {
          awaitConnection();
        }
        write(writer, random, System.nanoTime() + random.nextLong(MOST_NANOS));
        int victims = random.nextInt(1, 4);
        if ((victims & 1) != 0) {
          kill(sender);
        }
        if ((victims & 2) != 0) {
          kill(collector);
          kept = checkKept(kept, round);
          startCollector();
        }
        if ((victims & 1) != 0) {
          startSender();
        }
        connectionsBefore = connections();
      }
      awaitAll(writer.blocks());
    }
    stop(sender);
    stop(collector);
    assertThat(hashes(copy)).isEqualTo(hashes(archive));
    assertThat(ArchiveVerifier.verify(copy).faults()).isEmpty();
    checkThatNoneWasTakenBack();
  }

  private void issue(String role, String name) {
    assertThat(Cli.run("certs", directory.resolve("authority"), role, name).code()).isZero();
  }

  private void startCollector() throws IOException {
    collector =
        start(
            directory.resolve("collector.log"),
            "collect",
            "--listen",
            "127.0.0.1:" + port,
            "--store",
            directory.resolve("store"),
            "--reserve",
            0,
            "--certs",
            directory.resolve("authority/localhost"));
  }

  private void startSender() throws IOException {
    sender =
        start(
            senderLog,
            "send",
            archive,
            "--to",
            "localhost:" + port,
            "--window",
            400_000,
            "--certs",
            directory.resolve("authority/web1"));
  }

  private static Process start(Path log, Object... arguments) throws IOException {
    return Cli.packed(List.of(), log.resolveSibling(arguments[0] + ".classes"), arguments)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** Waits for a sender that is sending; one that was killed is not. */
  private void awaitConnection() throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    while (connections() == connectionsBefore) {
      assertThat(System.nanoTime()).as(this::logs).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(2);
    }
  }

  private long connections() throws IOException {
    return HAS.matcher(Files.readString(senderLog)).results().count();
  }

  /** Adds blocks until it is time. */
  private static void write(Archive writer, SplittableRandom random, long end) throws IOException {
    long seq = writer.lastSeq(Samples.RECORDING, 0).orElse(-1) + 1;
    do {
      int count = random.nextInt(1, 4);
      writer.accept(Samples.batch(0, seq, count, random.nextInt(8_000)));
      seq += count;
      LockSupport.parkNanos(random.nextLong(1_000_000));
    } while (System.nanoTime() < end);
  }

  private static void kill(Process process) {
    if (process != null && process.isAlive()) {
      process.destroyForcibly();
      try {
        assertThat(process.waitFor()).isEqualTo(137);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** A collector that was killed leaves whole blocks, and none less than it had before. */
  private long checkKept(long before, int round) throws IOException {
    if (!Files.exists(copy.resolve("forensix-archive"))) {
      return 0;
    }
    List<String> kept = hashes(copy);
    assertThat(kept).as("round %d", round).hasSizeGreaterThanOrEqualTo((int) before);
    assertThat(kept).as("round %d", round).isEqualTo(hashes(archive).subList(0, kept.size()));
    return kept.size();
  }

  private void awaitAll(long blocks) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(END_SECONDS);
    while (!Files.exists(copy.resolve("forensix-archive")) || hashes(copy).size() < blocks) {
      assertThat(System.nanoTime()).as(this::logs).isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  private String logs() {
    try {
      return Files.readString(senderLog) + Files.readString(directory.resolve("collector.log"));
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What a collector has acknowledged, and told of, it has for good. */
  private void checkThatNoneWasTakenBack() throws IOException {
    Matcher has = HAS.matcher(Files.readString(senderLog));
    long before = 0;
    int times = 0;
    while (has.find()) {
      long now = Long.parseLong(has.group(1));
      assertThat(now).isGreaterThanOrEqualTo(before);
      before = now;
      times++;
    }
    assertThat(times).as("connections").isGreaterThan(KILLS / 2);
  }

  private static void stop(Process process) throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("it ends").isTrue();
    assertThat(process.exitValue()).as("after SIGTERM").isZero();
  }

  static List<String> hashes(Path archive) throws IOException {
    List<String> hashes = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(archive, fault -> {})) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      while (reader.next()) {
        byte[] block = reader.block().whole().toArray(ValueLayout.JAVA_BYTE);
        hashes.add(
            reader.block().place() + " " + HexFormat.of().formatHex(digest.digest(block), 0, 12));
      }
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
    return hashes;
  }
}
