// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.archive.ArchiveFault;
import io.forensix.archive.Verification;
import java.util.List;

/**
 * What the seals of an archive prove.
 *
 * @param recordings of each recording that was sealed with a key at hand
 * @param faults what is wrong, by block; at most {@link Verification#FAULTS_MAX}
 * @param faultCount how many faults there are
 */
public record SealReport(List<Sealed> recordings, List<ArchiveFault> faults, long faultCount) {
  /** Returns whether the end of the last recording is neither there nor known to be cut off. */
  public boolean open() {
    return !recordings.isEmpty() && recordings.getLast().end() == Sealed.End.OPEN;
  }
}
