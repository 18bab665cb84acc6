// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import io.forensix.record.BatchSink;
import io.forensix.record.RecordBatch;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.UUID;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes an archive: a directory with a Chronicle Queue, of which each excerpt is a block. One
 * thread at a time writes, and a lock keeps a second writer out; readers are free to follow.
 *
 * <p>A block is in the archive when {@link #accept} returns: from then on it survives the end of
 * the process, however that comes about. What survives the end of the machine is what the kernel,
 * or {@link #sync}, has written to the disk.
 */
public final class Archive implements BatchSink, AutoCloseable {
  /** Room taken behind the first block of a file, beside the next one's length: for the index. */
  private static final long INDEX_BYTES = 1 << 16;

  /** Room taken behind every other block: for the length of the next one. */
  private static final long AHEAD_BYTES = 64;

  /** Room for a new file: its index, and the other files of an archive. */
  private static final long NEW_FILE_BYTES = 1 << 19;

  private final Path directory;
  private final ArchiveIdentity identity;
  private final ArchiveLock lock;
  private final EndMark mark;
  private final DiskSpace space;
  private final Budget budget;
  private final InstantSource clock;
  private final SingleChronicleQueue queue;
  private final ExcerptAppender appender;
  private final BlockDraft draft;
  private final BlockHash hashing = new BlockHash();
  private @Nullable QueueFile file;
  private int fileCycle;

  /** Bytes of a block that failed could not be taken away: what follows them would be misread. */
  private boolean torn;

  private @Nullable MemorySegment meta;
  private int metaCycle = Integer.MIN_VALUE;

  /** Chronicle's time: it stands still while a block is written, so that the file is known. */
  private long cycleMillis;

  private long number;
  private byte[] previousHash;
  private int endCycle;
  private long endPosition;
  private boolean closed;

  private Archive(
      Path directory,
      ArchiveIdentity identity,
      ArchiveOptions options,
      ArchiveLock lock,
      EndMark mark,
      DiskSpace space)
      throws IOException {
    this.directory = directory;
    this.identity = identity;
    this.lock = lock;
    this.mark = mark;
    this.space = space;
    budget = new Budget(directory, identity.roll(), options.budgetBytes());
    clock = options.clock();
    ArchiveEnd end = ArchiveEnd.find(directory, identity, mark);
    number = end.number() + 1;
    previousHash = end.hash();
    endCycle = end.cycle();
    endPosition = end.position();
    // A clock that was set back must not lead into a file that is done.
    cycleMillis = Math.max(0, (long) endCycle * identity.roll().cycle().lengthInMillis());
    advanceClock();
    draft = new BlockDraft(identity.id());
    queue =
        SingleChronicleQueueBuilder.single(directory.toFile())
            .rollCycle(identity.roll().cycle())
            .timeProvider(() -> cycleMillis)
            .build();
    appender = queue.createAppender();
    // One thread opens the archive, another one may write it; never two at a time.
    appender.singleThreadedCheckDisabled(true);
  }

  /**
   * Opens an archive to write it; makes it where there is none, goes on at its end where there is.
   *
   * @throws ArchiveFull when there is no room for the beginning of one
   * @throws ArchiveDamaged when it cannot be continued
   * @throws ArchiveException when it is no archive, another process writes it, or it rolls
   *     otherwise
   * @throws IOException when the directory cannot be used
   */
  public static Archive open(Path directory, ArchiveOptions options) throws IOException {
    Files.createDirectories(directory);
    DiskSpace space = new DiskSpace(directory, options.reserveBytes());
    space.need(NEW_FILE_BYTES);
    ArchiveLock lock = ArchiveLock.take(directory);
    try {
      ArchiveIdentity identity = identity(directory, options);
      EndMark mark = EndMark.open(directory);
      try {
        return new Archive(directory, identity, options, lock, mark, space);
      } catch (IOException | RuntimeException | Error e) {
        mark.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static ArchiveIdentity identity(Path directory, ArchiveOptions options)
      throws IOException {
    if (Files.exists(ArchiveIdentity.file(directory))) {
      ArchiveIdentity identity = ArchiveIdentity.read(directory);
      if (options.roll() != null && options.roll() != identity.roll()) {
        throw new ArchiveException(
            "%s: the archive begins a file every %s, not every %s"
                .formatted(directory, identity.roll(), options.roll()));
      }
      if (identity.copyOf() != null) {
        throw new ArchiveException(
            "%s: a collector keeps the archive of %s here: record elsewhere"
                .formatted(directory, identity.copyOf()));
      }
      return identity;
    }
    Roll roll = options.roll() == null ? Roll.HOUR : options.roll();
    if (!RollFile.list(directory, roll).isEmpty()) {
      throw new ArchiveDamaged(
          "%s: there are files of a queue, but no %s that says what they are"
              .formatted(directory, ArchiveIdentity.file(directory).getFileName()));
    }
    ArchiveIdentity identity =
        new ArchiveIdentity(UUID.randomUUID(), roll, options.clock().instant(), null);
    identity.write(directory);
    return identity;
  }

  /**
   * Begins a session of recording: what follows is of this recording.
   *
   * @throws ArchiveFull when there is no room
   * @throws IOException when the archive cannot be written
   */
  public void begin(RecordingMeta recording) throws IOException {
    meta = MemorySegment.ofArray(recording.toBytes());
    draft.recording(recording);
    advanceClock();
    appendMeta();
    mark.recording(recording.recordingId());
  }

  /**
   * Returns the number of the last record of a CPU that is in the archive; empty where there is
   * none of this recording. A reader that was restarted goes on after it.
   */
  public OptionalLong lastSeq(UUID recordingId, int cpu) {
    return mark.lastSeq(recordingId, cpu);
  }

  /** Returns how many blocks there are. */
  public long blocks() {
    return number;
  }

  /**
   * Puts a batch into the archive, as one block.
   *
   * @throws ArchiveFull when there is no room; the archive is as it was
   * @throws IOException when the archive cannot be written
   */
  @Override
  public void accept(RecordBatch batch) throws IOException {
    advanceClock();
    if (currentCycle() == endCycle && budget.fileIsFull(endPosition)) {
      // Chronicle begins a file when its time has come: it comes sooner.
      cycleMillis = (endCycle + 1L) * identity.roll().cycle().lengthInMillis();
    }
    if (currentCycle() > metaCycle) {
      // Each file explains itself, also when the ones before it are gone. No budget holds it up:
      // with the new file's first block the old one can be retired.
      appendMeta();
    }
    budget.need(endCycle, endPosition, BlockLayout.BYTES + batch.bytes() + INDEX_BYTES);
    draft.records(batch);
    append(batch.segment().asSlice(batch.offset(), batch.bytes()), AHEAD_BYTES);
    if (batch.records() > 0) {
      mark.lastSeq(batch.cpu(), batch.lastSeq());
    }
  }

  private void appendMeta() throws IOException {
    if (meta == null) {
      throw new IllegalStateException("a session of recording has to begin first");
    }
    draft.meta();
    append(meta, INDEX_BYTES);
    metaCycle = endCycle;
  }

  private void append(MemorySegment content, long ahead) throws IOException {
    long total = BlockLayout.BYTES + content.byteSize();
    space.need(total + INDEX_BYTES);
    try {
      write(content, total, ahead);
    } catch (InternalError e) {
      // A store of Chronicle's into a page that could not be had: room was taken from under us.
      throw space.full("no room for a page of the queue", e);
    }
    number++;
    mark.move(number - 1, endCycle, endPosition - total, previousHash);
  }

  /**
   * Writes a block within a document of Chronicle's, which becomes part of the queue at its end.
   */
  private void write(MemorySegment content, long total, long ahead) throws IOException {
    byte[] hash;
    int cycle;
    long at;
    try (DocumentContext document = appender.writingDocument()) {
      try {
        Bytes<?> to = document.wire().bytes();
        at = to.writePosition();
        cycle = appender.cycle();
        checkPlace(cycle, at);
        draft.place(number, cycle, at, now(), previousHash);
        MemorySegment header = draft.lay(content);
        hash = hashing.of(header);
        lay(file(cycle), at, header, content, ahead);
        to.ensureCapacity(at + total);
        to.writePosition(at + total);
      } catch (IOException | RuntimeException | Error e) {
        // Else Chronicle would commit what is there so far.
        document.rollbackOnClose();
        throw e;
      }
    }
    previousHash = hash;
    endCycle = cycle;
    endPosition = at + total;
  }

  /** Nothing is ever written over. */
  private void checkPlace(int cycle, long at) throws ArchiveDamaged {
    if (torn || (cycle == endCycle && at < endPosition)) {
      throw new ArchiveDamaged(
          "%s: the queue would write at byte %d, over what ends at byte %d: record elsewhere"
              .formatted(appender.currentFile(), at, endPosition));
    }
  }

  /** Lays a block down, and zeros behind it: all of it, or nothing. */
  private void lay(QueueFile to, long at, MemorySegment header, MemorySegment content, long ahead)
      throws IOException {
    long total = header.byteSize() + content.byteSize();
    try {
      to.write(header, at);
      to.write(content, at + header.byteSize());
      to.clear(at + total, ahead);
    } catch (IOException | RuntimeException e) {
      try {
        // What could be written is there, and needs no room.
        to.clear(at, to.reached() - at);
      } catch (IOException again) {
        torn = true;
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private QueueFile file(int cycle) throws IOException {
    if (file == null || fileCycle != cycle) {
      closeFile();
      file = new QueueFile(appender.currentFile().toPath(), space);
      fileCycle = cycle;
    }
    return file;
  }

  private void closeFile() {
    if (file != null) {
      file.close();
      file = null;
    }
  }

  private void advanceClock() {
    cycleMillis = Math.max(cycleMillis, clock.millis());
  }

  private int currentCycle() {
    return identity.roll().cycle().current(() -> cycleMillis, 0);
  }

  private long now() {
    Instant instant = clock.instant();
    return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
  }

  /**
   * Has the disk take what is written.
   *
   * @throws IOException when the archive is closed
   */
  public void sync() throws IOException {
    if (closed) {
      throw new ArchiveException(directory + ": the archive is closed");
    }
    appender.sync();
  }

  /** Ends writing. What is in the archive is then on the disk. */
  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    appender.sync();
    closed = true;
    closeFile();
    appender.close();
    queue.close();
    mark.close();
    lock.close();
  }
}
