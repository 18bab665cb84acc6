// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import io.forensix.archive.ArchiveOptions;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How a collector works.
 *
 * @param listen where it listens
 * @param store the folder with a copy for each host
 * @param blockMaxBytes bytes of a block at most: those of a ring, and its header
 * @param connectionsMax connections at most
 * @param connectionsOfOneMax connections at most from one address
 * @param patience how long a peer may take to say who it is, and then which archive it has
 * @param recheck how often the certificates of those who are connected are looked at again
 * @param reserveBytes bytes of the disk that are left free
 * @param hostBytes bytes of the disk that the copy of one host may take; 0 for no limit
 */
public record CollectorOptions(
    InetSocketAddress listen,
    Path store,
    int blockMaxBytes,
    int connectionsMax,
    int connectionsOfOneMax,
    Duration patience,
    Duration recheck,
    long reserveBytes,
    long hostBytes) {
  /** Bytes of a block at most, unless said otherwise: four rings of the usual size. */
  public static final int BLOCK_MAX_BYTES = 16 << 20;

  /** Connections at most, unless said otherwise. */
  public static final int CONNECTIONS_MAX = 512;

  /** Connections at most from one address, unless said otherwise: hosts may share one. */
  public static final int CONNECTIONS_OF_ONE_MAX = 64;

  /** How long a peer may take, unless said otherwise. */
  public static final Duration PATIENCE = Duration.ofSeconds(10);

  /** How often certificates are looked at again, unless said otherwise. */
  public static final Duration RECHECK = Duration.ofSeconds(5);

  /** Returns what holds unless said otherwise. */
  public static CollectorOptions of(InetSocketAddress listen, Path store) {
    return new CollectorOptions(
        listen,
        store,
        BLOCK_MAX_BYTES,
        CONNECTIONS_MAX,
        CONNECTIONS_OF_ONE_MAX,
        PATIENCE,
        RECHECK,
        ArchiveOptions.RESERVE_BYTES,
        0);
  }
}
