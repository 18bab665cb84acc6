// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the blocks of an archive, one after the other, from its start or any other point. What is
 * bad is reported with its place, and passed over. A reader takes no lock and writes nothing; it
 * may follow an archive that is being written.
 *
 * <pre>{@code
 * try (ArchiveReader reader = ArchiveReader.open(directory, fault -> ...)) {
 *   while (reader.next()) {
 *     Block block = reader.block();
 *     switch (block.header().kind()) {
 *       case META -> meta = block.meta();
 *       case RECORDS -> block.records(cursor);
 *     }
 *   }
 * }
 * }</pre>
 */
public final class ArchiveReader implements AutoCloseable {
  /**
   * How long the first wait for a new block is; each one after is twice as long, up to the last.
   */
  private static final long WAIT_FIRST_NANOS = TimeUnit.MICROSECONDS.toNanos(500);

  private static final long WAIT_LAST_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  /** Within so many bytes of a file, a search goes block by block. */
  private static final long NEAR_BYTES = 1 << 20;

  private final Path directory;
  private final ArchiveIdentity identity;
  private final ArchiveFault.Sink faults;
  private @Nullable BlockScanner scanner;
  private long cutReported = -1;
  private long firstExpected = -1;
  private Retired retired = Retired.nothing();

  private ArchiveReader(Path directory, ArchiveIdentity identity, ArchiveFault.Sink faults) {
    this.directory = directory;
    this.identity = identity;
    this.faults = faults;
  }

  /**
   * Opens an archive before its first block.
   *
   * @throws ArchiveException when the directory is no archive
   */
  public static ArchiveReader open(Path directory, ArchiveFault.Sink faults) throws IOException {
    return new ArchiveReader(directory, ArchiveIdentity.read(directory), faults);
  }

  /**
   * Has what is missing before the first block reported, too, but for what was retired; else files
   * that were taken away there are none of a reader's business.
   */
  ArchiveReader fromBlock0() {
    firstExpected = 0;
    return this;
  }

  /**
   * Goes to the next good block.
   *
   * @return false when there is none, so far
   * @throws IOException when a file cannot be read
   */
  public boolean next() throws IOException {
    if (scanner == null) {
      BlockScanner first = scanAfter(Integer.MIN_VALUE, firstExpected);
      if (first == null) {
        reportCut(EndMark.last(directory), -1);
        return false;
      }
      scanner = first;
    }
    while (true) {
      if (scanner.next() == BlockScanner.Step.BLOCK) {
        return true;
      }
      // What these two say was true before the second look, so it decides.
      EndMark.End end = EndMark.last(directory);
      RollFile later = fileAfter(scanner.file().cycle());
      BlockScanner.Step step = scanner.next();
      if (step == BlockScanner.Step.BLOCK) {
        return true;
      }
      boolean more = later != null || isInThisFile(end);
      if (step == BlockScanner.Step.OPEN_END && more && scanner.resync()) {
        continue;
      }
      if (later == null) {
        // Where no block was read, not one is left.
        reportCut(end, Math.max(0, scanner.expected()) - 1);
        return false;
      }
      long expected = scanner.expected();
      BlockScanner following = scanAfter(scanner.file().cycle(), expected);
      if (following == null) {
        return false;
      }
      scanner.close();
      scanner = following;
      if (expected >= 0 && scanner.expected() > expected) {
        faults.accept(
            new ArchiveFault(
                ArchiveFault.Kind.RETIRED,
                new BlockPlace(scanner.expected(), -1, scanner.file().path(), 0),
                "blocks %d to %d were retired before they were read"
                    .formatted(expected, scanner.expected() - 1)));
      }
    }
  }

  private boolean isInThisFile(EndMark.@Nullable End end) {
    return end != null
        && end.cycle() == scanner.file().cycle()
        && end.number() >= scanner.expected();
  }

  private void reportCut(EndMark.@Nullable End end, long last) {
    if (end == null || end.number() <= last || end.number() == cutReported) {
      return;
    }
    cutReported = end.number();
    Path file = scanner == null ? directory : scanner.file().path();
    long offset = scanner == null ? 0 : scanner.position();
    faults.accept(
        new ArchiveFault(
            ArchiveFault.Kind.CUT,
            new BlockPlace(last + 1, -1, file, offset),
            "the end is cut: blocks to %d were written".formatted(end.number())));
  }

  private BlockScanner scan(RollFile file, long expected) throws IOException {
    return new BlockScanner(file, identity.roll(), identity.id(), expected, faults);
  }

  /** Opens the next file; null where there is none, so far. */
  private @Nullable BlockScanner scanAfter(int cycle, long expected) throws IOException {
    while (true) {
      RollFile file = fileAfter(cycle);
      if (file == null) {
        return null;
      }
      try {
        return scan(file, expected < 0 ? expected : Math.max(expected, retired.next()));
      } catch (NoSuchFileException e) {
        // It was retired meanwhile, and there is another one.
      }
    }
  }

  private @Nullable RollFile fileAfter(int cycle) throws IOException {
    retired = Retired.read(directory);
    for (RollFile file : RollFile.list(directory, identity.roll(), retired)) {
      if (file.cycle() > cycle) {
        return file;
      }
    }
    return null;
  }

  /** Returns what was retired, as of when the reader came to the file that it is in. */
  public Retired retired() {
    return retired;
  }

  /**
   * Waits for the next good block.
   *
   * @param millis how long at most
   * @return false when none has come, or the thread was interrupted
   * @throws IOException when a file cannot be read
   */
  public boolean awaitNext(long millis) throws IOException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    long wait = WAIT_FIRST_NANOS;
    while (true) {
      if (next()) {
        return true;
      }
      long left = end - System.nanoTime();
      if (left <= 0 || Thread.currentThread().isInterrupted()) {
        return false;
      }
      // Stores into a mapped file wake nobody, so this looks again: soon, and then less often.
      LockSupport.parkNanos(Math.min(left, wait));
      wait = Math.min(wait * 2, WAIT_LAST_NANOS);
    }
  }

  /** Returns the block the reader is at; it holds until the next one is read. */
  public Block block() {
    if (scanner == null) {
      throw new IllegalStateException("no block was read yet");
    }
    return scanner.block();
  }

  /** Goes before the first block again. */
  public void seekToStart() throws IOException {
    close();
    scanner = null;
  }

  /**
   * Goes before the first good block with this number or a later one.
   *
   * @throws IOException when a file cannot be read
   */
  public void seekToBlock(long number) throws IOException {
    seekPast(header -> header.number() < number);
  }

  /**
   * Goes before the first good block that was written at this time or later.
   *
   * @param realtime ns since 1970
   * @throws IOException when a file cannot be read
   */
  public void seekToTime(long realtime) throws IOException {
    seekPast(header -> header.written() < realtime);
  }

  /**
   * Goes before the first block of the last file: each begins with what its recording is.
   *
   * @throws IOException when a file cannot be read
   */
  public void seekToLastFile() throws IOException {
    seekToStart();
    List<RollFile> files = RollFile.list(directory, identity.roll(), Retired.read(directory));
    if (!files.isEmpty()) {
      scanner = scan(files.getLast(), -1);
    }
  }

  /** Goes before the first block that does not lie before what is sought. */
  private void seekPast(Predicate<BlockHeader> before) throws IOException {
    retired = Retired.read(directory);
    List<RollFile> files = RollFile.list(directory, identity.roll(), retired);
    close();
    scanner = null;
    for (int i = files.size() - 1; i >= 0; i--) {
      BlockScanner candidate;
      try {
        candidate = scan(files.get(i), -1);
      } catch (NoSuchFileException e) {
        // It was retired meanwhile, with all before it.
        return;
      }
      // What is bad on the way is reported when it is read, and not when it is passed over.
      candidate.silent(true);
      if (seekPast(candidate, before) || i == 0) {
        candidate.silent(false);
        scanner = candidate;
        return;
      }
      candidate.close();
    }
  }

  /** Goes there within one file; false when its first block does not lie before what is sought. */
  private static boolean seekPast(BlockScanner file, Predicate<BlockHeader> before)
      throws IOException {
    long at = file.first();
    if (at < 0 || !before.test(file.peek(at))) {
      return false;
    }
    long low = at;
    long high = file.fileBytes();
    while (high - low > NEAR_BYTES) {
      long middle = low + (high - low) / 2;
      // A file goes on after its last block, with nothing; so far, and no further, is searched.
      at = file.search(middle, middle + NEAR_BYTES);
      if (at >= 0 && before.test(file.peek(at))) {
        low = at;
      } else {
        high = middle;
      }
    }
    // From the last one known to lie before, block by block.
    file.seek(low);
    while (file.next() == BlockScanner.Step.BLOCK || file.resync()) {
      if (!before.test(file.block().header())) {
        file.seek(file.block().place().offset());
        break;
      }
    }
    return true;
  }

  @Override
  public void close() throws IOException {
    if (scanner != null) {
      scanner.close();
    }
  }
}
