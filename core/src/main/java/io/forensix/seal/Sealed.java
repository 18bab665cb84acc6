// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * What the seals of one recording prove.
 *
 * @param key the first key that they begin with
 * @param recording the recording
 * @param rings CPUs with a first seal
 * @param seals seals that are the kernel's
 * @param records records that they cover and that are what the kernel sealed
 * @param from when sealing began
 * @param until when the last of these seals was made: nothing is proved of later times
 * @param doubtful up to when all is proved, where something is wrong
 * @param end whether the end is there
 * @param tail records after the last seals, which nothing proves
 * @param unproved records before the first seals that are left, which nothing proves, where those
 *     before them were retired
 * @param beforeTaken of the records, those that were sealed before the machine was taken
 */
public record Sealed(
    UUID key,
    UUID recording,
    int rings,
    long seals,
    long records,
    Instant from,
    Instant until,
    Optional<Instant> doubtful,
    End end,
    long tail,
    OptionalLong unproved,
    long beforeTaken) {
  /** Whether the end of a recording is there. */
  public enum End {
    /** Every CPU has its last seal, and no seal is missing. */
    WHOLE,
    /**
     * No CPU has its last seal: it is still being recorded, or the machine went down, or the end
     * was cut off of all CPUs at one moment. What is there is proved.
     */
    OPEN,
    /** The end of a CPU is missing. */
    CUT
  }
}
