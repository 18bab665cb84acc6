// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A copy of an archive, kept on another machine: the same blocks at the same places of files of the
 * same names, so that each reader of archives reads it, and a block's own place stays true. Of
 * Chronicle's own documents there is only the room that they take: no reader needs them.
 *
 * <p>It grows at its end and in no other way. Each block is checked before it is added: its sums,
 * its number, and the hash of the one before it. One thread adds blocks; another one may {@link
 * #sync} meanwhile.
 */
public final class ArchiveCopy implements AutoCloseable {
  private static final int WORD_BYTES = 4;

  /** Chronicle's own documents between two blocks are two pages of an index, of 32 KiB each. */
  private static final long GAP_MAX_BYTES = 1 << 20;

  /** A file without a hole has this many bytes at most: Chronicle's own limit is far below. */
  private static final long FILE_MAX_BYTES = 1L << 40;

  private final Path directory;
  private final ArchiveIdentity identity;
  private final ArchiveLock lock;
  private final EndMark mark;
  private final DiskSpace space;
  private final Budget budget;
  private final CRC32C crc = new CRC32C();
  private final BlockHash hashing = new BlockHash();
  private final BlockHeader header = new BlockHeader();
  private final ByteBuffer word = ByteBuffer.allocate(WORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /** Held while the file changes, or the disk takes what is in it. */
  private final Object fileLock = new Object();

  private @Nullable FileChannel file;
  private volatile CopyEnd written;
  private volatile CopyEnd durable;

  private ArchiveCopy(
      Path directory,
      ArchiveIdentity identity,
      ArchiveLock lock,
      EndMark mark,
      DiskSpace space,
      Budget budget)
      throws IOException {
    this.directory = directory;
    this.identity = identity;
    this.lock = lock;
    this.mark = mark;
    this.space = space;
    this.budget = budget;
    CopyEnd end = CopyEnd.find(directory, identity, mark.end());
    if (end.isKept()) {
      file = FileChannel.open(path(end.cycle()), StandardOpenOption.WRITE);
      file.truncate(end.position());
    }
    written = end;
    durable = end;
    // What a killed process left may still be on its way to the disk.
    sync();
  }

  /**
   * Opens the copy of an archive, or begins it.
   *
   * @param source what the archive is, with the host that it is of
   * @param retired what is missing at its beginning, if the copy is begun now
   * @param reserveBytes bytes of the file system that are left free
   * @param budgetBytes bytes of the disk that the copy may take; 0 for no limit
   * @throws BlockRefused when another archive is kept there
   * @throws ArchiveDamaged when its end is not as it was left
   * @throws ArchiveException when it cannot be written
   */
  public static ArchiveCopy open(
      Path directory, ArchiveIdentity source, Retired retired, long reserveBytes, long budgetBytes)
      throws IOException {
    Files.createDirectories(directory);
    DiskSpace space = new DiskSpace(directory, reserveBytes);
    space.need(GAP_MAX_BYTES);
    ArchiveLock lock = ArchiveLock.take(directory);
    try {
      claim(directory, source, retired);
      EndMark mark = EndMark.open(directory);
      try {
        Budget budget = new Budget(directory, source.roll(), budgetBytes);
        return new ArchiveCopy(directory, source, lock, mark, space, budget);
      } catch (IOException | RuntimeException | Error e) {
        mark.close();
        throw e;
      }
    } catch (IOException | RuntimeException | Error e) {
      lock.close();
      throw e;
    }
  }

  private static void claim(Path directory, ArchiveIdentity source, Retired retired)
      throws IOException {
    if (!Files.exists(ArchiveIdentity.file(directory))) {
      if (retired.any()) {
        retired.write(directory);
      }
      source.write(directory);
      NamedLines.syncDirectory(directory.toAbsolutePath().getParent());
      return;
    }
    ArchiveIdentity kept = ArchiveIdentity.read(directory);
    if (!kept.id().equals(source.id()) || kept.roll() != source.roll()) {
      throw new BlockRefused(
          "another archive of %s is kept already (%s, and this is %s): move it away on the collector to begin a new one"
              .formatted(source.copyOf(), kept.id(), source.id()));
    }
  }

  /** Returns the number of the block that is wanted next. */
  public long next() {
    return written.number() + 1;
  }

  /** Returns the number of the first block that may not be on the disk yet. */
  public long durable() {
    return durable.number() + 1;
  }

  /** Returns the hash of the last block; of zeros where there is none. */
  public byte[] hash() {
    return written.hash().clone();
  }

  /**
   * Adds a block.
   *
   * @throws BlockRefused when it is not the one that follows; the copy is as it was
   * @throws ArchiveFull when there is no room; likewise
   * @throws IOException when it cannot be written
   */
  public void append(MemorySegment block) throws IOException {
    CopyEnd end = written;
    check(block, end);
    space.need(block.byteSize() + GAP_MAX_BYTES);
    long at = header.fileOffset();
    budget.need(header.cycle(), at, block.byteSize());
    FileChannel to = fileOf(header.cycle(), end);
    long from = header.cycle() == end.cycle() ? end.position() : 0;
    try {
      write(to, block.asByteBuffer(), at);
      if (at - WORD_BYTES > from) {
        writeWord(to, BlockScanner.ownDocument(at - from - 2 * WORD_BYTES), from);
      }
      // Last: from here on a reader takes the block for one.
      writeWord(to, (int) block.byteSize(), at - WORD_BYTES);
    } catch (IOException | RuntimeException e) {
      to.truncate(from);
      throw e;
    }
    written =
        new CopyEnd(
            header.number(),
            hashing.of(block),
            header.cycle(),
            at,
            CopyEnd.aligned(at + block.byteSize()));
  }

  private void check(MemorySegment block, CopyEnd end) throws IOException {
    if (block.byteSize() < BlockLayout.BYTES || !BlockLayout.sound(crc, block, 0)) {
      throw new BlockRefused("block %d is wanted; what came is no block".formatted(next()));
    }
    header.move(block, 0);
    if (!header.archiveId().equals(identity.id())) {
      throw new BlockRefused("a block of another archive came, " + header.archiveId());
    }
    if (header.number() != next()) {
      throw new BlockRefused(
          "block %d is wanted, and block %d came".formatted(next(), header.number()));
    }
    if (!Arrays.equals(header.previousHash(), end.hash())) {
      throw new BlockRefused(
          "block %d does not follow block %d, which is kept here: one of the two was changed"
              .formatted(next(), end.number()));
    }
    long content = block.byteSize() - BlockLayout.BYTES;
    if (header.contentBytes() != content
        || BlockLayout.crc(crc, block, BlockLayout.BYTES, content) != header.contentCrc()) {
      throw new BlockRefused("the content of block %d is not what its sum says".formatted(next()));
    }
    checkPlace(end);
  }

  /** The host names the place; it must be a sensible one, after all that is there. */
  private void checkPlace(CopyEnd end) throws IOException {
    int cycle = header.cycle();
    boolean same = end.isKept() && cycle == end.cycle();
    long gap = header.fileOffset() - WORD_BYTES - (same ? end.position() : 0);
    if (!(same || cycle > end.cycle())
        || gap < 0
        || gap > GAP_MAX_BYTES
        || gap % WORD_BYTES != 0
        || header.fileOffset() > FILE_MAX_BYTES
        || !RollFile.has(identity.roll(), cycle)) {
      throw new BlockRefused(
          "block %d says it belongs at byte %d of file %d, where no block can be"
              .formatted(next(), header.fileOffset(), cycle));
    }
  }

  private FileChannel fileOf(int cycle, CopyEnd end) throws IOException {
    FileChannel current = file;
    if (current != null && cycle == end.cycle()) {
      return current;
    }
    FileChannel next =
        FileChannel.open(path(cycle), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    synchronized (fileLock) {
      // Nothing that was added is in it: its blocks would come before this one.
      next.truncate(0);
      if (current != null) {
        writeWord(current, BlockScanner.END_OF_FILE, end.position());
        current.force(false);
        current.close();
      }
      file = next;
    }
    NamedLines.syncDirectory(directory);
    return next;
  }

  private Path path(int cycle) {
    return directory.resolve(RollFile.name(identity.roll(), cycle));
  }

  private void writeWord(FileChannel to, int value, long at) throws IOException {
    write(to, word.clear().putInt(value).flip(), at);
  }

  private static void write(FileChannel to, ByteBuffer bytes, long at) throws IOException {
    long position = at;
    while (bytes.hasRemaining()) {
      position += to.write(bytes, position);
    }
  }

  /**
   * Has the disk take what was added before.
   *
   * @return the number of the block after these
   * @throws IOException when it does not
   */
  public long sync() throws IOException {
    CopyEnd end;
    synchronized (fileLock) {
      end = written;
      if (file != null) {
        file.force(false);
      }
    }
    if (end.isKept()) {
      mark.move(end.number(), end.cycle(), end.offset(), end.hash());
    }
    durable = end;
    return end.number() + 1;
  }

  /** Ends writing. What was added is then on the disk. */
  @Override
  public void close() throws IOException {
    try {
      sync();
    } finally {
      if (file != null) {
        file.close();
      }
      mark.close();
      lock.close();
    }
  }
}
