// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;

/** Who reads an archive that has to be sound: whatever is wrong there fails the test. */
public final class Sound implements RecordMerge.Listener {
  @Override
  public void fault(ArchiveFault fault) {
    throw new AssertionError(fault.toString());
  }

  @Override
  public void corrupt(long block, CorruptRecord corrupt) {
    throw new AssertionError(corrupt.toString());
  }
}
