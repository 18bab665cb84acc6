// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_record;
import io.forensix.abi.fx_seal;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordHead;
import io.forensix.record.RecordType;
import io.forensix.record.SealRecord;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/** What a kernel writes into its rings while it seals them: records one by one, of all CPUs. */
final class SealedRecording {
  /** CLOCK_REALTIME at CLOCK_MONOTONIC 0, ns. */
  static final long REALTIME_AT_0 = 1_700_000_000_000_000_000L;

  /** A record as it lies in the ring of a CPU. */
  record Laid(int cpu, byte[] bytes) {
    MemorySegment memory() {
      return MemorySegment.ofArray(bytes);
    }

    boolean isSeal() {
      return LittleEndian.u16(memory(), fx_record.type$offset()) == RecordType.SEAL.code();
    }

    long time() {
      return LittleEndian.i64(memory(), fx_record.time$offset());
    }

    Laid copy() {
      return new Laid(cpu, bytes.clone());
    }
  }

  /** A ring, and what seals it. */
  static final class Ring {
    final int cpu;
    final KeyChain chain;
    final List<byte[]> since = new ArrayList<>();
    long seq;

    Ring(int cpu, KeyChain chain) {
      this.cpu = cpu;
      this.chain = chain;
    }
  }

  private final FirstKey first;
  private final List<Ring> rings = new ArrayList<>();
  private final List<Laid> laid = new ArrayList<>();
  private final SplittableRandom random;
  private long number;
  private long time;

  SealedRecording(FirstKey first, UUID recording, int cpus, SplittableRandom random, long time) {
    this.first = first;
    this.random = random;
    this.time = time;
    for (int cpu = 0; cpu < cpus; cpu++) {
      Ring ring = new Ring(cpu, new KeyChain(first, recording, cpu));
      rings.add(ring);
      // A reader came, before there was a key.
      mark(ring, forensix_h.FX_MARK_ATTACH());
      ring.since.clear();
    }
    rings.forEach(ring -> seal(ring, forensix_h.FX_SEAL_FIRST()));
    mark(rings.getFirst(), forensix_h.FX_MARK_START());
  }

  /** Lays down so many records, with a seal here and there. */
  SealedRecording run(int records) {
    for (int i = 0; i < records; i++) {
      Ring ring = rings.get(random.nextInt(rings.size()));
      byte[] payload = new byte[8 * random.nextInt(8)];
      random.nextBytes(payload);
      lay(ring, bytes(ring).data(time, 0, ItemKind.BYTES, 1, payload));
      if (random.nextInt(6) == 0) {
        seal(ring, 0);
      }
    }
    return this;
  }

  /** Ends it. */
  List<Laid> stop() {
    mark(rings.getFirst(), forensix_h.FX_MARK_STOP());
    rings.forEach(ring -> seal(ring, forensix_h.FX_SEAL_FINAL()));
    return laid;
  }

  /** Leaves it as it is. */
  List<Laid> laid() {
    return laid;
  }

  List<Ring> rings() {
    return rings;
  }

  long time() {
    return time;
  }

  private void mark(Ring ring, int kind) {
    RecordBytes bytes = bytes(ring);
    lay(ring, bytes.mark(kind, REALTIME_AT_0 + time));
  }

  private RecordBytes bytes(Ring ring) {
    time += 1 + random.nextInt(1_000_000);
    return new RecordBytes().cpu(ring.cpu).seq(ring.seq++).time(time);
  }

  private void lay(Ring ring, RecordBytes bytes) {
    ring.since.add(bytes.toByteArray());
    laid.add(new Laid(ring.cpu, bytes.toByteArray()));
  }

  private void seal(Ring ring, int flags) {
    long covered = 0;
    for (int i = flags == forensix_h.FX_SEAL_FIRST() ? 0 : 1; i < ring.since.size(); i++) {
      covered += ring.since.get(i).length;
    }
    byte[] seal =
        bytes(ring)
            .start(0)
            .task(0, 0)
            .any(
                RecordType.SEAL.code(),
                rest(first.id(), number++, ring.chain.turn(), covered, flags))
            .toByteArray();
    sign(ring.chain, ring.since, seal);
    laid.add(new Laid(ring.cpu, seal));
    ring.chain.forward();
    ring.since.clear();
    ring.since.add(seal);
  }

  /** Sets a seal's mac: over what the seal before begins. */
  static void sign(KeyChain chain, List<byte[]> since, byte[] seal) {
    Blake2s sum = chain.sum();
    since.forEach(sum::add);
    MemorySegment memory = MemorySegment.ofArray(seal);
    byte[] mac = sum.add(memory, 0, SealRecord.MAC).end();
    System.arraycopy(mac, 0, seal, SealRecord.MAC, mac.length);
  }

  private static byte[] rest(UUID id, long number, long turn, long covered, int flags) {
    MemorySegment seal = MemorySegment.ofArray(new byte[(int) fx_seal.layout().byteSize()]);
    LittleEndian.put64(seal, fx_seal.number$offset(), number);
    LittleEndian.put64(seal, fx_seal.turn$offset(), turn);
    LittleEndian.put64(seal, fx_seal.covered$offset(), covered);
    long at = fx_seal.key_id$offset();
    LittleEndian.put64(seal, at, Long.reverseBytes(id.getMostSignificantBits()));
    LittleEndian.put64(seal, at + 8, Long.reverseBytes(id.getLeastSignificantBits()));
    LittleEndian.put32(seal, fx_seal.flags$offset(), flags);
    return seal.asSlice(RecordHead.BYTES).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }
}
