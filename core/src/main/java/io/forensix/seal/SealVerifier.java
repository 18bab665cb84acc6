// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.Block;
import io.forensix.archive.BlockHeader;
import io.forensix.archive.BlockKind;
import io.forensix.archive.BlockPlace;
import io.forensix.archive.Retired;
import io.forensix.archive.Verification;
import io.forensix.record.MarkRecord;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordHead;
import io.forensix.record.SealRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Holds an archive against the kernel's seals. What it finds does not lean on anything else in the
 * archive: sums, hashes and numbers of blocks can be made anew by whoever rewrites it, a seal
 * cannot. Blocks that cannot be read are as good as missing here.
 */
public final class SealVerifier {
  private static final long NS = 1_000_000_000L;

  private final SealKeys keys;
  private final boolean running;
  private final @Nullable Instant taken;
  private final List<ArchiveFault> faults = new ArrayList<>();
  private final RecordCursor records = new RecordCursor(corrupt -> {});
  private final Map<UUID, Map<Integer, RingSeals>> recordings = new LinkedHashMap<>();
  private final Map<UUID, Sealing> sealings = new LinkedHashMap<>();

  /** What CLOCK_REALTIME is ahead of CLOCK_MONOTONIC in a recording, by its last mark. */
  private final Map<UUID, Long> offsets = new HashMap<>();

  private final RingSeals.Listener listener =
      new RingSeals.Listener() {
        @Override
        public void proved(RingSeals ring, SealRecord seal, BlockPlace place, Stretch covered) {
          if (!sealing(seal.keyId(), ring.recording()).add(seal, covered.count())) {
            SealVerifier.this.fault(
                place, "seal %d stands here again: records were repeated".formatted(seal.number()));
          }
        }

        @Override
        public void anchored(RingSeals ring, SealRecord seal, long before) {
          sealing(seal.keyId(), ring.recording()).anchor(seal, before);
        }

        @Override
        public void fault(RingSeals ring, BlockPlace place, String text) {
          UUID key = ring.open();
          Sealing sealing = key == null ? null : sealings.get(key);
          if (sealing != null) {
            sealing.doubt(ring.cpu());
          }
          SealVerifier.this.fault(place, text);
        }

        @Override
        public void unknownKey(BlockPlace place, UUID key) {
          SealVerifier.this.fault(
              place, "sealed with a key that is not at hand, and proves nothing: " + key);
        }
      };

  private Retired retired = Retired.nothing();
  private long faultCount;

  private SealVerifier(SealKeys keys, boolean running, @Nullable Instant taken) {
    this.keys = keys;
    this.running = running;
    this.taken = taken;
  }

  /**
   * Verifies an archive. One that is being written is verified up to its end of the moment.
   *
   * @param keys the first keys of its recordings
   * @param running it is still being recorded: the key handed out last may not have been used yet
   * @param taken when somebody took the machine: what was sealed before is told apart; or null
   * @throws IOException when the directory is no archive, or a file cannot be read
   */
  public static SealReport verify(
      Path directory, SealKeys keys, boolean running, @Nullable Instant taken) throws IOException {
    return new SealVerifier(keys, running, taken).all(directory);
  }

  private SealReport all(Path directory) throws IOException {
    BlockPlace last = new BlockPlace(0, -1, directory, 0);
    try (ArchiveReader reader = ArchiveReader.open(directory, fault -> {})) {
      while (reader.next()) {
        if (recordings.isEmpty()) {
          retired = reader.retired();
        }
        last = reader.block().place();
        take(reader.block());
      }
    }
    recordings.values().forEach(rings -> rings.values().forEach(this::end));
    List<Sealed> sealed = new ArrayList<>();
    checkEnds(sealed, last);
    checkUse(last);
    faults.sort(Comparator.comparingLong(fault -> fault.place().number()));
    return new SealReport(List.copyOf(sealed), List.copyOf(faults), faultCount);
  }

  private void take(Block block) {
    BlockHeader header = block.header();
    if (header.kind() != BlockKind.RECORDS) {
      return;
    }
    RingSeals ring =
        recordings
            .computeIfAbsent(header.recordingId(), any -> new HashMap<>())
            .computeIfAbsent(
                header.cpu(),
                cpu ->
                    new RingSeals(
                        header.recordingId(),
                        cpu,
                        keys,
                        block.place(),
                        retired.begun(header.recordingId()),
                        listener));
    long from = BlockHeader.BYTES;
    block.records(records);
    while (records.next()) {
      RecordHead record = records.record();
      // Only a seal can make a mark's clocks believed.
      if (record instanceof MarkRecord mark && ring.open() != null) {
        offsets.put(header.recordingId(), mark.realtime() - mark.monotonic());
      }
      if (record instanceof SealRecord seal) {
        ring.bytes(block.whole(), from, seal.offset(), block.place());
        ring.seal(seal, block.place());
        from = seal.end();
      } else {
        ring.record(record, block.place());
      }
    }
    ring.bytes(block.whole(), from, block.whole().byteSize(), block.place());
  }

  private Sealing sealing(UUID key, UUID recording) {
    return sealings.computeIfAbsent(
        key, any -> new Sealing(key, recording, time -> instant(recording, time), taken));
  }

  private Instant instant(UUID recording, long time) {
    long realtime = time + offsets.getOrDefault(recording, 0L);
    return Instant.ofEpochSecond(Math.floorDiv(realtime, NS), Math.floorMod(realtime, NS));
  }

  private void end(RingSeals ring) {
    UUID key = ring.open();
    long tail = ring.end();
    Sealing sealing = key == null ? null : sealings.get(key);
    if (sealing != null) {
      sealing.tail(tail);
    }
  }

  /** Is the end of each recording there? */
  private void checkEnds(List<Sealed> sealed, BlockPlace last) {
    int left = sealings.size();
    for (Sealing sealing : sealings.values()) {
      left--;
      boolean later = left > 0;
      boolean cut = false;
      for (int cpu : sealing.cpus()) {
        if (sealing.cut(cpu, later)) {
          cut = true;
          fault(
              lastOf(sealing, cpu, last),
              "cpu %d: its end is cut off: nothing is proved after %s, and its last seal is missing"
                  .formatted(cpu, sealing.last(cpu)));
        }
      }
      if (!cut && !sealing.doubted() && !sealing.missing().isEmpty()) {
        cut = true;
        fault(last, "seals are missing, of whatever CPU: their numbers are " + sealing.missing());
      }
      sealed.add(sealing.toSealed(cut));
    }
  }

  private BlockPlace lastOf(Sealing sealing, int cpu, BlockPlace otherwise) {
    RingSeals ring = recordings.getOrDefault(sealing.recording(), Map.of()).get(cpu);
    return ring == null ? otherwise : ring.last();
  }

  /** Keys are used in their order, and one that was handed out is used at once. */
  private void checkUse(BlockPlace last) {
    boolean used = false;
    boolean newest = true;
    for (FirstKey key : keys.all().reversed()) {
      if (sealings.containsKey(key.id())) {
        used = true;
      } else if (used && retired.any()) {
        // Its recording may have been retired as a whole.
        continue;
      } else if (used || (key.given().isPresent() && !(running && newest))) {
        fault(
            last,
            "nothing is sealed with key %s%s: a whole recording is missing, or never began"
                .formatted(
                    key.id(),
                    key.given()
                        .map(time -> ", handed out at " + time)
                        .orElse(", though a later one was used")));
      }
      newest = false;
    }
  }

  private void fault(BlockPlace place, String text) {
    faultCount++;
    if (faults.size() < Verification.FAULTS_MAX) {
      faults.add(new ArchiveFault(ArchiveFault.Kind.SEAL, place, text));
    }
  }
}
