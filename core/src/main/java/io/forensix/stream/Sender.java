// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.forensix.archive.ArchiveDamaged;
import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.Block;
import io.forensix.archive.Confirmed;
import io.forensix.archive.Retired;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.trust.TrustException;
import io.forensix.stream.wire.Receipt;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * Sends an archive to a collector: what is there, and what is added to it, from the last block on
 * that the collector has on its disk. Where a connection breaks it makes another one.
 *
 * <p>A block leaves when it is on the disk of this machine: else the collector might have, after a
 * crash, blocks that this machine knows nothing of, and the recording went on with others.
 */
public final class Sender {
  /** What is read, and synced, before it is sent. */
  private static final int BATCH_BYTES = 1 << 20;

  private static final long LOOK_MILLIS = 100;

  /** What the collector has is put on record this often, at most. */
  private static final long CONFIRM_NANOS = TimeUnit.SECONDS.toNanos(1);

  private static final long ANSWER_MILLIS = 30_000;
  private static final long END_MILLIS = 5_000;
  private static final long KEEPALIVE_SECONDS = 10;
  private static final long RETRY_FIRST_MILLIS = 100;

  private final SenderOptions options;
  private final Credentials credentials;
  private final Consumer<String> log;
  private final ArchiveIdentity identity;
  private volatile boolean stopping;
  private volatile State state = new State(new Sent(0, 0, 0, 0), false, 0, "not connected yet");
  private long retries;
  private long durable;
  private long confirmed = -1;
  private long confirmedAt = System.nanoTime();
  private boolean unconfirmable;
  private long sentBlocks;
  private long sentBytes;
  private long wireBytes;
  private @Nullable ArchiveFault fault;

  /**
   * How it is at the moment.
   *
   * @param sent what it has sent so far
   * @param connected whether a collector has answered, and is there
   * @param retries how often a connection was tried again
   * @param trouble why the last connection broke; empty while there is one
   */
  public record State(Sent sent, boolean connected, long retries, String trouble) {}

  /**
   * What a run came to.
   *
   * @param blocks that were sent, those twice that were sent twice
   * @param bytes of them
   * @param wireBytes that they took on the way, without what TLS and HTTP add
   * @param durable the number of blocks that the collector is known to have on its disk
   */
  public record Sent(long blocks, long bytes, long wireBytes, long durable) {}

  private record Packet(long number, byte[] bytes) {}

  private Sender(
      SenderOptions options,
      Credentials credentials,
      Consumer<String> log,
      ArchiveIdentity identity) {
    this.options = options;
    this.credentials = credentials;
    this.log = log;
    this.identity = identity;
  }

  /**
   * Makes a sender.
   *
   * @param log is told, in a line each, of what happens
   * @throws TrustException when this machine's own certificate is of no use
   * @throws IOException when there is no archive
   */
  public static Sender of(SenderOptions options, Credentials credentials, Consumer<String> log)
      throws IOException {
    String fault = credentials.ownFault();
    if (fault != null) {
      throw new TrustException("this host's own certificate is of no use: " + fault, null);
    }
    return new Sender(options, credentials, log, ArchiveIdentity.read(options.archive()));
  }

  /** Returns how it is at the moment. Any thread may ask. */
  public State state() {
    return state;
  }

  private void note(boolean connected, String trouble) {
    state = new State(sent(), connected, retries, trouble);
  }

  private Sent sent() {
    return new Sent(sentBlocks, sentBytes, wireBytes, durable);
  }

  /** Has {@link #run} end soon. */
  public void requestStop() {
    stopping = true;
  }

  /**
   * Sends until it is told to stop; or, if asked so, until all is sent that is there.
   *
   * @throws Refused when one side refuses the other
   * @throws ArchiveDamaged when the archive is damaged, and can be sent no further
   * @throws IOException when it cannot be read, or the collector not be reached for too long
   */
  public Sent run() throws IOException, InterruptedException {
    long retry = RETRY_FIRST_MILLIS;
    long lastGain = System.nanoTime();
    while (!stopping) {
      long before = durable;
      StatusRuntimeException broken = null;
      try {
        if (attempt()) {
          break;
        }
      } catch (StatusRuntimeException e) {
        broken = e;
      }
      if (durable > before) {
        retry = RETRY_FIRST_MILLIS;
        lastGain = System.nanoTime();
      }
      if (broken != null && !stopping) {
        String why = judge(broken);
        if (System.nanoTime() - lastGain > options.patience().toNanos()) {
          throw new IOException(
              "%s: given up after %d s: %s".formatted(where(), options.patience().toSeconds(), why),
              broken);
        }
        retries++;
        note(false, why);
        log.accept("%s; trying again in %d ms".formatted(why, retry));
        pause(retry);
        // A bit of chance keeps hosts from coming back all at once.
        double factor = 1.6 + 0.8 * ThreadLocalRandom.current().nextDouble();
        retry = Math.min((long) (retry * factor), options.retryMax().toMillis());
      }
    }
    return sent();
  }

  private void pause(long millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!stopping && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(Math.min(millis, 20));
    }
  }

  /** Says what broke; throws where to try again is of no use. */
  private String judge(StatusRuntimeException broken) throws Refused {
    Status status = broken.getStatus();
    String said = String.valueOf(status.getDescription());
    for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException
          || (cause instanceof SSLException && said(cause).contains("fatal alert"))) {
        throw new Refused(tls(said(cause)), broken);
      }
    }
    switch (status.getCode()) {
      case FAILED_PRECONDITION,
          INVALID_ARGUMENT,
          UNAUTHENTICATED,
          PERMISSION_DENIED,
          RESOURCE_EXHAUSTED,
          UNIMPLEMENTED ->
          throw new Refused("the collector refuses it: " + said, broken);
      default -> {
        Throwable cause = status.getCause();
        return cause == null ? said : said + ": " + said(cause);
      }
    }
  }

  private String where() {
    return options.to().getHostString() + ":" + options.to().getPort();
  }

  private static String said(Throwable cause) {
    return String.valueOf(cause.getMessage());
  }

  /** Java says of an alert only its name, and not whose it is. */
  private String tls(String text) {
    return text.contains("fatal alert")
        ? "the collector %s refuses this host's certificate (%s); its log says why"
            .formatted(where(), text)
        : "%s is not the collector that was meant: %s".formatted(where(), text);
  }

  /** Makes one connection, and sends; returns whether all is done that was asked. */
  private boolean attempt() throws IOException, InterruptedException {
    Retired retired = Retired.read(options.archive());
    boolean agreed = false;
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(options.to().getHostString(), options.to().getPort())
            .sslContext(credentials.client())
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .disableRetry()
            .build();
    try {
      SendStream stream = SendStream.open(channel, identity, retired, options, () -> stopping);
      Receipt first = stream.first(ANSWER_MILLIS);
      try (ArchiveReader reader = ArchiveReader.open(options.archive(), this::takeFault)) {
        begin(reader, first, retired);
        durable = first.getNext();
        agreed = true;
        confirm();
        note(true, "");
        log.accept("connected to %s; it has %d blocks".formatted(where(), first.getNext()));
        return send(reader, stream, first.getBlockMaxBytes());
      } finally {
        durable = Math.max(durable, stream.durable());
        if (agreed) {
          confirm();
        }
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private void takeFault(ArchiveFault found) {
    if (fault == null) {
      fault = found;
    }
  }

  /** Goes to the block that is wanted; the one before is to be the one the collector has. */
  private void begin(ArchiveReader reader, Receipt first, Retired retired) throws IOException {
    fault = null;
    long next = first.getNext();
    if (next < retired.next()) {
      throw new Refused(
          "the collector has %d blocks of this archive, and its blocks up to %d were retired here: what is between is nowhere"
              .formatted(next, retired.number()),
          null);
    }
    if (next == 0) {
      return;
    }
    if (next == retired.next()) {
      compare(next - 1, retired.hash(), first);
      return;
    }
    reader.seekToBlock(next - 1);
    if (!reader.next() || reader.block().header().number() != next - 1) {
      throw new Refused(
          "the collector has block %d of this archive, and the archive has not: it was cut"
              .formatted(next - 1),
          null);
    }
    compare(next - 1, reader.block().hash(), first);
  }

  private static void compare(long number, byte[] hash, Receipt first) throws Refused {
    if (!Arrays.equals(hash, first.getHash().toByteArray())) {
      throw new Refused(
          "the collector has another block %d than this archive: one of the two was changed"
              .formatted(number),
          null);
    }
  }

  /** Puts on record what the collector has, so that it may be retired here. */
  private void confirm() {
    if (durable == confirmed) {
      return;
    }
    try {
      new Confirmed(identity.id(), durable, where(), Instant.now()).write(options.confirmed());
      confirmed = durable;
      confirmedAt = System.nanoTime();
    } catch (IOException e) {
      if (!unconfirmable) {
        unconfirmable = true;
        log.accept(
            "%s cannot be written, so that nothing can be retired: %s"
                .formatted(options.confirmed(), e.getMessage()));
      }
    }
  }

  private boolean send(ArchiveReader reader, SendStream stream, int blockMaxBytes)
      throws IOException, InterruptedException {
    List<Packet> batch = new ArrayList<>();
    while (!stopping) {
      boolean more = read(reader, batch);
      for (Packet packet : batch) {
        int bytes = packet.bytes().length;
        if (bytes > blockMaxBytes) {
          throw new Refused(
              "block %d has %d bytes, and the collector takes %d: see its option --block-max"
                  .formatted(packet.number(), bytes, blockMaxBytes),
              null);
        }
        stream.awaitRoom(bytes, ANSWER_MILLIS);
        wireBytes += stream.send(packet.number(), packet.bytes());
        sentBlocks++;
        sentBytes += bytes;
      }
      durable = stream.durable();
      note(true, "");
      if (System.nanoTime() - confirmedAt > CONFIRM_NANOS) {
        confirm();
      }
      if (fault != null) {
        stream.awaitReceipts(ANSWER_MILLIS);
        throw new ArchiveDamaged(
            "%s: what is before it has been sent, what follows cannot be: record to a new archive"
                .formatted(fault));
      }
      if (!more) {
        if (options.once()) {
          break;
        }
        stream.check();
      }
    }
    stream.awaitReceipts(ANSWER_MILLIS);
    durable = stream.durable();
    stream.finish(END_MILLIS);
    return true;
  }

  /** Reads some blocks, and has the disk take them; false when there are no more, for now. */
  private boolean read(ArchiveReader reader, List<Packet> batch) throws IOException {
    batch.clear();
    Set<Path> files = new LinkedHashSet<>();
    int bytes = 0;
    boolean more = options.once() ? reader.next() : reader.awaitNext(LOOK_MILLIS);
    while (more && fault == null) {
      Block block = reader.block();
      byte[] copy = block.whole().toArray(ValueLayout.JAVA_BYTE);
      batch.add(new Packet(block.header().number(), copy));
      files.add(block.place().file());
      bytes += copy.length;
      if (bytes >= BATCH_BYTES) {
        break;
      }
      more = reader.next();
    }
    for (Path file : files) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        channel.force(false);
      }
    }
    return more;
  }
}
