// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.trust.Role;
import io.forensix.stream.trust.TrustException;
import io.forensix.stream.wire.Hello;
import io.forensix.stream.wire.Upload;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Peers that have no business with a collector, or do not behave: each is refused with a line that
 * says why, on both sides where there are two; and while it is, a good host is served.
 */
class BadPeersTest {
  @TempDir Path directory;
  private Rig rig;
  private Path good;
  private Path web1;

  @BeforeEach
  void start() throws IOException {
    rig = new Rig(directory);
    good = rig.issue(Role.HOST, "good");
    web1 = rig.issue(Role.HOST, "web1");
    rig.record("web1", 6, 500);
  }

  /** Whatever has happened, the others are served. */
  @AfterEach
  void stop() throws Exception {
    rig.record("good", 5, 1_000);
    rig.send("good", good);
    rig.checkCopy("good");
    rig.close();
  }

  private Upload hello() throws IOException {
    ArchiveIdentity identity = ArchiveIdentity.read(rig.archive("web1"));
    return Upload.newBuilder()
        .setHello(
            Hello.newBuilder()
                .setProtocol(1)
                .setArchiveId(identity.id().toString())
                .setRoll(identity.roll().name())
                .setCreated(identity.created().toString()))
        .build();
  }

  private static Upload block(byte[] bytes) {
    return Upload.newBuilder().setBlock(ByteString.copyFrom(bytes)).build();
  }

  private List<byte[]> blocks() throws IOException {
    return Rig.raw(rig.archive("web1"));
  }

  private void checkKept(int blocks) throws IOException {
    assertThat(Rig.blocks(rig.copy("web1")))
        .isEqualTo(Rig.blocks(rig.archive("web1")).subList(0, blocks));
  }

  /** Sends messages, and returns how the collector ends the call. */
  private Status send(Path credentials, Upload... uploads) throws Exception {
    try (RawPeer peer = RawPeer.connect(rig, Credentials.read(credentials).client())) {
      for (Upload upload : uploads) {
        peer.send(upload);
      }
      return peer.end();
    }
  }

  @Test
  void withoutACertificate() throws Exception {
    try (RawPeer peer = RawPeer.connect(rig, RawPeer.withoutCertificate(web1))) {
      peer.send(hello());
      assertThat(peer.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    rig.awaitLog("Empty client certificate chain");
    assertThat(rig.copy("web1")).doesNotExist();
  }

  @Test
  void withAnOlderTls() throws Exception {
    try (RawPeer peer = RawPeer.connect(rig, RawPeer.older(web1))) {
      peer.send(hello());
      assertThat(peer.end().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
    rig.awaitLog("TLSv1.2");
  }

  @Test
  void ofAnotherAuthority() throws Exception {
    Authority other = Authority.open(directory.resolve("other"));
    Instant now = Instant.now();
    Path forged = other.issue(Role.HOST, "web1", List.of(), now, now.plus(Rig.DAY));
    // Nor does it trust ours.
    assertThatThrownBy(() -> rig.send("web1", forged))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("is not the collector that was meant")
        .hasMessageContaining("it is not of our authority");
  }

  /** It knows our authority, and pretends to be of it. */
  @Test
  void ofAnotherAuthorityThatPretends() throws Exception {
    Authority other = Authority.open(directory.resolve("other"));
    Instant now = Instant.now();
    Path forged = other.issue(Role.HOST, "web1", List.of(), now, now.plus(Rig.DAY));
    for (String ours : List.of("ca.crt", "revoked.crl")) {
      Files.copy(web1.resolve(ours), forged.resolve(ours), StandardCopyOption.REPLACE_EXISTING);
    }
    assertThat(send(forged, hello()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    rig.awaitLog("CN=web1");
    rig.awaitLog("it is not of our authority");
    assertThatThrownBy(() -> rig.send("web1", forged))
        .isInstanceOf(TrustException.class)
        .hasMessageContaining("it is not of our authority");
    assertThat(rig.copy("web1")).doesNotExist();
  }

  @Test
  void withACertificateThatExpired() throws Exception {
    Instant now = Instant.now();
    Path old =
        rig.authority.issue(
            Role.HOST, "web1", List.of(), now.minus(Duration.ofDays(9)), now.minus(Rig.DAY));
    assertThat(send(old, hello()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    rig.awaitLog("it expired on " + now.minus(Rig.DAY).toString().substring(0, 10));
    assertThatThrownBy(() -> rig.send("web1", old))
        .isInstanceOf(TrustException.class)
        .hasMessageContaining("it expired on");
    assertThat(rig.copy("web1")).doesNotExist();
  }

  @Test
  void withACertificateThatWasRevoked() throws Exception {
    rig.record("web1", 1, 10);
    rig.send("web1", web1);
    revoke("web1");
    // Its own copy of the list says so, too; an attacker would leave that out.
    assertThatThrownBy(() -> rig.send("web1", web1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("refuses this host's certificate");
    rig.awaitLog("it was revoked on");
  }

  private void revoke(String name) throws IOException {
    Files.copy(
        rig.authority.revoke(name),
        rig.collectorFolder().resolve("revoked.crl"),
        StandardCopyOption.REPLACE_EXISTING);
  }

  @Test
  void thatIsRevokedWhileItSends() throws Exception {
    List<byte[]> blocks = blocks();
    try (RawPeer peer = RawPeer.connect(rig, Credentials.read(web1).client())) {
      peer.send(hello());
      peer.send(block(blocks.get(0)));
      Rig.await(() -> peer.durable() == 1);
      revoke("web1");
      assertThat(peer.end().getDescription()).contains("it was revoked on");
    }
    rig.awaitLog("web1: refused: its certificate: it was revoked on");
    checkKept(1);
  }

  @Test
  void whenTheListOfTheRevokedIsDamagedNobodyIsTrusted() throws Exception {
    Path list = rig.collectorFolder().resolve("revoked.crl");
    byte[] sound = Files.readAllBytes(list);
    Files.writeString(list, "nothing of the kind");
    assertThatThrownBy(() -> rig.send("web1", web1)).isInstanceOf(Refused.class);
    rig.awaitLog("whether it is revoked cannot be told");
    Files.write(list, sound);
  }

  /** The collector is not the one whose name was asked for. */
  @Test
  void aCollectorOfAnotherName() throws Exception {
    SenderOptions once = rig.once("web1");
    SenderOptions to =
        once.toward(InetSocketAddress.createUnresolved("127.0.0.1", once.to().getPort()));
    assertThatThrownBy(() -> rig.sender(to, web1).run())
        .isInstanceOf(Refused.class)
        .hasMessageContaining("127.0.0.1:" + once.to().getPort() + " is not the collector")
        .hasMessageContaining("127.0.0.1");
    rig.awaitLog("closed: ");
  }

  /** A host cannot be a collector for others: its certificate is not good for that. */
  @Test
  void aHostThatPlaysTheCollector() throws Exception {
    Path localhost = rig.issue(Role.HOST, "localhost");
    try (Collector impostor =
        Collector.start(
            CollectorOptions.of(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                directory.resolve("false")),
            Credentials.read(localhost),
            line -> {})) {
      SenderOptions once = rig.once("web1");
      SenderOptions to =
          once.toward(
              InetSocketAddress.createUnresolved("localhost", impostor.address().getPort()));
      assertThatThrownBy(() -> rig.sender(to, web1).run())
          .isInstanceOf(Refused.class)
          .hasMessageContaining("Extended key usage does not permit use for TLS server");
    }
    assertThat(directory.resolve("false/web1")).doesNotExist();
    rig.issue(Role.COLLECTOR, "localhost");
  }

  @Test
  void aCollectorThatPlaysAHost() throws Exception {
    assertThat(send(rig.collectorFolder(), hello()).getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    rig.awaitLog("Extended key usage does not permit use for TLS client");
  }

  @Test
  void aBlockThatWasThereBefore() throws Exception {
    List<byte[]> blocks = blocks();
    Status end =
        send(web1, hello(), block(blocks.get(0)), block(blocks.get(1)), block(blocks.get(0)));
    assertThat(end.getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(end.getDescription()).isEqualTo("block 2 is wanted, and block 0 came");
    rig.awaitLog("web1: refused: block 2 is wanted, and block 0 came");
    checkKept(2);
  }

  @Test
  void aGap() throws Exception {
    List<byte[]> blocks = blocks();
    Status end = send(web1, hello(), block(blocks.get(0)), block(blocks.get(2)));
    assertThat(end.getDescription()).isEqualTo("block 1 is wanted, and block 2 came");
    checkKept(1);
  }

  @Test
  void aBlockThatDoesNotFollow() throws Exception {
    List<byte[]> blocks = blocks();
    Path kept = rig.archive("kept");
    Files.move(rig.archive("web1"), kept);
    rig.record("web1", 6, 500);
    List<byte[]> others = Rig.raw(rig.archive("web1"));
    // Of the same archive by name, made right with all its sums, but made for another block before.
    byte[] forged = BlockForge.of(others.get(1), blocks.get(1), 40, 16);
    Status end = sendOf(kept, block(blocks.get(0)), block(forged));
    assertThat(end.getDescription())
        .isEqualTo(
            "block 1 does not follow block 0, which is kept here: one of the two was changed");
    assertThat(Rig.blocks(rig.copy("web1"))).isEqualTo(Rig.blocks(kept).subList(0, 1));
    assertThat(sendOf(kept, block(others.get(1))).getDescription())
        .startsWith("a block of another archive came");
  }

  private Status sendOf(Path archive, Upload... uploads) throws Exception {
    Path web1s = rig.archive("web1");
    Files.move(web1s, rig.archive("aside"));
    Files.move(archive, web1s);
    Upload hello = hello();
    Files.move(web1s, archive);
    Files.move(rig.archive("aside"), web1s);
    List<Upload> all = new ArrayList<>(List.of(uploads));
    all.addFirst(hello);
    return send(web1, all.toArray(Upload[]::new));
  }

  @Test
  void aBlockThatWasChangedOnTheWay() throws Exception {
    List<byte[]> blocks = blocks();
    byte[] bad = blocks.get(1).clone();
    bad[bad.length - 1] ^= 1;
    assertThat(send(web1, hello(), block(blocks.get(0)), block(bad)).getDescription())
        .isEqualTo("the content of block 1 is not what its sum says");
    bad = blocks.get(1).clone();
    bad[50] ^= 1;
    assertThat(send(web1, hello(), block(bad)).getDescription())
        .isEqualTo("block 1 is wanted; what came is no block");
    checkKept(1);
  }

  /** A place far away would make a file of any size of nothing; a cycle, one of any name. */
  @Test
  void aBlockThatWantsToBeElsewhere() throws Exception {
    List<byte[]> blocks = blocks();
    for (long offset : new long[] {Long.MAX_VALUE, 1L << 40, -4, 0, 5, 65_814}) {
      byte[] bad = BlockForge.number(blocks.get(0), 32, 8, offset);
      assertThat(send(web1, hello(), block(bad)).getDescription())
          .as("offset %d", offset)
          .contains("where no block can be");
    }
    for (long cycle : new long[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE}) {
      byte[] bad = BlockForge.number(blocks.get(0), 24, 4, cycle);
      assertThat(send(web1, hello(), block(bad)).getDescription())
          .as("cycle %d", cycle)
          .contains("where no block can be");
    }
    assertThat(Rig.blocks(rig.copy("web1"))).isEmpty();
  }

  @Test
  void wordsThatAreNotInOrder() throws Exception {
    assertThat(send(web1, block(blocks().get(0))).getDescription())
        .isEqualTo("a block came before the hello");
    assertThat(send(web1, hello(), hello()).getDescription()).isEqualTo("a second hello came");
    assertThat(send(web1, Upload.getDefaultInstance()).getDescription())
        .isEqualTo("a message without a part came");
    Hello.Builder hello = hello().getHello().toBuilder();
    for (Hello bad :
        List.of(
            hello.clone().setProtocol(2).build(),
            hello.clone().setRoll("../HOUR").build(),
            hello.clone().setArchiveId("no").build(),
            hello.clone().setCreated("").build())) {
      assertThat(send(web1, Upload.newBuilder().setHello(bad).build()).getCode())
          .isEqualTo(Status.Code.FAILED_PRECONDITION);
    }
  }

  @Test
  void aMessageThatIsTooLarge() throws Exception {
    rig.start(100_000, CollectorOptions.CONNECTIONS_OF_ONE_MAX);
    assertThat(send(web1, hello(), block(new byte[200_000])).isOk()).isFalse();
    rig.awaitLog("refused: gRPC message exceeds maximum size 100064");
    rig.record("web1", 1, 60_000);
    assertThatThrownBy(() -> rig.send("web1", web1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("bytes, and the collector takes 100000");
  }

  /** Zeros of 50 MB are a few kilobytes when they are packed. */
  @Test
  void aBlockThatBecomesTooLarge() throws Exception {
    assertThat(send(web1, hello(), packed(Packing.pack(new byte[50 << 20]))).getDescription())
        .isEqualTo("a packed block holds 52428800 bytes, and 16777216 are the limit");
    byte[] cut = Packing.pack(blocks().get(0));
    assertThat(send(web1, hello(), packed(Arrays.copyOf(cut, cut.length / 2))).getDescription())
        .isEqualTo("what came as a packed block is damaged");
    assertThat(send(web1, hello(), packed(blocks().get(0))).getDescription())
        .isEqualTo("what came as a packed block is none");
  }

  private static Upload packed(byte[] bytes) {
    return Upload.newBuilder().setPackedBlock(ByteString.copyFrom(bytes)).build();
  }

  @Test
  void oneThatSaysNoHello() throws Exception {
    assertThat(send(web1).getDescription()).isEqualTo("it did not say which archive it has");
    rig.awaitLog("web1: refused: it did not say which archive it has");
  }

  @Test
  void bytesThatAreNotTls() throws Exception {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 50; i++) {
      byte[] bytes = new byte[random.nextInt(1, 2_000)];
      random.nextBytes(bytes);
      // Half of them begin as TLS does.
      if (i % 2 == 0 && bytes.length > 3) {
        bytes[0] = 22;
        bytes[1] = 3;
        bytes[2] = 1;
      }
      try (Socket socket = socket()) {
        socket.getOutputStream().write(bytes);
        socket.setSoTimeout(10_000);
        socket.shutdownOutput();
        drain(socket);
      }
    }
    rig.awaitLog("closed: what it sent is not TLS");
  }

  private Socket socket() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), rig.address().getPort());
  }

  private static void drain(Socket socket) throws IOException {
    try {
      socket.getInputStream().readAllBytes();
    } catch (SocketException e) {
      // Reset: that is an end, too.
    }
  }

  @Test
  void oneThatConnectsAndSaysNothing() throws Exception {
    try (Socket socket = socket()) {
      socket.setSoTimeout(10_000);
      long began = System.nanoTime();
      drain(socket);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    }
    rig.awaitLog("closed: it sent nothing");
  }

  @Test
  void oneThatTalksSlowly() throws Exception {
    try (Socket socket = socket()) {
      socket.setSoTimeout(10_000);
      byte[] hello = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 252, 3, 3};
      long began = System.nanoTime();
      try {
        for (int i = 0; i < 100; i++) {
          socket.getOutputStream().write(hello, i % hello.length, 1);
          Thread.sleep(100);
        }
      } catch (SocketException e) {
        // Closed, as it should be.
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(9));
    }
  }

  @Test
  void tooManyFromOneAddress() throws Exception {
    rig.start(CollectorOptions.BLOCK_MAX_BYTES, 8);
    List<Socket> sockets = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      sockets.add(socket());
    }
    rig.awaitLog("refused: 8 connections from there are open, which is the limit");
    for (Socket socket : sockets) {
      socket.close();
    }
  }
}
