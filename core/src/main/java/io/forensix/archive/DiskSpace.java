// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Room for what is about to be written. A store into a mapped file that finds no room is a SIGBUS,
 * too late to do anything about; so room is asked for before, and taken before the first byte is
 * written.
 */
final class DiskSpace {
  /** Since Linux 5.14: makes pages present for writing, and says so where they cannot be had. */
  private static final int MADV_POPULATE_WRITE = 23;

  private static final int EFAULT = 14;
  private static final int EINVAL = 22;
  private static final long PAGE_MASK = 4095;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final MethodHandle MADVISE =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("madvise"),
          FunctionDescriptor.of(
              ValueLayout.JAVA_INT,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_LONG,
              ValueLayout.JAVA_INT),
          Linker.Option.captureCallState("errno"));

  private final Path directory;
  private final FileStore store;
  private final long reserveBytes;
  private final MemorySegment state = Arena.ofAuto().allocate(STATE);
  private boolean populates = true;

  DiskSpace(Path directory, long reserveBytes) throws IOException {
    this.directory = directory;
    this.reserveBytes = reserveBytes;
    this.store = Files.getFileStore(directory);
  }

  /**
   * Asks whether there is room, beside what is left free.
   *
   * @throws ArchiveFull when there is not
   */
  void need(long bytes) throws IOException {
    long usable = store.getUsableSpace();
    if (usable < bytes + reserveBytes) {
      throw full(
          "%d bytes are free, %d are needed and %d are left free on purpose"
              .formatted(usable, bytes, reserveBytes));
    }
  }

  /** Makes an exception that says what to do. */
  ArchiveFull full(String why) {
    return full(why, null);
  }

  /** Makes an exception that says what to do. */
  ArchiveFull full(String why, @Nullable Throwable cause) {
    return new ArchiveFull(
        "%s: the file system is full: %s. Make room, or record elsewhere; what is in the archive"
                .formatted(directory, why)
            + " is whole.",
        cause);
  }

  /**
   * Takes the room behind a piece of a mapped file.
   *
   * @throws ArchiveFull when there is none
   */
  void take(long address, long bytes) throws ArchiveFull {
    if (!populates) {
      return;
    }
    long from = address & ~PAGE_MASK;
    long count = ((address + bytes + PAGE_MASK) & ~PAGE_MASK) - from;
    int errno = madvise(from, count);
    if (errno == EFAULT) {
      throw full("no page for the next " + bytes + " bytes");
    }
    if (errno == EINVAL) {
      // An older kernel: then the question of need() is all there is.
      populates = false;
    } else if (errno != 0) {
      throw new IllegalStateException("madvise: errno " + errno);
    }
  }

  private int madvise(long from, long count) {
    try {
      int result = (int) MADVISE.invokeExact(state, from, count, MADV_POPULATE_WRITE);
      return result == 0 ? 0 : (int) ERRNO.get(state, 0L);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
