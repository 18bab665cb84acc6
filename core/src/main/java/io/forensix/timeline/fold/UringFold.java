// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.UringRecord;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Source;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import org.eclipse.collections.impl.factory.primitive.LongObjectMaps;

/**
 * Operations of io_uring that make or close descriptors. Which file was opened the kernel says when
 * the descriptor is first used.
 */
final class UringFold {
  private static final int ACCEPT = 13;
  private static final int OPENAT = 18;
  private static final int CLOSE = 19;
  private static final int OPENAT2 = 28;
  private static final int SOCKET = 45;

  /** A close between submission and completion. */
  private record Closing(int fd, long time) {}

  private final Descriptors descriptors;
  private final OpenFiles files;
  private final MutableLongObjectMap<Closing> closing = LongObjectMaps.mutable.empty();

  UringFold(Descriptors descriptors, OpenFiles files) {
    this.descriptors = descriptors;
    this.files = files;
  }

  void fold(Task task, UringRecord record) {
    if (record.opcode() == CLOSE) {
      close(task, record);
      return;
    }
    Cause cause =
        switch (record.opcode()) {
          case ACCEPT -> Cause.ACCEPT;
          case OPENAT, OPENAT2 -> Cause.OPEN;
          case SOCKET -> Cause.SOCKET;
          default -> Cause.FOUND;
        };
    // A result of 0 is, but for a process without standard input, a file registered in a slot.
    if (cause != Cause.FOUND && record.completed() && record.result() > 0) {
      Source source = Situation.source(record, task);
      OpenFile file = files.nameless(record.time(), cause, source);
      descriptors.put(task.table, record.result(), file, 0, record.time(), cause, source);
    }
  }

  private void close(Task task, UringRecord record) {
    if (record.submitted()) {
      closing.put(record.request(), new Closing(record.fd(), record.time()));
      return;
    }
    Closing one = closing.remove(record.request());
    if (one != null && record.completed() && record.result() == 0) {
      Source source = Situation.source(record, task);
      descriptors.close(task.table, one.fd, null, one.time, record.time(), End.CLOSE, source);
    }
  }
}
