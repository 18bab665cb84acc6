// SPDX-License-Identifier: Apache-2.0
package io.forensix.stream;

import java.time.Instant;

/**
 * What one host has sent since the collector began.
 *
 * @param blocks that were added to its copy
 * @param bytes of them
 * @param sessions how often it connected
 * @param refused how often it was sent away
 * @param connected whether it is there now
 * @param last when a block of it came last; 1970 where none did
 */
public record HostTally(
    long blocks, long bytes, long sessions, long refused, boolean connected, Instant last) {
  static final HostTally NOTHING = new HostTally(0, 0, 0, 0, false, Instant.EPOCH);

  HostTally begun() {
    return new HostTally(blocks, bytes, sessions + 1, refused, true, last);
  }

  HostTally ended() {
    return new HostTally(blocks, bytes, sessions, refused, false, last);
  }

  HostTally sentAway() {
    return new HostTally(blocks, bytes, sessions, refused + 1, connected, last);
  }

  HostTally added(long size) {
    return new HostTally(blocks + 1, bytes + size, sessions, refused, connected, Instant.now());
  }
}
