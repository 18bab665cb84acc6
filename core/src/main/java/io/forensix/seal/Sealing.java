// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.record.SealRecord;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The seals of all CPUs with one first key: which of them are there. */
final class Sealing {
  /** How far the seals of one CPU are. */
  private static final class Ring {
    long number;
    long time;
    boolean ended;
  }

  private final UUID key;
  private final UUID recording;
  private final LongFunction<Instant> clock;
  private final @Nullable Instant taken;
  private final BitSet numbers = new BitSet();
  private final Map<Integer, Ring> rings = new TreeMap<>();
  private long seals;
  private long records;
  private long beforeTaken;
  private long tail;
  private long unproved;

  /** Numbers below it that are not there may have been retired. */
  private int retired;

  private long from = Long.MAX_VALUE;
  private long until = Long.MIN_VALUE;
  private @Nullable Long doubtful;

  /**
   * @param clock makes an instant of a time of the recording
   * @param taken when the machine was taken, if it was
   */
  Sealing(UUID key, UUID recording, LongFunction<Instant> clock, @Nullable Instant taken) {
    this.key = key;
    this.recording = recording;
    this.clock = clock;
    this.taken = taken;
  }

  /**
   * Takes a seal that is the kernel's.
   *
   * @return false when it has been there before
   */
  boolean add(SealRecord seal, long covered) {
    if (seal.number() < 0 || seal.number() >= Integer.MAX_VALUE) {
      return false;
    }
    boolean fresh = !numbers.get((int) seal.number());
    note(seal);
    seals++;
    records += covered;
    if (taken != null && clock.apply(seal.time()).isBefore(taken)) {
      beforeTaken += covered;
    }
    return fresh;
  }

  /**
   * Takes the first seal of a CPU that is left, where those before it were retired.
   *
   * @param before records of the CPU before it, which nothing proves
   */
  void anchor(SealRecord seal, long before) {
    if (seal.number() < 0 || seal.number() >= Integer.MAX_VALUE) {
      return;
    }
    note(seal);
    retired = Math.max(retired, (int) seal.number());
    unproved += before;
  }

  /** A seal with such a number is there, and its CPU came that far. */
  private void note(SealRecord seal) {
    numbers.set((int) seal.number());
    Ring ring = rings.computeIfAbsent(seal.cpu(), any -> new Ring());
    ring.number = Math.max(ring.number, seal.number());
    ring.time = seal.time();
    ring.ended |= seal.isFinal();
    from = Math.min(from, seal.time());
    until = Math.max(until, seal.time());
  }

  /** Something is wrong with a CPU's records after its last seal so far. */
  void doubt(int cpu) {
    Ring ring = rings.get(cpu);
    long time = ring == null ? from : ring.time;
    doubtful = doubtful == null ? time : Math.min(doubtful, time);
  }

  /** Takes note of records after a last seal. */
  void tail(long count) {
    tail += count;
  }

  boolean doubted() {
    return doubtful != null;
  }

  /** Returns the time of a CPU's last seal. */
  Instant last(int cpu) {
    Ring ring = rings.get(cpu);
    return clock.apply(ring == null ? from : ring.time);
  }

  /**
   * Returns numbers that are missing below the highest, as in "7 8"; empty where there are none.
   */
  String missing() {
    int end = numbers.length();
    return IntStream.iterate(
            numbers.nextClearBit(retired),
            number -> number < end,
            number -> numbers.nextClearBit(number + 1))
        .limit(10)
        .mapToObj(Integer::toString)
        .collect(Collectors.joining(" "));
  }

  /** Returns whether the end of a CPU is known to be missing, rather than not yet there. */
  boolean cut(int cpu, boolean later) {
    Ring ring = rings.get(cpu);
    if (ring == null || ring.ended) {
      return false;
    }
    boolean othersEnded = rings.values().stream().anyMatch(other -> other.ended);
    int highestMissing = numbers.previousClearBit(Math.max(0, numbers.length() - 1));
    return later || othersEnded || highestMissing > Math.max(ring.number, retired);
  }

  boolean ended() {
    return rings.values().stream().allMatch(ring -> ring.ended);
  }

  Sealed toSealed(boolean cut) {
    Sealed.End end =
        cut || !missing().isEmpty() ? Sealed.End.CUT : ended() ? Sealed.End.WHOLE : Sealed.End.OPEN;
    return new Sealed(
        key,
        recording,
        rings.size(),
        seals,
        records,
        clock.apply(from),
        clock.apply(until),
        Optional.ofNullable(doubtful).map(clock::apply),
        end,
        tail,
        retired > 0 ? OptionalLong.of(unproved) : OptionalLong.empty(),
        beforeTaken);
  }

  UUID recording() {
    return recording;
  }

  Iterable<Integer> cpus() {
    return rings.keySet();
  }
}
