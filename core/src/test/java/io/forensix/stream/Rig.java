// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Confirmed;
import io.forensix.archive.Samples;
import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.trust.Role;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** An authority, a collector on the loopback interface, and hosts with archives. */
final class Rig implements AutoCloseable {
  static final Duration DAY = Duration.ofDays(1);

  /** Long enough for a busy machine, short enough to wait for. */
  private static final Duration PATIENCE = Duration.ofMillis(1_500);

  final Authority authority;
  final Path store;
  final List<String> log = new CopyOnWriteArrayList<>();
  final List<String> senderLog = new CopyOnWriteArrayList<>();
  private final Path directory;
  private final Path collectorFolder;
  private Collector collector;
  private InetSocketAddress address;

  Rig(Path directory) throws IOException {
    this.directory = directory;
    authority = Authority.open(directory.resolve("authority"));
    store = directory.resolve("store");
    collectorFolder = issue(Role.COLLECTOR, "localhost");
    address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    start();
  }

  /** Starts the collector, where it was before. */
  void start() throws IOException {
    start(CollectorOptions.BLOCK_MAX_BYTES, CollectorOptions.CONNECTIONS_OF_ONE_MAX);
  }

  /** Starts the collector, with a budget for each host. */
  void startWithin(long hostBytes) throws IOException {
    start(CollectorOptions.BLOCK_MAX_BYTES, CollectorOptions.CONNECTIONS_OF_ONE_MAX, hostBytes);
  }

  void start(int blockMaxBytes, int connectionsOfOneMax) throws IOException {
    start(blockMaxBytes, connectionsOfOneMax, 0);
  }

  private void start(int blockMaxBytes, int connectionsOfOneMax, long hostBytes)
      throws IOException {
    stop();
    collector =
        Collector.start(
            new CollectorOptions(
                address,
                store,
                blockMaxBytes,
                CollectorOptions.CONNECTIONS_MAX,
                connectionsOfOneMax,
                PATIENCE,
                Duration.ofMillis(100),
                0,
                hostBytes),
            Credentials.read(collectorFolder),
            log::add);
    address = collector.address();
  }

  void stop() {
    if (collector != null) {
      collector.close();
    }
  }

  Path collectorFolder() {
    return collectorFolder;
  }

  Path issue(Role role, String name) throws IOException {
    Instant now = Instant.now();
    return authority.issue(role, name, List.of(), now, now.plus(DAY));
  }

  InetSocketAddress address() {
    return InetSocketAddress.createUnresolved("localhost", address.getPort());
  }

  /** Returns where a host records. */
  Path archive(String host) {
    return directory.resolve(host);
  }

  Path copy(String host) {
    return store.resolve(host);
  }

  /** Adds blocks to a host's archive. */
  void record(String host, int blocks, int payloadBytes) throws IOException {
    try (Archive archive = Archive.open(archive(host), Samples.options())) {
      archive.begin(Samples.meta(Samples.RECORDING));
      long seq = archive.lastSeq(Samples.RECORDING, 0).orElse(-1) + 1;
      for (int i = 0; i < blocks; i++) {
        archive.accept(Samples.batch(0, seq, 3, payloadBytes));
        seq += 3;
      }
    }
  }

  SenderOptions once(String host) {
    SenderOptions usual = SenderOptions.of(archive(host), address()).onlyOnce();
    return new SenderOptions(
        usual.archive(),
        usual.to(),
        true,
        false,
        usual.windowBytes(),
        Duration.ofSeconds(20),
        Duration.ofMillis(200),
        usual.confirmed());
  }

  SenderOptions following(String host) {
    return new SenderOptions(
        archive(host),
        address(),
        false,
        false,
        200_000,
        Duration.ofDays(1),
        Duration.ofMillis(200),
        Confirmed.file(archive(host)));
  }

  Sender sender(SenderOptions options, Path credentials) throws IOException {
    return Sender.of(options, Credentials.read(credentials), senderLog::add);
  }

  Sender.Sent send(String host, Path credentials) throws IOException, InterruptedException {
    return sender(once(host), credentials).run();
  }

  /** Checks that the collector has the blocks of a host, all and as they are, and no others. */
  void checkCopy(String host) throws IOException {
    List<String> original = blocks(archive(host));
    assertThat(original).isNotEmpty();
    assertThat(blocks(copy(host))).isEqualTo(original);
    assertThat(ArchiveVerifier.verify(copy(host)).faults()).isEmpty();
  }

  static List<String> blocks(Path archive) throws IOException {
    List<String> blocks = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(archive, fault -> {})) {
      while (reader.next()) {
        blocks.add(
            reader.block().place().file().getFileName()
                + " "
                + HexFormat.of().formatHex(reader.block().whole().toArray(ValueLayout.JAVA_BYTE)));
      }
    }
    return blocks;
  }

  static List<byte[]> raw(Path archive) throws IOException {
    List<byte[]> blocks = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(archive, fault -> {})) {
      while (reader.next()) {
        blocks.add(reader.block().whole().toArray(ValueLayout.JAVA_BYTE));
      }
    }
    return blocks;
  }

  static void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time").isLessThan(end);
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  void awaitLog(String text) throws InterruptedException {
    try {
      await(() -> log.stream().anyMatch(line -> line.contains(text)));
    } catch (AssertionError e) {
      throw new AssertionError("no line with '" + text + "' in " + log, e);
    }
  }

  @Override
  public void close() {
    stop();
  }
}
