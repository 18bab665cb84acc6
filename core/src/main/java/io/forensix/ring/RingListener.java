// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.record.CorruptRecord;
import io.forensix.record.SequenceGap;

/** Is told what is wrong with the content of a ring. The reader goes on in any case. */
public interface RingListener {
  /**
   * Something in a ring is no record, or one of an unknown type. It goes into the archive as it is.
   *
   * @param cpu whose ring it is
   * @param corrupt what and where; the position is that of the ring, a free-running byte count
   */
  void corrupt(int cpu, CorruptRecord corrupt);

  /** Records are missing, and no LOST record says so. */
  void gap(SequenceGap gap);
}
