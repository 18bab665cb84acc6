// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.time.Instant;

/**
 * The clocks of this machine.
 *
 * @param synchronised whether something keeps the wall clock right, as the kernel knows
 * @param errorMicros how wrong it may be, at most, by what keeps it
 * @param wallAtZero what the wall clock showed when CLOCK_MONOTONIC was 0, ns since 1970: it moves
 *     when the wall clock is set
 */
public record KernelClock(boolean synchronised, long errorMicros, long wallAtZero) {
  /** struct timex of x86-64: maxerror, and all of it. */
  private static final long MAX_ERROR = 24;

  private static final long TIMEX_BYTES = 208;

  /** What adjtimex(2) says of a clock that nothing keeps. */
  private static final int TIME_ERROR = 5;

  private static final MethodHandle ADJTIMEX =
      Linker.nativeLinker()
          .downcallHandle(
              Linker.nativeLinker().defaultLookup().findOrThrow("adjtimex"),
              FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS));

  /** Reads them. */
  public static KernelClock read() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment timex = arena.allocate(TIMEX_BYTES, 8);
      int state = (int) ADJTIMEX.invokeExact(timex);
      Instant now = Instant.now();
      long wall = now.getEpochSecond() * 1_000_000_000L + now.getNano();
      return new KernelClock(
          state >= 0 && state != TIME_ERROR,
          timex.get(ValueLayout.JAVA_LONG, MAX_ERROR),
          wall - Posix.monotonic());
    } catch (Throwable e) {
      if (e instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException(e);
    }
  }
}
