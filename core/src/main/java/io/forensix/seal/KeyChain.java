// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.record.SealRecord;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;

/** The keys of one ring, one after the other: each is made of the one before. */
final class KeyChain {
  private static final byte[] RING = SealRecord.ringLabel();
  private static final byte[] NEXT = SealRecord.nextLabel();

  private final UUID firstId;
  private byte[] key;
  private long turn;

  KeyChain(FirstKey first, UUID recording, int cpu) {
    firstId = first.id();
    ByteBuffer ring = ByteBuffer.allocate(20);
    ring.putLong(recording.getMostSignificantBits()).putLong(recording.getLeastSignificantBits());
    ring.order(ByteOrder.LITTLE_ENDIAN).putInt(cpu);
    key = new Blake2s(first.secret()).add(RING).add(ring.array()).end();
  }

  /** Returns the name of the first key. */
  UUID firstId() {
    return firstId;
  }

  /** Returns the number of the seal whose key this is. */
  long turn() {
    return turn;
  }

  /** Returns this seal's key. */
  byte[] key() {
    return key.clone();
  }

  /** Goes on to the next seal's key. */
  void forward() {
    key = new Blake2s(key).add(NEXT).end();
    turn++;
  }

  /** Begins the sum of this seal. */
  Blake2s sum() {
    return new Blake2s(key);
  }
}
