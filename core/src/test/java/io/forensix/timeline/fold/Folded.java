// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.TimelineSink;
import java.util.List;

/** What the fold of hand-made records tells of descriptors. */
final class Folded {
  private Folded() {}

  /** Folds records to their end; spans that are open come last. */
  static Timeline descriptors(
      RecordBytes bytes, List<DescriptorSpan> spans, List<Disagreement> disagreements) {
    TimelineSink sink =
        new TimelineSink() {
          @Override
          public void descriptor(DescriptorSpan span) {
            spans.add(span);
          }

          @Override
          public void disagreement(Disagreement disagreement) {
            disagreements.add(disagreement);
          }
        };
    return into(bytes, sink);
  }

  /** Folds records to their end into a sink; spans that are open come last. */
  static Timeline into(RecordBytes bytes, TimelineSink sink) {
    Timeline timeline = new Timeline(SyscallTable.builtIn(), sink);
    RecordCursor cursor =
        new RecordCursor(corrupt -> {
          throw new AssertionError(corrupt.toString());
        });
    cursor.over(bytes.segment());
    while (cursor.next()) {
      timeline.accept(cursor.record());
    }
    timeline.end();
    timeline.open(sink);
    return timeline;
  }
}
