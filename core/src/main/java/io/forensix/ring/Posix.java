// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;

/**
 * The calls of the C library that the device needs, with their errno. All return what the C
 * function returns, or -errno where that is -1.
 */
final class Posix {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EPROTO = 71;
  static final int EOPNOTSUPP = 95;
  static final int EALREADY = 114;

  static final int O_RDWR = 2;
  static final int O_CLOEXEC = 0x80000;
  static final int PROT_READ = 1;
  static final int PROT_WRITE = 2;
  static final int MAP_SHARED = 1;
  static final int MAP_FIXED = 0x10;
  static final int MAP_PRIVATE = 2;
  static final int MAP_ANONYMOUS = 0x20;
  static final short POLLIN = 1;
  static final int EFD_CLOEXEC = 0x80000;
  static final int EFD_NONBLOCK = 0x800;
  static final int CLOCK_MONOTONIC = 1;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final StructLayout STATE = Linker.Option.captureStateLayout();
  private static final VarHandle ERRNO_FIELD =
      STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;

  private static final MethodHandle OPEN =
      variadic("open", 2, FunctionDescriptor.of(INT, ValueLayout.ADDRESS, INT));
  private static final MethodHandle CLOSE = call("close", FunctionDescriptor.of(INT, INT));
  private static final MethodHandle IOCTL =
      variadic("ioctl", 2, FunctionDescriptor.of(INT, INT, LONG, ValueLayout.ADDRESS));
  private static final MethodHandle MMAP =
      call("mmap", FunctionDescriptor.of(LONG, LONG, LONG, INT, INT, INT, LONG));
  private static final MethodHandle MUNMAP = call("munmap", FunctionDescriptor.of(INT, LONG, LONG));
  private static final MethodHandle POLL =
      call("poll", FunctionDescriptor.of(INT, ValueLayout.ADDRESS, LONG, INT));
  private static final MethodHandle EVENTFD = call("eventfd", FunctionDescriptor.of(INT, INT, INT));
  private static final MethodHandle READ =
      call("read", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle WRITE =
      call("write", FunctionDescriptor.of(LONG, INT, ValueLayout.ADDRESS, LONG));
  private static final MethodHandle CLOCK_GETTIME =
      call("clock_gettime", FunctionDescriptor.of(INT, INT, ValueLayout.ADDRESS));
  private static final MethodHandle STRERROR =
      LINKER.downcallHandle(
          LINKER.defaultLookup().findOrThrow("strerror"),
          FunctionDescriptor.of(ValueLayout.ADDRESS, INT));

  private Posix() {}

  private static MethodHandle call(String name, FunctionDescriptor function) {
    return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), function, ERRNO);
  }

  private static MethodHandle variadic(String name, int fixed, FunctionDescriptor function) {
    return LINKER.downcallHandle(
        LINKER.defaultLookup().findOrThrow(name),
        function,
        ERRNO,
        Linker.Option.firstVariadicArg(fixed));
  }

  /** Opens a file. */
  static int open(String path, int flags) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      int result = (int) OPEN.invokeExact(state, arena.allocateFrom(path), flags);
      return result(result, state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Closes a descriptor. */
  static int close(int fd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result((int) CLOSE.invokeExact(state, fd), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Calls ioctl(2) with a pointer. */
  static int ioctl(int fd, long request, MemorySegment argument) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result((int) IOCTL.invokeExact(state, fd, request, argument), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Maps memory and returns its address. */
  static long mmap(long at, long bytes, int protection, int flags, int fd, long offset) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) MMAP.invokeExact(state, at, bytes, protection, flags, fd, offset);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Unmaps memory. */
  static int munmap(long at, long bytes) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result((int) MUNMAP.invokeExact(state, at, bytes), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Waits for descriptors: an array of struct pollfd. */
  static int poll(MemorySegment fds, long count, int timeoutMillis) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result((int) POLL.invokeExact(state, fds, count, timeoutMillis), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Makes an event descriptor that does not block. */
  static int eventfd() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      return result((int) EVENTFD.invokeExact(state, 0, EFD_CLOEXEC | EFD_NONBLOCK), state);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Sets an event descriptor, so that it is readable. */
  static long signal(int eventfd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment one = arena.allocateFrom(LONG, 1L);
      long result = (long) WRITE.invokeExact(state, eventfd, one, 8L);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Clears an event descriptor. */
  static long clear(int eventfd) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      long result = (long) READ.invokeExact(state, eventfd, arena.allocate(LONG), 8L);
      return result == -1 ? -errno(state) : result;
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Returns CLOCK_MONOTONIC, ns: the clock of the kernel's records. */
  static long monotonic() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STATE);
      MemorySegment time = arena.allocate(16, 8);
      int result = (int) CLOCK_GETTIME.invokeExact(state, CLOCK_MONOTONIC, time);
      if (result != 0) {
        throw new IllegalStateException("clock_gettime: " + strerror(errno(state)));
      }
      return time.get(LONG, 0) * 1_000_000_000L + time.get(LONG, 8);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Returns the text of an error. */
  static String strerror(int errno) {
    try {
      MemorySegment text = (MemorySegment) STRERROR.invokeExact(errno);
      return text.reinterpret(256).getString(0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  /** Fills in one struct pollfd and asks for POLLIN. */
  static void pollIn(MemorySegment fds, int index, int fd) {
    fds.set(INT, index * 8L, fd);
    fds.set(SHORT, index * 8L + 4, POLLIN);
    fds.set(SHORT, index * 8L + 6, (short) 0);
  }

  /** Returns what poll found about one descriptor. */
  static int found(MemorySegment fds, int index) {
    return fds.get(SHORT, index * 8L + 6);
  }

  private static int result(int result, MemorySegment state) {
    return result == -1 ? -errno(state) : result;
  }

  private static int errno(MemorySegment state) {
    return (int) ERRNO_FIELD.get(state, 0L);
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    if (e instanceof RuntimeException runtime) {
      return runtime;
    }
    return new IllegalStateException(e);
  }
}
