// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import com.google.protobuf.ByteString;
import io.forensix.archive.ArchiveCopy;
import io.forensix.archive.ArchiveDamaged;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.BlockRefused;
import io.forensix.archive.Retired;
import io.forensix.archive.Roll;
import io.forensix.stream.wire.Hello;
import io.forensix.stream.wire.Receipt;
import io.forensix.stream.wire.Upload;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A host's stream, on the side of the collector. gRPC calls it for one message after the other;
 * another thread has the disk take what was added, and then sends the receipt: while the disk is
 * busy with some blocks, the next ones come, so that all of them need one more trip.
 */
final class HostSession implements StreamObserver<Upload> {
  private final String host;
  private final HostStore store;
  private final CollectorOptions options;
  private final ServerCallStreamObserver<Receipt> out;
  private final Consumer<String> log;
  private final Object state = new Object();

  /** Held while the copy is opened, added to, or closed. */
  private final Object copying = new Object();

  private @Nullable ArchiveCopy copy;
  private boolean released;
  private volatile boolean greeted;
  private @Nullable Thread syncer;

  /** Blocks were added since the disk was last asked. */
  private boolean dirty;

  /** Nothing more will be added. */
  private boolean ending;

  /** The call is over. */
  private boolean over;

  HostSession(
      String host,
      HostStore store,
      CollectorOptions options,
      ServerCallStreamObserver<Receipt> out,
      Consumer<String> log) {
    this.host = host;
    this.store = store;
    this.options = options;
    this.out = out;
    this.log = log;
  }

  /** Returns the host that the certificate names. */
  String host() {
    return host;
  }

  /** Returns whether the host has not said yet which archive it has. */
  boolean silent() {
    return !greeted;
  }

  @Override
  public void onNext(Upload upload) {
    synchronized (state) {
      if (over || ending) {
        return;
      }
    }
    try {
      synchronized (copying) {
        if (released) {
          return;
        }
        switch (upload.getPartCase()) {
          case HELLO -> begin(upload.getHello());
          case BLOCK -> add(MemorySegment.ofBuffer(upload.getBlock().asReadOnlyByteBuffer()));
          case PACKED_BLOCK ->
              add(
                  MemorySegment.ofArray(
                      Packing.unpack(upload.getPackedBlock(), options.blockMaxBytes())));
          case PART_NOT_SET -> throw new BlockRefused("a message without a part came");
        }
      }
      out.request(1);
    } catch (BlockRefused | ArchiveDamaged e) {
      refuse(Status.FAILED_PRECONDITION, String.valueOf(e.getMessage()));
    } catch (IOException | RuntimeException e) {
      // No room, say: the sender tries again, and it may be there then.
      refuse(Status.UNAVAILABLE, "it cannot be kept: " + e.getMessage());
    }
  }

  private void begin(Hello hello) throws IOException {
    if (copy != null) {
      throw new BlockRefused("a second hello came");
    }
    if (hello.getProtocol() != StoreCall.PROTOCOL) {
      throw new BlockRefused(
          "this collector speaks version %d of the protocol, and the sender version %d"
              .formatted(StoreCall.PROTOCOL, hello.getProtocol()));
    }
    greeted = true;
    ArchiveIdentity identity = identity(hello);
    if (!store.take(this)) {
      refuse(Status.ABORTED, "another sender of this host is connected");
      return;
    }
    ArchiveCopy opened =
        ArchiveCopy.open(
            store.folder(host),
            identity,
            retired(hello),
            options.reserveBytes(),
            options.hostBytes());
    synchronized (state) {
      copy = opened;
      if (over) {
        // It went while we were at it, and whoever saw that is waiting to close the copy.
        return;
      }
      Receipt.Builder first =
          Receipt.newBuilder().setNext(opened.next()).setBlockMaxBytes(options.blockMaxBytes());
      if (opened.next() > 0) {
        first.setHash(ByteString.copyFrom(opened.hash()));
      }
      out.onNext(first.build());
      syncer = Thread.ofPlatform().daemon().name("sync " + host).start(this::syncAll);
    }
    log.accept("connected; %d blocks of it are kept".formatted(opened.next()));
  }

  private ArchiveIdentity identity(Hello hello) throws BlockRefused {
    try {
      return new ArchiveIdentity(
          UUID.fromString(hello.getArchiveId()),
          Roll.valueOf(hello.getRoll()),
          Instant.parse(hello.getCreated()),
          host);
    } catch (RuntimeException e) {
      throw new BlockRefused("the hello is none: " + e.getMessage());
    }
  }

  private static Retired retired(Hello hello) throws BlockRefused {
    try {
      return Retired.parse(hello.getRetired());
    } catch (IllegalArgumentException e) {
      throw new BlockRefused("what the hello says of retired blocks is nothing: " + e.getMessage());
    }
  }

  private void add(MemorySegment block) throws IOException {
    ArchiveCopy to = copy;
    if (to == null) {
      throw new BlockRefused("a block came before the hello");
    }
    to.append(block);
    store.tally(host, tally -> tally.added(block.byteSize()));
    synchronized (state) {
      dirty = true;
      state.notifyAll();
    }
  }

  /** What the thread beside gRPC's does. */
  private void syncAll() {
    try {
      while (awaitDirty()) {
        long durable = copy.sync();
        synchronized (state) {
          if (!over) {
            out.onNext(Receipt.newBuilder().setNext(durable).build());
          }
        }
      }
      // First, so that who is told that all is done finds the copy free.
      release();
      finish();
    } catch (IOException | RuntimeException e) {
      refuse(Status.UNAVAILABLE, "it cannot be kept: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      release();
    }
  }

  private boolean awaitDirty() throws InterruptedException {
    synchronized (state) {
      while (!dirty && !ending && !over) {
        state.wait();
      }
      boolean was = dirty;
      dirty = false;
      return was;
    }
  }

  private void finish() {
    synchronized (state) {
      if (!over) {
        over = true;
        log.accept("ended; %d blocks of it are kept".formatted(copy.next()));
        out.onCompleted();
      }
    }
  }

  /** Ends the call, for a reason that both sides are told. */
  void refuse(Status status, String why) {
    synchronized (state) {
      if (over) {
        return;
      }
      over = true;
      store.tally(host, HostTally::sentAway);
      log.accept("refused: " + why);
      out.onError(status.withDescription(why).asRuntimeException());
    }
    end();
  }

  @Override
  public void onError(Throwable broken) {
    synchronized (state) {
      if (!over) {
        over = true;
        log.accept("the connection broke: " + Status.fromThrowable(broken).getCode());
      }
    }
    end();
  }

  @Override
  public void onCompleted() {
    boolean never;
    synchronized (state) {
      ending = true;
      never = copy == null;
      state.notifyAll();
    }
    if (never) {
      refuse(Status.FAILED_PRECONDITION, "it ended before it said hello");
    }
  }

  /** Has the other thread end; what was added it makes durable first. */
  private void end() {
    synchronized (state) {
      state.notifyAll();
      if (syncer != null) {
        return;
      }
    }
    release();
  }

  private void release() {
    synchronized (copying) {
      if (released) {
        return;
      }
      released = true;
      try {
        if (copy != null) {
          copy.close();
        }
      } catch (IOException e) {
        log.accept("its copy cannot be closed: " + e.getMessage());
      } finally {
        store.release(this);
      }
    }
  }

  /** Waits until the copy is closed. */
  void join(long millis) throws InterruptedException {
    Thread thread;
    synchronized (state) {
      thread = syncer;
    }
    if (thread != null) {
      thread.join(millis);
    }
  }
}
