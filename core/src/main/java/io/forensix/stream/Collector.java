// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.forensix.seal.FirstKey;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.trust.PeerName;
import io.forensix.stream.trust.TrustException;
import io.forensix.stream.wire.Receipt;
import io.forensix.stream.wire.SealKeyAnswer;
import io.forensix.stream.wire.SealKeyRequest;
import io.forensix.stream.wire.Upload;
import io.grpc.Codec;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.DecompressorRegistry;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Keeps copies of archives for hosts that prove who they are. It can be asked for two things: to
 * add blocks to the copy of the host that asks, and for a new key for its seals. See
 * collector.proto.
 */
public final class Collector implements AutoCloseable {
  private static final int CALLS_OF_CONNECTION_MAX = 2;
  private static final int METADATA_MAX_BYTES = 8 << 10;
  private static final int RESETS_OF_MINUTE_MAX = 100;

  /** What a host may have sent that nobody has looked at yet. */
  private static final int WINDOW_BYTES = 1 << 20;

  private static final long KEEPALIVE_SECONDS = 10;
  private static final long KEEPALIVE_MIN_SECONDS = 2;
  private static final long IDLE_SECONDS = 60;
  private static final long END_MILLIS = 5_000;

  /** What gRPC says of bad messages, with a trace each; {@link CallWatch} says it in a line. */
  private static final List<Logger> NOISY =
      List.of(
          Logger.getLogger("io.grpc.netty.NettyServerStream"),
          Logger.getLogger("io.grpc.internal.SerializingExecutor"));

  private static final Context.Key<Peer> PEER = Context.key("peer");

  private final CollectorOptions options;
  private final Credentials credentials;
  private final Consumer<String> log;
  private final LongAdder strangers = new LongAdder();

  /** Is told of those who did not come to say who they are. */
  private final Consumer<String> strange;

  private final HostStore store;
  private final Map<HostSession, Peer> peers = new ConcurrentHashMap<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final MultiThreadIoEventLoopGroup acceptor = group(1);
  private final MultiThreadIoEventLoopGroup loops = group(0);
  private final Server server;

  /**
   * Who is at the other end.
   *
   * @param host its name
   * @param certificate which says so
   */
  private record Peer(String host, X509Certificate certificate) {}

  private Collector(CollectorOptions options, Credentials credentials, Consumer<String> log)
      throws IOException {
    this.options = options;
    this.credentials = credentials;
    this.log = log;
    strange =
        text -> {
          strangers.increment();
          log.accept(text);
        };
    NOISY.forEach(logger -> logger.setLevel(Level.OFF));
    store = new HostStore(options.store());
    server =
        NettyServerBuilder.forAddress(options.listen())
            .bossEventLoopGroup(acceptor)
            .workerEventLoopGroup(loops)
            .channelFactory(() ->
                new GuardedListener(
                    options.connectionsMax(), options.connectionsOfOneMax(), strange))
            .executor(workers)
            .sslContext(credentials.server())
            .handshakeTimeout(options.patience().toMillis(), TimeUnit.MILLISECONDS)
            .maxConcurrentCallsPerConnection(CALLS_OF_CONNECTION_MAX)
            .maxInboundMessageSize(options.blockMaxBytes() + StoreCall.MESSAGE_EXTRA_BYTES)
            .maxInboundMetadataSize(METADATA_MAX_BYTES)
            .maxRstFramesPerWindow(RESETS_OF_MINUTE_MAX, 60)
            .flowControlWindow(WINDOW_BYTES)
            .keepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .keepAliveTimeout(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
            .permitKeepAliveTime(KEEPALIVE_MIN_SECONDS, TimeUnit.SECONDS)
            .maxConnectionIdle(IDLE_SECONDS, TimeUnit.SECONDS)
            .decompressorRegistry(
                DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false))
            .addService(
                ServerServiceDefinition.builder(StoreCall.SERVICE)
                    .addMethod(StoreCall.METHOD, ServerCalls.asyncBidiStreamingCall(this::session))
                    .addMethod(SealKeyCall.METHOD, ServerCalls.asyncUnaryCall(this::sealKey))
                    .build())
            .intercept(new WhoIsIt())
            .addStreamTracerFactory(new CallWatch(strange))
            .build();
  }

  private static MultiThreadIoEventLoopGroup group(int threads) {
    return new MultiThreadIoEventLoopGroup(threads, NioIoHandler.newFactory());
  }

  /**
   * Begins to listen.
   *
   * @param log is told, in a line each, of what happens
   * @throws TrustException when the collector's own certificate is of no use
   * @throws IOException when it cannot listen there
   */
  public static Collector start(
      CollectorOptions options, Credentials credentials, Consumer<String> log) throws IOException {
    String fault = credentials.ownFault();
    if (fault != null) {
      throw new TrustException("the collector's own certificate is of no use: " + fault, null);
    }
    Collector collector = new Collector(options, credentials, log);
    try {
      collector.server.start();
    } catch (IOException e) {
      collector.close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException(
          "cannot listen on %s: %s".formatted(options.listen(), cause.getMessage()), e);
    }
    long period = options.recheck().toMillis();
    collector.clock.scheduleAtFixedRate(collector::recheck, period, period, TimeUnit.MILLISECONDS);
    return collector;
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenSockets().getFirst();
  }

  /** Returns what each host has sent since this began. */
  public Map<String, HostTally> hosts() {
    return store.tallies();
  }

  /** Returns how many were sent away before it was known who they are. */
  public long strangers() {
    return strangers.sum();
  }

  /** Finds out who it is, before anything of a call is looked at. */
  private final class WhoIsIt implements ServerInterceptor {
    @Override
    public <A, B> ServerCall.Listener<A> interceptCall(
        ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
      SSLSession tls = call.getAttributes().get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
      Object from = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      try {
        X509Certificate certificate = (X509Certificate) tls.getPeerCertificates()[0];
        Peer peer = new Peer(PeerName.of(certificate), certificate);
        // TLS looked at it, too; but a session that is resumed does not.
        String fault = credentials.fault(certificate);
        if (fault == null) {
          return Contexts.interceptCall(
              Context.current().withValue(PEER, peer), call, headers, next);
        }
        return refuse(call, from, "the certificate of " + peer.host() + ": " + fault);
      } catch (SSLPeerUnverifiedException | TrustException e) {
        return refuse(call, from, String.valueOf(e.getMessage()));
      }
    }

    private <A, B> ServerCall.Listener<A> refuse(ServerCall<A, B> call, Object from, String why) {
      strange.accept(from + ": refused: " + why);
      call.close(Status.UNAUTHENTICATED.withDescription(why), new Metadata());
      return new ServerCall.Listener<>() {};
    }
  }

  private StreamObserver<Upload> session(StreamObserver<Receipt> responses) {
    Peer peer = PEER.get();
    ServerCallStreamObserver<Receipt> out = (ServerCallStreamObserver<Receipt>) responses;
    out.disableAutoRequest();
    HostSession session =
        new HostSession(
            peer.host(), store, options, out, text -> log.accept(peer.host() + ": " + text));
    peers.put(session, peer);
    out.setOnCloseHandler(() -> peers.remove(session));
    out.setOnCancelHandler(() -> {
      peers.remove(session);
      session.onError(Status.CANCELLED.asException());
    });
    out.request(1);
    clock.schedule(
        () -> {
          if (session.silent()) {
            session.refuse(Status.DEADLINE_EXCEEDED, "it did not say which archive it has");
          }
        },
        options.patience().toMillis(),
        TimeUnit.MILLISECONDS);
    return session;
  }

  private void sealKey(SealKeyRequest request, StreamObserver<SealKeyAnswer> out) {
    String host = PEER.get().host();
    if (request.getProtocol() != StoreCall.PROTOCOL) {
      out.onError(
          Status.FAILED_PRECONDITION
              .withDescription("it speaks version " + request.getProtocol() + " of the protocol")
              .asRuntimeException());
      return;
    }
    try {
      FirstKey key = store.newSealKey(host);
      log.accept("%s: was given the key %s for its seals".formatted(host, key.id()));
      out.onNext(SealKeyCall.answer(key));
      key.wipe();
      out.onCompleted();
    } catch (IOException e) {
      log.accept(host + ": was given no key for its seals: " + e.getMessage());
      out.onError(
          Status.UNAVAILABLE.withDescription("the key cannot be kept").asRuntimeException());
    }
  }

  /** Ends the streams of those whose certificate is not good any more. */
  private void recheck() {
    peers.forEach((session, peer) -> {
      String fault = credentials.fault(peer.certificate());
      if (fault != null) {
        session.refuse(Status.UNAUTHENTICATED, "its certificate: " + fault);
      }
    });
  }

  /** Ends all streams; what came is then on the disk. */
  @Override
  public void close() {
    clock.shutdownNow();
    server.shutdown();
    for (HostSession session : store.sessions()) {
      session.refuse(Status.UNAVAILABLE, "the collector ends");
    }
    try {
      for (HostSession session : store.sessions()) {
        session.join(END_MILLIS);
      }
      if (!server.awaitTermination(END_MILLIS, TimeUnit.MILLISECONDS)) {
        server.shutdownNow();
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    } finally {
      workers.shutdownNow();
      acceptor.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }
}
