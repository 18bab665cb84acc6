// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.Retired;
import io.forensix.stream.wire.Hello;
import io.forensix.stream.wire.Receipt;
import io.forensix.stream.wire.Upload;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ClientResponseObserver;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One stream to a collector: what is under way, and what came back. */
final class SendStream implements ClientResponseObserver<Upload, Receipt> {
  /** Whoever is told to stop waits no longer than this for what is under way. */
  private static final long STOP_NANOS = TimeUnit.SECONDS.toNanos(5);

  /** Nobody wakes those who wait when they are to stop: they look. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final BooleanSupplier stopping;
  private final boolean compress;
  private final long windowBytes;
  private final Deque<Underway> underway = new ArrayDeque<>();
  private long underwayBytes;
  private @Nullable ClientCallStreamObserver<Upload> call;
  private @Nullable Receipt first;
  private long durable;
  private boolean over;
  private @Nullable Status failure;

  /**
   * A block that was sent and is not known to be on the collector's disk.
   *
   * @param number its number
   * @param bytes of it
   */
  private record Underway(long number, long bytes) {}

  private SendStream(boolean compress, long windowBytes, BooleanSupplier stopping) {
    this.stopping = stopping;
    this.compress = compress;
    this.windowBytes = windowBytes;
  }

  static SendStream open(
      ManagedChannel channel,
      ArchiveIdentity archive,
      Retired retired,
      SenderOptions options,
      BooleanSupplier stopping) {
    SendStream stream = new SendStream(options.compress(), options.windowBytes(), stopping);
    ClientCalls.asyncBidiStreamingCall(
        channel.newCall(StoreCall.METHOD, CallOptions.DEFAULT), stream);
    Hello hello =
        Hello.newBuilder()
            .setProtocol(StoreCall.PROTOCOL)
            .setArchiveId(archive.id().toString())
            .setRoll(archive.roll().name())
            .setCreated(archive.created().toString())
            .setRetired(retired.text())
            .build();
    stream.call.onNext(Upload.newBuilder().setHello(hello).build());
    return stream;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Upload> starting) {
    call = starting;
    call.setOnReadyHandler(this::wake);
  }

  private synchronized void wake() {
    notifyAll();
  }

  @Override
  public synchronized void onNext(Receipt receipt) {
    if (first == null) {
      first = receipt;
    }
    durable = receipt.getNext();
    while (!underway.isEmpty() && underway.peekFirst().number() < durable) {
      underwayBytes -= underway.removeFirst().bytes();
    }
    notifyAll();
  }

  @Override
  public synchronized void onError(Throwable broken) {
    over = true;
    failure = Status.fromThrowable(broken);
    notifyAll();
  }

  @Override
  public synchronized void onCompleted() {
    over = true;
    notifyAll();
  }

  /** Waits for what the collector has. */
  synchronized Receipt first(long millis) throws InterruptedException {
    await(millis, () -> first != null);
    return first;
  }

  /**
   * Waits until a block may be sent.
   *
   * @param millis how long, as long as not a single receipt comes
   */
  synchronized void awaitRoom(long bytes, long millis) throws InterruptedException {
    boolean room = false;
    while (!room) {
      long had = durable;
      room = await(millis, () -> hasRoom(bytes) || durable != had) && hasRoom(bytes);
    }
  }

  private boolean hasRoom(long bytes) {
    return call.isReady() && (underway.isEmpty() || underwayBytes + bytes <= windowBytes);
  }

  /** Waits until all that was sent is on the collector's disk. */
  synchronized void awaitReceipts(long millis) throws InterruptedException {
    while (!underway.isEmpty()) {
      long had = durable;
      await(millis, () -> durable != had);
    }
  }

  private interface Condition {
    boolean met();
  }

  private boolean await(long millis, Condition condition) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    boolean hurried = false;
    while (true) {
      check();
      if (condition.met()) {
        return true;
      }
      if (!hurried && stopping.getAsBoolean()) {
        hurried = true;
        // Before the first receipt nothing is under way.
        end = Math.min(end, System.nanoTime() + (first == null ? 0 : STOP_NANOS));
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw Status.DEADLINE_EXCEEDED
            .withDescription("no answer for " + millis / 1_000 + " s")
            .asRuntimeException();
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, LOOK_NANOS));
    }
  }

  /**
   * Finds out whether the stream is still there.
   *
   * @throws StatusRuntimeException when it is not
   */
  synchronized void check() {
    if (failure != null) {
      throw failure.asRuntimeException();
    }
    if (over) {
      throw Status.UNAVAILABLE.withDescription("the collector ended it").asRuntimeException();
    }
  }

  /**
   * Sends a block.
   *
   * @return how many bytes it takes on the way
   */
  int send(long number, byte[] block) {
    synchronized (this) {
      underway.addLast(new Underway(number, block.length));
      underwayBytes += block.length;
    }
    byte[] bytes = compress ? Packing.pack(block) : block;
    ByteString part = UnsafeByteOperations.unsafeWrap(bytes);
    Upload.Builder upload = Upload.newBuilder();
    call.onNext((compress ? upload.setPackedBlock(part) : upload.setBlock(part)).build());
    return bytes.length;
  }

  /** Returns the number of the first block that is not known to be on the collector's disk. */
  synchronized long durable() {
    return durable;
  }

  /** Ends it in peace, and waits until the other side has done so. */
  void finish(long millis) throws InterruptedException {
    call.onCompleted();
    synchronized (this) {
      long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
      while (!over && System.nanoTime() < end) {
        TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
      }
    }
  }
}
