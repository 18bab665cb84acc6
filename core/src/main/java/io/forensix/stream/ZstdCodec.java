// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import io.grpc.Codec;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Messages packed by zstd. What is unpacked counts towards the limit of a message, so that a small
 * one cannot become a large one.
 */
final class ZstdCodec implements Codec {
  static final String NAME = "zstd";

  /** The fastest of the levels that are not called fast. */
  private static final int LEVEL = 1;

  @Override
  public String getMessageEncoding() {
    return NAME;
  }

  @Override
  public OutputStream compress(OutputStream to) throws IOException {
    return new ZstdOutputStream(to, LEVEL);
  }

  @Override
  public InputStream decompress(InputStream from) throws IOException {
    return new ZstdInputStream(from);
  }
}
