// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;

/**
 * Room that files take on the disk. The files of a queue have holes, and Java tells of their length
 * alone.
 */
final class DiskUse {
  /** struct stat of x86-64: st_blocks, and all of it. */
  private static final long ST_BLOCKS = 64;

  private static final long STAT_BYTES = 144;
  private static final long BLOCK_BYTES = 512;

  private static final MethodHandle STAT =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("stat"),
              FunctionDescriptor.of(
                  ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS));

  private DiskUse() {}

  /** Returns the bytes that a file takes; 0 where it is gone. */
  static long of(Path file) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment state = arena.allocate(STAT_BYTES, 8);
      int failed = (int) STAT.invokeExact(arena.allocateFrom(file.toString()), state);
      return failed == 0 ? state.get(ValueLayout.JAVA_LONG, ST_BLOCKS) * BLOCK_BYTES : 0;
    } catch (Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e);
    }
  }

  /** Returns the bytes that files of an archive take. */
  static long of(List<RollFile> files) throws IOException {
    return files.stream().mapToLong(file -> of(file.path())).sum();
  }
}
