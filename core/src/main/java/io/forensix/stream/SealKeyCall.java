// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import com.google.protobuf.ByteString;
import io.forensix.seal.FirstKey;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.wire.SealKeyAnswer;
import io.forensix.stream.wire.SealKeyRequest;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ClientCalls;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The call by which a host gets a first key for its seals from a collector, which keeps it. */
public final class SealKeyCall {
  static final MethodDescriptor<SealKeyRequest, SealKeyAnswer> METHOD =
      MethodDescriptor.<SealKeyRequest, SealKeyAnswer>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(StoreCall.SERVICE, "SealKey"))
          .setRequestMarshaller(ProtoUtils.marshaller(SealKeyRequest.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(SealKeyAnswer.getDefaultInstance()))
          .build();

  private static final long ANSWER_SECONDS = 30;
  private static final int ID_BYTES = 16;

  private SealKeyCall() {}

  /**
   * Asks for a key.
   *
   * @param collector not resolved: its name is to be that in its certificate
   * @throws Refused when the collector refuses
   * @throws IOException when it cannot be reached, or is not the one that was meant
   */
  public static FirstKey ask(InetSocketAddress collector, Credentials credentials)
      throws IOException {
    String where = collector.getHostString() + ":" + collector.getPort();
    ManagedChannel channel =
        NettyChannelBuilder.forAddress(collector.getHostString(), collector.getPort())
            .sslContext(credentials.client())
            .disableRetry()
            .build();
    try {
      return key(
          ClientCalls.blockingUnaryCall(
              channel,
              METHOD,
              CallOptions.DEFAULT.withDeadlineAfter(ANSWER_SECONDS, TimeUnit.SECONDS),
              SealKeyRequest.newBuilder().setProtocol(StoreCall.PROTOCOL).build()));
    } catch (StatusRuntimeException e) {
      Status status = e.getStatus();
      Throwable cause = status.getCause();
      String why = status.getDescription() + (cause == null ? "" : ": " + cause.getMessage());
      throw switch (status.getCode()) {
        case UNAUTHENTICATED, FAILED_PRECONDITION, RESOURCE_EXHAUSTED, UNIMPLEMENTED ->
            new Refused(where + ": the collector gives no key: " + why, e);
        default -> new IOException(where + ": no key: " + why, e);
      };
    } finally {
      channel.shutdownNow();
    }
  }

  private static FirstKey key(SealKeyAnswer answer) throws IOException {
    if (answer.getId().size() != ID_BYTES) {
      throw new IOException("the collector's answer is no key");
    }
    ByteBuffer id = answer.getId().asReadOnlyByteBuffer();
    try {
      return new FirstKey(
          new UUID(id.getLong(), id.getLong()), answer.getKey().toByteArray(), null);
    } catch (IllegalArgumentException e) {
      throw new IOException("the collector's answer is no key: " + e.getMessage(), e);
    }
  }

  static SealKeyAnswer answer(FirstKey key) {
    ByteBuffer id = ByteBuffer.allocate(ID_BYTES);
    id.putLong(key.id().getMostSignificantBits()).putLong(key.id().getLeastSignificantBits());
    return SealKeyAnswer.newBuilder()
        .setId(ByteString.copyFrom(id.flip()))
        .setKey(ByteString.copyFrom(key.secret()))
        .build();
  }
}
