// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.archive.BlockPlace;
import io.forensix.record.RecordHead;
import io.forensix.record.RecordType;
import io.forensix.record.SealRecord;
import java.lang.foreign.MemorySegment;
import java.security.MessageDigest;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the seals of one ring prove. It is given all bytes of the ring, in the order in which the
 * archive has them, and told of each record.
 *
 * <p>After what is wrong it goes on at the next seal: keys move forward whatever the records are,
 * so each stretch between two seals is judged by itself.
 */
final class RingSeals {
  /** More seals than a ring has in a year, ten in a second. */
  private static final long FORWARD_MAX = 400_000_000;

  /** Is told what comes of it. */
  interface Listener {
    /** A seal is the kernel's, and so are the records that it covers. */
    void proved(RingSeals ring, SealRecord seal, BlockPlace place, Stretch covered);

    /**
     * The first seal that is left of a ring, where those before it were retired, and how many
     * records are before it. It is not proved until the next one is.
     */
    void anchored(RingSeals ring, SealRecord seal, long before);

    /** Something of the ring is not as the kernel left it. */
    void fault(RingSeals ring, BlockPlace place, String text);

    /** A seal is of a key that is not at hand. */
    void unknownKey(BlockPlace place, UUID key);
  }

  private final UUID recording;
  private final int cpu;
  private final SealKeys keys;
  private final Listener listener;

  /** Its beginning was retired, and no seal of it has been there yet. */
  private boolean headless;

  private final Stretch stretch = new Stretch();
  private @Nullable KeyChain chain;
  private @Nullable Blake2s sum;
  private BlockPlace last;

  /** The key that is needed and not at hand; nothing can be said of what is sealed with it. */
  private @Nullable UUID unknown;

  /**
   * @param headless what was recorded first was retired
   */
  RingSeals(
      UUID recording,
      int cpu,
      SealKeys keys,
      BlockPlace first,
      boolean headless,
      Listener listener) {
    this.recording = recording;
    this.cpu = cpu;
    this.keys = keys;
    this.last = first;
    this.headless = headless;
    this.listener = listener;
  }

  UUID recording() {
    return recording;
  }

  int cpu() {
    return cpu;
  }

  /** Returns the first key of the seals that are not ended yet. */
  @Nullable UUID open() {
    return chain == null ? null : chain.firstId();
  }

  /** Returns the last block that was seen. */
  BlockPlace last() {
    return last;
  }

  /** Takes bytes of the ring between seals. */
  void bytes(MemorySegment memory, long from, long to, BlockPlace place) {
    last = place;
    if (sum != null) {
      sum.add(memory, from, to);
    }
  }

  /** Is told that a record is among the bytes, which is no seal. */
  void record(RecordHead record, BlockPlace place) {
    boolean needsNone = record.type() == RecordType.MARK || record.type() == RecordType.LOST;
    // The marks of readers that come and go stand outside of what is sealed.
    if (sum != null || (unknown == null && !needsNone)) {
      stretch.add(record, place);
    }
  }

  /** Takes a seal: its bytes, too. */
  void seal(SealRecord seal, BlockPlace place) {
    last = place;
    FirstKey first = keys.find(seal.keyId()).orElse(null);
    if (first == null) {
      unsealed();
      if (!seal.keyId().equals(unknown)) {
        listener.unknownKey(place, seal.keyId());
      }
      unknown = seal.isFinal() ? null : seal.keyId();
      chain = null;
      sum = null;
    } else if (chain != null && chain.firstId().equals(first.id())) {
      follow(chain, seal, place);
    } else {
      begin(first, seal, place);
    }
  }

  private void begin(FirstKey first, SealRecord seal, BlockPlace place) {
    if (chain != null) {
      listener.fault(
          this,
          place,
          name() + ": its end is cut off: another recording begins before its last seal");
    }
    boolean anchor = headless && !seal.isFirst();
    if (anchor) {
      listener.anchored(this, seal, stretch.count());
    } else {
      unsealed();
    }
    headless = false;
    unknown = null;
    KeyChain ring = new KeyChain(first, recording, cpu);
    if (seal.isFirst() && seal.turn() == 0) {
      chain = ring;
      judge(ring, ring.sum(), seal, place);
      return;
    }
    if (!anchor) {
      listener.fault(
          this,
          place,
          "%s: its beginning is missing: the first seal here was its number %d"
              .formatted(name(), seal.turn()));
    }
    if (anchor && seal.isFinal()) {
      stretch.clear();
    } else if (seal.turn() >= 0 && seal.turn() <= FORWARD_MAX) {
      while (ring.turn() < seal.turn()) {
        ring.forward();
      }
      chain = ring;
      next(ring, seal);
    }
  }

  private void follow(KeyChain ring, SealRecord seal, BlockPlace place) {
    long missing = seal.turn() - ring.turn();
    if (missing == 0) {
      Blake2s covered = sum == null ? ring.sum() : sum;
      judge(ring, covered, seal, place);
    } else if (missing < 0 || missing > FORWARD_MAX) {
      listener.fault(
          this,
          place,
          "%s: its seal number %d stands where number %d should: it was moved or repeated"
              .formatted(name(), seal.turn(), ring.turn()));
      bytes(seal.segment(), seal.offset(), seal.end(), place);
    } else {
      listener.fault(
          this,
          stretch.firstPlace(place),
          "%s: %d of its seals are missing; %s are not proved: some were removed"
              .formatted(name(), missing, stretch.text()));
      while (ring.turn() < seal.turn()) {
        ring.forward();
      }
      next(ring, seal);
    }
  }

  /** Is it what the kernel made of the bytes before it? */
  private void judge(KeyChain ring, Blake2s covered, SealRecord seal, BlockPlace place) {
    MemorySegment memory = seal.segment();
    byte[] mac = covered.add(memory, seal.offset(), seal.offset() + SealRecord.MAC).end();
    if (MessageDigest.isEqual(mac, seal.mac())) {
      listener.proved(this, seal, place, stretch);
      if (seal.isFinal()) {
        stretch.clear();
        chain = null;
        sum = null;
        return;
      }
    } else {
      listener.fault(
          this,
          stretch.firstPlace(place),
          "%s: %s are not what the kernel sealed: something was changed, removed, added or moved"
              .formatted(name(), stretch.text()));
    }
    next(ring, seal);
  }

  private void next(KeyChain ring, SealRecord seal) {
    stretch.clear();
    ring.forward();
    sum = ring.sum().add(seal.segment(), seal.offset(), seal.end());
  }

  /** Reports records before this place that no seal covers. */
  private void unsealed() {
    if (sum == null && stretch.count() > 0) {
      listener.fault(
          this,
          stretch.firstPlace(last),
          "%s: %s are not sealed".formatted(name(), stretch.text()));
    }
    stretch.clear();
  }

  /**
   * Is told that the archive ends.
   *
   * @return how many records follow the last seal, of a ring whose seals are not ended
   */
  long end() {
    if (chain != null) {
      return stretch.count();
    }
    unsealed();
    return 0;
  }

  private String name() {
    return "cpu " + cpu;
  }
}
