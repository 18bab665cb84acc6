// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.forensix.stream.wire.Receipt;
import io.forensix.stream.wire.Upload;
import io.grpc.MethodDescriptor;
import io.grpc.protobuf.ProtoUtils;

/** The call by which blocks come to a collector, as collector.proto has it. */
final class StoreCall {
  /** Version of the protocol. */
  static final int PROTOCOL = 1;

  static final String SERVICE = "forensix.Collector";

  static final MethodDescriptor<Upload, Receipt> METHOD =
      MethodDescriptor.<Upload, Receipt>newBuilder()
          .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Store"))
          .setRequestMarshaller(ProtoUtils.marshaller(Upload.getDefaultInstance()))
          .setResponseMarshaller(ProtoUtils.marshaller(Receipt.getDefaultInstance()))
          .build();

  /** What a message has beside a block. */
  static final int MESSAGE_EXTRA_BYTES = 64;

  private StoreCall() {}
}
