// SPDX-License-Identifier: Apache-2.0
package io.forensix.seal;

import io.forensix.archive.BlockPlace;
import io.forensix.record.RecordHead;
import org.jspecify.annotations.Nullable;

/** Records of one CPU that stand or fall together, since one seal covers them. */
final class Stretch {
  private @Nullable BlockPlace firstPlace;
  private @Nullable BlockPlace lastPlace;
  private long firstSeq;
  private long lastSeq;
  private long count;

  /** Takes the next record in. */
  void add(RecordHead record, BlockPlace place) {
    if (count == 0) {
      firstPlace = place;
      firstSeq = record.seq();
    }
    lastPlace = place;
    lastSeq = record.seq();
    count++;
  }

  void clear() {
    count = 0;
  }

  long count() {
    return count;
  }

  /** Returns the block of the first record; that given where there is no record. */
  BlockPlace firstPlace(BlockPlace otherwise) {
    return count == 0 || firstPlace == null ? otherwise : firstPlace;
  }

  /** Says which records, as in "its records 3 to 9, in blocks 1 to 2,". */
  String text() {
    if (count == 0 || firstPlace == null || lastPlace == null) {
      return "its seal itself";
    }
    return "its records %d to %d, in blocks %d to %d,"
        .formatted(firstSeq, lastSeq, firstPlace.number(), lastPlace.number());
  }
}
