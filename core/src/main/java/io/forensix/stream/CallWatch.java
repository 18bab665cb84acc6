// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import java.util.function.Consumer;

/** Says whose message was too large, or none at all: gRPC ends the stream, and tells nobody why. */
final class CallWatch extends ServerStreamTracer.Factory {
  private final Consumer<String> log;

  CallWatch(Consumer<String> log) {
    this.log = log;
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    return new ServerStreamTracer() {
      private Object from = "somebody";

      @Override
      public void serverCallStarted(ServerCallInfo<?, ?> call) {
        from = call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
      }

      @Override
      public void streamClosed(Status status) {
        switch (status.getCode()) {
          case RESOURCE_EXHAUSTED, INTERNAL -> say(String.valueOf(status.getDescription()));
          // It did not get through to the session.
          case UNKNOWN -> say(String.valueOf(status.getCause()));
          default -> {}
        }
      }

      private void say(String why) {
        log.accept(from + ": refused: " + why);
      }
    };
  }
}
