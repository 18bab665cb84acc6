// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import io.forensix.record.ItemCursor;
import io.forensix.record.MadeDescriptor;
import io.forensix.record.UringRecord;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Source;
import org.eclipse.collections.api.map.primitive.MutableLongObjectMap;
import org.eclipse.collections.impl.factory.primitive.LongObjectMaps;

/**
 * Operations of io_uring that make or close descriptors. The kernel says which file was opened;
 * where it does not, the file went to a slot of registered ones.
 */
final class UringFold {
  private static final int ACCEPT = 13;
  private static final int OPENAT = 18;
  private static final int CLOSE = 19;
  private static final int OPENAT2 = 28;
  private static final int SOCKET = 45;
  private static final int FIXED_FD_INSTALL = 54;

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
          case FIXED_FD_INSTALL -> Cause.DUP;
          // Of an accept that goes on the results come without the operation.
          default -> Cause.ACCEPT;
        };
    if (!record.completed() || record.result() < 0) {
      return;
    }
    ItemCursor items = record.items();
    while (items.next()) {
      for (int i = 0; i < items.madeCount(); i++) {
        made(task, record, items.made(i), cause);
      }
    }
  }

  private void made(Task task, UringRecord record, MadeDescriptor made, Cause cause) {
    Source source = Situation.source(record, task);
    OpenFile file =
        cause == Cause.DUP
            ? files.met(made.id(), record.time(), source)
            : files.opened(made.id(), record.time(), cause, source);
    descriptors.put(task.table, made.fd(), file, 0, record.time(), cause, source).closedByExec =
        made.closedByExec();
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
