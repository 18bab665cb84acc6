// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Memory that mmap(2) gave, as a segment that is unmapped with its arena. */
final class Mapping {
  private Mapping() {}

  static MemorySegment of(long address, long bytes, Arena arena) {
    return MemorySegment.ofAddress(address)
        .reinterpret(bytes, arena, memory -> Posix.munmap(address, bytes));
  }
}
