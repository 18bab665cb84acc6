// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.archive.ArchiveDamaged;
import io.forensix.archive.ArchiveFault;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.Block;
import io.forensix.archive.BlockHeader;
import io.forensix.archive.BlockKind;
import io.forensix.archive.RecordingMeta;
import io.forensix.archive.Retired;
import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordHead;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The records of an archive in one order over all CPUs: by time, then CPU, then number. Records of
 * one CPU always keep their order.
 *
 * <p>A record is handed on when no earlier one can come: when each block says up to when all CPUs
 * are in the archive (its horizon), when every CPU has one that waits, or when the archive, or the
 * recording, is at its end. One that comes too late all the same is handed on at once and counted:
 * {@link #late}. Recordings (a load of the module each) follow one another and are never mixed,
 * since their clocks may have nothing to do with each other.
 *
 * <p>In memory is what waits for its turn, up to a limit; the content of further blocks is read a
 * second time when their turn comes.
 */
public final class RecordMerge implements AutoCloseable {
  /** Bytes of blocks that wait in memory. */
  public static final long KEPT_BYTES = 128L << 20;

  /** What is wrong with the archive. Reading goes on. */
  public interface Listener {
    /** Takes what is wrong with a block. */
    void fault(ArchiveFault fault);

    /** Takes what is no record, in a block. */
    void corrupt(long block, CorruptRecord corrupt);
  }

  private final Path archive;
  private final Listener listener;
  private final ArchiveReader reader;
  private final long keptBytes;
  private final Map<Integer, Lane> lanes = new HashMap<>();
  private final PriorityQueue<Lane> due = new PriorityQueue<>();
  private @Nullable ArchiveReader again;
  private @Nullable Lane current;
  private @Nullable UUID recording;
  private @Nullable RecordingMeta meta;
  private boolean blockHeld;
  private boolean flushing;
  private int recordings;
  private long horizon;
  private long lastTime;
  private long late;
  private long waiting;
  private long blocks;

  private RecordMerge(Path archive, Listener listener, long keptBytes) throws IOException {
    this.archive = archive;
    this.listener = listener;
    this.keptBytes = keptBytes;
    this.reader = ArchiveReader.open(archive, listener::fault);
  }

  /**
   * Opens an archive before its first record.
   *
   * @throws IOException when it is no archive or cannot be read
   */
  public static RecordMerge open(Path archive, Listener listener) throws IOException {
    return new RecordMerge(archive, listener, KEPT_BYTES);
  }

  /** Opens an archive with another limit for what waits in memory, bytes. */
  public static RecordMerge open(Path archive, Listener listener, long keptBytes)
      throws IOException {
    return new RecordMerge(archive, listener, keptBytes);
  }

  /**
   * Goes to the next record of an archive that nobody writes any more.
   *
   * @return false when there is none
   * @throws IOException when the archive cannot be read
   */
  public boolean next() throws IOException {
    while (!nextSafe()) {
      if (due.isEmpty()) {
        return false;
      }
      // The archive is at its end: nothing can come before what waits.
      flushing = true;
    }
    return true;
  }

  /**
   * Goes to the next record of an archive that may still be written.
   *
   * @param millis how long to wait for one at most; when nothing at all comes for so long, all that
   *     is held back is taken as safe, so this has to be more than a reader of the rings takes
   * @return false when none came in that time
   * @throws IOException when the archive cannot be read
   */
  public boolean awaitNext(long millis) throws IOException {
    while (!nextSafe()) {
      if (reader.awaitNext(millis)) {
        blockHeld = true;
      } else if (due.isEmpty()) {
        return false;
      } else {
        flushing = true;
      }
    }
    return true;
  }

  /** Goes to the next record that no other can precede; false when that cannot be said of any. */
  private boolean nextSafe() throws IOException {
    step();
    while (true) {
      Lane first = due.peek();
      if (first != null && (flushing || first.time() < horizon || everyCpuWaits())) {
        current = first;
        due.poll();
        if (first.time() < lastTime) {
          late++;
        }
        lastTime = Math.max(lastTime, first.time());
        return true;
      }
      if (first == null) {
        flushing = false;
      }
      if (!blockHeld && !reader.next()) {
        return false;
      }
      blockHeld = !take(reader.block());
    }
  }

  private void step() throws IOException {
    Lane done = current;
    current = null;
    if (done != null) {
      ready(done);
    }
  }

  private void ready(Lane lane) throws IOException {
    waiting -= lane.keptBytes();
    if (lane.next()) {
      due.add(lane);
    }
    waiting += lane.keptBytes();
  }

  private boolean everyCpuWaits() {
    return meta != null && due.size() >= meta.cpus();
  }

  /** Takes a block in; false when what waits of another recording has to be handed on first. */
  private boolean take(Block block) throws IOException {
    BlockHeader header = block.header();
    if (!header.recordingId().equals(recording)) {
      if (!due.isEmpty()) {
        flushing = true;
        return false;
      }
      begin(header.recordingId());
    }
    if (header.kind() == BlockKind.META) {
      meta(block);
    } else if (header.kind() == BlockKind.RECORDS) {
      records(block);
    }
    horizon = Math.max(horizon, header.horizon());
    blocks = header.number() + 1;
    return true;
  }

  private void meta(Block block) {
    try {
      meta = block.meta();
    } catch (ArchiveDamaged e) {
      String text = String.valueOf(e.getMessage());
      listener.fault(new ArchiveFault(ArchiveFault.Kind.HEADER, block.place(), text));
    }
  }

  private void begin(UUID id) {
    recording = id;
    // Those that began in what was retired count, so that a number stays that of its recording.
    recordings = Math.max(recordings, reader.retired().recordingsBefore(id)) + 1;
    meta = null;
    lanes.clear();
    horizon = 0;
    lastTime = 0;
    waiting = 0;
  }

  private void records(Block block) throws IOException {
    int cpu = block.header().cpu();
    Lane lane = lanes.computeIfAbsent(cpu, any -> new Lane(any, this::load, listener::corrupt));
    boolean keep = waiting + block.header().contentBytes() <= keptBytes;
    long before = lane.keptBytes();
    lane.add(block.header().number(), keep ? block.content().toArray(ValueLayout.JAVA_BYTE) : null);
    waiting += lane.keptBytes() - before;
    if (!lane.onRecord()) {
      ready(lane);
    }
  }

  private byte[] load(long number) throws IOException {
    if (again == null) {
      again = ArchiveReader.open(archive, fault -> {});
    }
    again.seekToBlock(number);
    if (!again.next() || again.block().header().number() != number) {
      throw new IOException(archive + ": block " + number + " was there and is no more");
    }
    return again.block().content().toArray(ValueLayout.JAVA_BYTE);
  }

  /** Returns the record it is on; good until the next step. */
  public RecordHead record() {
    if (current == null) {
      throw new IllegalStateException("not on a record");
    }
    return current.record();
  }

  /** Returns how many recordings have begun up to the record it is on, the retired included. */
  public int recordings() {
    return recordings;
  }

  /** Returns what was retired before the first block that is read. */
  public Retired retired() {
    return reader.retired();
  }

  /** Returns which recording the record is of. */
  public Optional<UUID> recording() {
    return Optional.ofNullable(recording);
  }

  /** Returns what the recording says of itself; empty where that part of the archive is damaged. */
  public Optional<RecordingMeta> meta() {
    return Optional.ofNullable(meta);
  }

  /** Returns how many blocks of the archive were taken in, or are missing before these. */
  public long blocks() {
    return blocks;
  }

  /** Returns how many records came after others with a later time had been handed on. */
  public long late() {
    return late;
  }

  @Override
  public void close() throws IOException {
    reader.close();
    if (again != null) {
      again.close();
    }
  }
}
