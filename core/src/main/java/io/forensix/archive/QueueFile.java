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
import java.nio.file.Path;

/**
 * The file of the queue that is written now, beside Chronicle's mapping of it. Blocks go in by
 * pwrite(2): a page that is written whole is neither cleared before nor faulted in, which costs
 * half as much again as the copy itself; and where the disk has no room the call says so, while a
 * store into a mapping is a SIGBUS. Linux has one cache for both, so that who looks through the
 * mapping sees what was written, and the bytes survive the end of the process all the same.
 */
final class QueueFile implements AutoCloseable {
  private static final int O_WRONLY = 1;
  private static final int O_CLOEXEC = 0x80000;
  private static final int EINTR = 4;
  private static final int EFBIG = 27;
  private static final int ENOSPC = 28;
  private static final int EDQUOT = 122;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final MethodHandle OPEN =
      call(
          "open",
          FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT),
          Linker.Option.firstVariadicArg(2));
  private static final MethodHandle PWRITE =
      call("pwrite", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG, LONG));
  private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(INT, INT));

  private static final MemorySegment ZEROS = Arena.global().allocate(1 << 16, 64);

  private final MemorySegment state = Arena.ofAuto().allocate(STATE);
  private final Path path;
  private final DiskSpace space;
  private final int fd;
  private long reached;

  /**
   * Opens a file that Chronicle has made.
   *
   * @throws IOException when it cannot be written
   */
  QueueFile(Path path, DiskSpace space) throws IOException {
    this.path = path;
    this.space = space;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocateFrom(path.toString());
      fd = (int) OPEN.invokeExact(state, name, O_WRONLY | O_CLOEXEC);
    } catch (Throwable e) {
      throw unexpected(e);
    }
    if (fd < 0) {
      throw new IOException(path + ": cannot be opened to write: errno " + errno());
    }
  }

  private static MethodHandle call(
      String name, FunctionDescriptor function, Linker.Option... options) {
    Linker.Option[] all = new Linker.Option[options.length + 1];
    all[0] = Linker.Option.captureCallState("errno");
    System.arraycopy(options, 0, all, 1, options.length);
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function, all);
  }

  /**
   * Writes bytes at a place of the file.
   *
   * @throws ArchiveFull when there is no room; some of them may be there
   * @throws IOException when they cannot be written
   */
  void write(MemorySegment bytes, long position) throws IOException {
    if (!bytes.isNative()) {
      try (Arena arena = Arena.ofConfined()) {
        write(arena.allocate(bytes.byteSize()).copyFrom(bytes), position);
      }
      return;
    }
    long done = 0;
    while (done < bytes.byteSize()) {
      long count = pwrite(bytes.asSlice(done), position + done);
      if (count > 0) {
        done += count;
        reached = position + done;
      } else if (count == 0 || errno() != EINTR) {
        throw failed(bytes.byteSize() - done, position + done);
      }
    }
  }

  /** Writes zeros: room for what Chronicle will store there, or in the place of what failed. */
  void clear(long position, long bytes) throws IOException {
    for (long done = 0; done < bytes; done += ZEROS.byteSize()) {
      write(ZEROS.asSlice(0, Math.min(ZEROS.byteSize(), bytes - done)), position + done);
    }
  }

  /** Returns where the last write came to, also one that failed on the way. */
  long reached() {
    return reached;
  }

  private long pwrite(MemorySegment bytes, long position) {
    try {
      return (long) PWRITE.invokeExact(state, fd, bytes, bytes.byteSize(), position);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private IOException failed(long bytes, long position) {
    int errno = errno();
    if (errno == ENOSPC || errno == EDQUOT || errno == EFBIG) {
      return space.full("no room for the next " + bytes + " bytes");
    }
    return new IOException(
        "%s: %d bytes cannot be written at byte %d: errno %d"
            .formatted(path, bytes, position, errno));
  }

  private int errno() {
    return (int) ERRNO.get(state, 0L);
  }

  @Override
  public void close() {
    try {
      int unused = (int) CLOSE.invokeExact(state, fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  private static IllegalStateException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    return new IllegalStateException(e);
  }
}
