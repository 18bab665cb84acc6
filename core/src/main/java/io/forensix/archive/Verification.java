// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.util.List;

/**
 * What a look at a whole archive came to.
 *
 * @param blocks good blocks
 * @param records records in them
 * @param bytes bytes of these blocks, headers included
 * @param seals seals of the kernel's among them, which are not held against any key here
 * @param faults what is wrong, in the order of the archive; at most {@link #FAULTS_MAX}
 * @param faultCount how many faults there are
 * @param retired what was removed on purpose before the first block
 */
public record Verification(
    long blocks,
    long records,
    long bytes,
    long seals,
    List<ArchiveFault> faults,
    long faultCount,
    Retired retired) {
  /** Faults that are kept; an archive with more has to be replaced, not read. */
  public static final int FAULTS_MAX = 1_000;

  /** Returns whether nothing is wrong. */
  public boolean sound() {
    return faultCount == 0;
  }
}
