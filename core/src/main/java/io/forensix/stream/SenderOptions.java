// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.forensix.archive.Confirmed;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How an archive is sent.
 *
 * @param archive its directory
 * @param to the collector, not resolved: its name is to be that in its certificate
 * @param once end when all that is there has been sent
 * @param compress pack what is sent
 * @param windowBytes bytes that may be under way, sent and not yet on the collector's disk
 * @param patience how long to try without getting anywhere
 * @param retryMax how long to wait at most before the next try
 * @param confirmed the file that tells how much the collector has: see {@link Confirmed}
 */
public record SenderOptions(
    Path archive,
    InetSocketAddress to,
    boolean once,
    boolean compress,
    long windowBytes,
    Duration patience,
    Duration retryMax,
    Path confirmed) {
  /** Bytes under way, unless said otherwise: what a gigabit brings in 60 ms. */
  public static final long WINDOW_BYTES = 8 << 20;

  /** How long to try with {@code once}, unless said otherwise. */
  public static final Duration PATIENCE_ONCE = Duration.ofSeconds(60);

  /** How long to wait before the next try, at most, unless said otherwise. */
  public static final Duration RETRY_MAX = Duration.ofSeconds(15);

  /** Returns what holds unless said otherwise: for ever. */
  public static SenderOptions of(Path archive, InetSocketAddress to) {
    return new SenderOptions(
        archive,
        to,
        false,
        false,
        WINDOW_BYTES,
        Duration.ofDays(36_500),
        RETRY_MAX,
        Confirmed.file(archive));
  }

  /** Returns the same, but to end when all that is there has been sent. */
  public SenderOptions onlyOnce() {
    return new SenderOptions(
        archive, to, true, compress, windowBytes, PATIENCE_ONCE, retryMax, confirmed);
  }

  /** Returns the same, but to another collector. */
  SenderOptions toward(InetSocketAddress collector) {
    return new SenderOptions(
        archive, collector, once, compress, windowBytes, patience, retryMax, confirmed);
  }

  /** Returns the same, but packed. */
  SenderOptions packed() {
    return new SenderOptions(archive, to, once, true, windowBytes, patience, retryMax, confirmed);
  }
}
