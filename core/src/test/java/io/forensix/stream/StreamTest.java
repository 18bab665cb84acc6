// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveDamaged;
import io.forensix.archive.ArchiveException;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Confirmed;
import io.forensix.archive.Retention;
import io.forensix.archive.Roll;
import io.forensix.archive.Samples;
import io.forensix.stream.trust.Role;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sender and a collector that mean well, over TLS on the loopback interface. */
class StreamTest {
  @TempDir Path directory;
  private Rig rig;
  private Path web1;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  @BeforeEach
  void start() throws IOException {
    rig = new Rig(directory);
    web1 = rig.issue(Role.HOST, "web1");
  }

  @AfterEach
  void stop() {
    rig.close();
  }

  @Test
  void theCopyHasTheSameBlocksAtTheSamePlaces() throws Exception {
    rig.record("web1", 200, 20_000);
    Sender.Sent sent = rig.send("web1", web1);
    assertThat(sent.blocks()).isEqualTo(201);
    assertThat(sent.durable()).isEqualTo(201);
    rig.checkCopy("web1");
  }

  @Test
  void itGoesOnAfterTheLastBlockThatIsThere() throws Exception {
    rig.record("web1", 5, 100);
    rig.send("web1", web1);
    rig.record("web1", 7, 30_000);
    assertThat(rig.send("web1", web1).blocks()).isEqualTo(8);
    assertThat(rig.send("web1", web1).blocks()).isZero();
    rig.stop();
    rig.start();
    rig.record("web1", 1, 10);
    assertThat(rig.send("web1", web1).blocks()).isEqualTo(2);
    rig.checkCopy("web1");
  }

  @Test
  void filesFollowOneAnother() throws Exception {
    Instant[] now = {Instant.parse("2026-03-01T10:00:00Z")};
    try (Archive archive =
        Archive.open(
            rig.archive("web1"),
            Samples.options().withRoll(Roll.FIVE_MINUTES).withClock(() -> now[0]))) {
      archive.begin(Samples.meta(Samples.RECORDING));
      for (int i = 0; i < 40; i++) {
        now[0] = now[0].plus(Duration.ofSeconds(50));
        archive.accept(Samples.batch(0, i, 1, 7 + i));
      }
    }
    rig.send("web1", web1);
    rig.checkCopy("web1");
    try (Stream<Path> files = Files.list(rig.copy("web1"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".cq4"))).hasSize(7);
    }
  }

  @Test
  void whatIsWrittenMeanwhileIsSentMeanwhile() throws Exception {
    rig.record("web1", 1, 10);
    Sender sender = rig.sender(rig.following("web1"), web1);
    CompletableFuture<Sender.Sent> sent = run(sender);
    for (int i = 0; i < 5; i++) {
      rig.record("web1", 100, 300);
    }
    Rig.await(() -> durable("web1") == 507);
    rig.record("web1", 1, 10);
    Rig.await(() -> durable("web1") == 509);
    sender.requestStop();
    assertThat(sent.get().durable()).isEqualTo(509);
    rig.checkCopy("web1");
  }

  private static CompletableFuture<Sender.Sent> run(Sender sender) {
    CompletableFuture<Sender.Sent> sent = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            sent.complete(sender.run());
          } catch (IOException | InterruptedException | RuntimeException e) {
            sent.completeExceptionally(e);
          }
        });
    return sent;
  }

  private int durable(String host) {
    try {
      return Files.exists(rig.copy(host)) ? Rig.blocks(rig.copy(host)).size() : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  @Test
  void itStopsAtOnceWhereNobodyAnswers() throws Exception {
    rig.record("web1", 1, 10);
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      SenderOptions following =
          SenderOptions.of(
              rig.archive("web1"),
              InetSocketAddress.createUnresolved("localhost", silent.getLocalPort()));
      Sender sender = rig.sender(following, web1);
      CompletableFuture<Sender.Sent> sent = run(sender);
      try (Socket caller = silent.accept()) {
        sender.requestStop();
        assertThat(sent.get(5, TimeUnit.SECONDS)).isEqualTo(new Sender.Sent(0, 0, 0, 0));
        assertThat(caller.isClosed()).isFalse();
      }
    }
  }

  @Test
  void itOutlivesACollectorThatGoesAndComesBack() throws Exception {
    rig.record("web1", 300, 5_000);
    Sender sender = rig.sender(rig.following("web1"), web1);
    CompletableFuture<Sender.Sent> sent = run(sender);
    for (int i = 0; i < 3; i++) {
      rig.stop();
      rig.record("web1", 100, 5_000);
      rig.start();
    }
    Rig.await(() -> durable("web1") == 604);
    sender.requestStop();
    sent.get();
    rig.checkCopy("web1");
    assertThat(rig.senderLog).anyMatch(line -> line.contains("trying again in"));
  }

  @Test
  void whatIsPackedArrivesAsItWas() throws Exception {
    rig.record("web1", 50, 50_000);
    SenderOptions packed = rig.once("web1").packed();
    assertThat(rig.sender(packed, web1).run().blocks()).isEqualTo(51);
    rig.checkCopy("web1");
  }

  @Test
  void hostsHaveACopyEach() throws Exception {
    Path web2 = rig.issue(Role.HOST, "web2");
    rig.record("web1", 30, 4_000);
    rig.record("web2", 20, 4_000);
    CompletableFuture<Sender.Sent> one = run(rig.sender(rig.once("web1"), web1));
    CompletableFuture<Sender.Sent> two = run(rig.sender(rig.once("web2"), web2));
    assertThat(one.get().durable()).isEqualTo(31);
    assertThat(two.get().durable()).isEqualTo(21);
    rig.checkCopy("web1");
    rig.checkCopy("web2");
  }

  /** A host that sends the archive of another one adds to its own copy, and to no other. */
  @Test
  void theCertificateAloneSaysWhoseCopyItIs() throws Exception {
    rig.record("web1", 10, 100);
    rig.send("web1", web1);
    Path web2 = rig.issue(Role.HOST, "web2");
    rig.record("web1", 10, 100);
    rig.send("web1", web2);
    assertThat(Rig.blocks(rig.copy("web1"))).hasSize(11);
    assertThat(Rig.blocks(rig.copy("web2"))).hasSize(22);
  }

  @Test
  void ofTwoSendersOfAHostTheSecondWaits() throws Exception {
    rig.record("web1", 10, 100);
    Sender first = rig.sender(rig.following("web1"), web1);
    CompletableFuture<Sender.Sent> sent = run(first);
    Rig.await(() -> durable("web1") == 11);
    Sender second = rig.sender(rig.following("web1"), web1);
    CompletableFuture<Sender.Sent> waiting = run(second);
    rig.awaitLog("web1: refused: another sender of this host is connected");
    first.requestStop();
    sent.get();
    rig.record("web1", 10, 100);
    Rig.await(() -> durable("web1") == 22);
    second.requestStop();
    assertThat(waiting.get().blocks()).isEqualTo(11);
    rig.checkCopy("web1");
  }

  @Test
  void anArchiveThatWasChangedIsNotContinued() throws Exception {
    rig.record("web1", 10, 100);
    rig.send("web1", web1);
    Path kept = rig.archive("web1").resolveSibling("kept");
    Files.move(rig.archive("web1"), kept);
    rig.record("web1", 10, 100);
    assertThatThrownBy(() -> rig.send("web1", web1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("another archive of web1 is kept already");
    // With the name of the one that is kept, its blocks are others still.
    Files.copy(
        kept.resolve("forensix-archive"),
        rig.archive("web1").resolve("forensix-archive"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThatThrownBy(() -> rig.send("web1", web1)).isInstanceOf(Refused.class);
    assertThat(Rig.blocks(rig.copy("web1"))).isEqualTo(Rig.blocks(kept));
  }

  @Test
  void anArchiveThatWasCutIsNotContinued() throws Exception {
    rig.record("web1", 10, 100);
    Path before = directory.resolve("before");
    copy(rig.archive("web1"), before);
    rig.record("web1", 10, 100);
    rig.send("web1", web1);
    Rig cut = rig;
    copy(before, rig.archive("web1"));
    assertThatThrownBy(() -> cut.send("web1", web1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(
            "the collector has block 21 of this archive, and the archive has not");
    rig.record("web1", 30, 50);
    assertThatThrownBy(() -> cut.send("web1", web1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("the collector has another block 21 than this archive");
    assertThat(Rig.blocks(rig.copy("web1"))).hasSize(22);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    }
  }

  @Test
  void aDamagedArchiveIsSentUpToTheDamage() throws Exception {
    rig.record("web1", 20, 1_000);
    Path file = Samples.queueFile(rig.archive("web1"), 0);
    byte[] whole = Files.readAllBytes(file);
    byte[] tenth = Rig.raw(rig.archive("web1")).get(10);
    int at = indexOf(whole, tenth) + 500;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(new byte[] {(byte) ~whole[at]}), at);
    }
    assertThatThrownBy(() -> rig.send("web1", web1))
        .isInstanceOf(ArchiveDamaged.class)
        .hasMessageStartingWith("block 10");
    assertThat(Rig.blocks(rig.copy("web1"))).hasSize(10);
  }

  private static int indexOf(byte[] whole, byte[] part) {
    int at = 0;
    while (!Arrays.equals(whole, at, at + part.length, part, 0, part.length)) {
      at++;
    }
    return at;
  }

  /** Files that the collector has go here, and both sides know where the archive begins. */
  @Test
  void whatIsConfirmedMayBeRetired() throws Exception {
    recordFiles("web1", 3);
    Path archive = rig.archive("web1");
    Retention all = new Retention(Duration.ZERO, 0, List.of(Confirmed.file(archive)), false);
    assertThat(all.apply(archive, Instant.now())).isEqualTo(new Retention.Outcome(0, 0, 0, 2));
    List<String> original = Rig.blocks(archive);
    rig.send("web1", web1);
    assertThat(all.apply(archive, Instant.now()).files()).isEqualTo(2);
    assertThat(Rig.blocks(rig.copy("web1"))).isEqualTo(original);
    recordFiles("web1", 2);
    rig.send("web1", web1);
    assertThat(Rig.blocks(rig.copy("web1")))
        .startsWith(original.toArray(String[]::new))
        .endsWith(Rig.blocks(archive).toArray(String[]::new));
    assertThat(ArchiveVerifier.verify(rig.copy("web1")).faults()).isEmpty();
    assertThat(ArchiveVerifier.verify(archive).faults()).isEmpty();
  }

  /** The block that the collector has last is the last one that was retired. */
  @Test
  void itGoesOnWhereAllThatWasConfirmedIsRetired() throws Exception {
    recordFiles("web1", 2);
    rig.send("web1", web1);
    Path archive = rig.archive("web1");
    int kept = Rig.blocks(rig.copy("web1")).size();
    recordFiles("web1", 1);
    Retention all = new Retention(Duration.ZERO, 0, List.of(Confirmed.file(archive)), false);
    assertThat(all.apply(archive, Instant.now()).blocks()).isEqualTo(kept);
    rig.send("web1", web1);
    assertThat(Rig.blocks(rig.copy("web1"))).hasSize(kept + Rig.blocks(archive).size());
    assertThat(ArchiveVerifier.verify(rig.copy("web1")).faults()).isEmpty();
  }

  @Test
  void aNewCollectorBeginsWhereTheArchiveDoes() throws Exception {
    recordFiles("web1", 3);
    Path archive = rig.archive("web1");
    new Retention(Duration.ZERO, 0, List.of(), true).apply(archive, Instant.now());
    rig.send("web1", web1);
    rig.checkCopy("web1");
    assertThat(ArchiveVerifier.verify(rig.copy("web1")).retired().text())
        .isEqualTo(ArchiveVerifier.verify(archive).retired().text());
    rig.stop();
    rig.start();
    recordFiles("web1", 1);
    rig.send("web1", web1);
    rig.checkCopy("web1");
  }

  @Test
  void whatWasRetiredTooSoonIsSaidToBeNowhere() throws Exception {
    recordFiles("web1", 1);
    rig.send("web1", web1);
    recordFiles("web1", 3);
    Path archive = rig.archive("web1");
    new Retention(Duration.ZERO, 0, List.of(), true).apply(archive, Instant.now());
    assertThatThrownBy(() -> rig.send("web1", web1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("what is between is nowhere");
  }

  @Test
  void aHostThatHasUsedUpItsBudgetWaits() throws Exception {
    Path web2 = rig.issue(Role.HOST, "web2");
    rig.startWithin(3 << 20);
    rig.record("web1", 40, 50_000);
    rig.record("web2", 10, 50_000);
    Sender sender = rig.sender(rig.following("web1"), web1);
    CompletableFuture<Sender.Sent> sent = run(sender);
    rig.awaitLog("budget of 3145728 bytes is used up");
    rig.send("web2", web2);
    rig.checkCopy("web2");
    rig.startWithin(30 << 20);
    Rig.await(() -> durable("web1") == 41);
    sender.requestStop();
    sent.get();
    rig.checkCopy("web1");
  }

  private void recordFiles(String host, int files) throws IOException {
    Path archive = rig.archive(host);
    for (int i = 0; i < files; i++) {
      now = now.plus(Duration.ofMinutes(5));
      try (Archive to =
          Archive.open(
              archive, Samples.options().withRoll(Roll.FIVE_MINUTES).withClock(() -> now))) {
        to.begin(Samples.meta(Samples.RECORDING));
        long seq = to.lastSeq(Samples.RECORDING, 0).orElse(-1) + 1;
        for (int block = 0; block < 10; block++) {
          to.accept(Samples.batch(0, seq + block, 1, 300));
        }
      }
    }
  }

  @Test
  void aCopyIsNotRecordedTo() throws Exception {
    rig.record("web1", 1, 10);
    rig.send("web1", web1);
    assertThatThrownBy(() -> Archive.open(rig.copy("web1"), Samples.options()))
        .isInstanceOf(ArchiveException.class)
        .hasMessageContaining("a collector keeps the archive of web1 here");
  }
}
