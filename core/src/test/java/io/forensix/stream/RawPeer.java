// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.forensix.stream.wire.Receipt;
import io.forensix.stream.wire.Upload;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A peer that sends whatever it likes. */
final class RawPeer implements AutoCloseable {
  private final ManagedChannel channel;
  private final StreamObserver<Upload> call;
  private final CompletableFuture<Status> end = new CompletableFuture<>();
  private volatile long durable = -1;

  private RawPeer(ManagedChannel channel) {
    this.channel = channel;
    call =
        ClientCalls.asyncBidiStreamingCall(
            channel.newCall(StoreCall.METHOD, CallOptions.DEFAULT),
            new StreamObserver<Receipt>() {
              @Override
              public void onNext(Receipt receipt) {
                durable = receipt.getNext();
              }

              @Override
              public void onError(Throwable broken) {
                end.complete(Status.fromThrowable(broken));
              }

              @Override
              public void onCompleted() {
                end.complete(Status.OK);
              }
            });
  }

  static RawPeer connect(Rig rig, SslContext tls) {
    return new RawPeer(builder(rig, tls).build());
  }

  private static NettyChannelBuilder builder(Rig rig, SslContext tls) {
    return NettyChannelBuilder.forAddress("localhost", rig.address().getPort()).sslContext(tls);
  }

  /** TLS that trusts our authority, and has no certificate of its own. */
  static SslContext withoutCertificate(Path folder) throws IOException {
    return GrpcSslContexts.forClient().trustManager(folder.resolve("ca.crt").toFile()).build();
  }

  void send(Upload upload) {
    call.onNext(upload);
  }

  /** Returns what the last receipt said. */
  long durable() {
    return durable;
  }

  /** Waits for the collector to end the call. */
  Status end() throws Exception {
    return end.get(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }
}
