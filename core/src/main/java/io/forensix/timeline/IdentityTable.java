// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.Context;
import io.forensix.record.ContextRecord;
import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
import io.forensix.record.ForkRecord;
import io.forensix.record.RecordHead;
import io.forensix.record.TaskRecord;
import java.util.Optional;
import org.eclipse.collections.api.map.primitive.MutableIntObjectMap;
import org.eclipse.collections.impl.factory.primitive.IntObjectMaps;

/**
 * Who each living task is, folded from the records in the order of a {@link RecordMerge}.
 *
 * <pre>
 * tasks
 *  └─ tid → identity     TASK, CONTEXT, EXEC; FORK (the parent's); EXIT takes it away
 * </pre>
 */
public final class IdentityTable {
  private final MutableIntObjectMap<Identity> byTid = IntObjectMaps.mutable.empty();

  /** Takes the next record. */
  public void accept(RecordHead record) {
    switch (record) {
      case TaskRecord task -> put(task.tid(), task.context());
      case ContextRecord context -> put(context.tid(), context.context());
      case ForkRecord fork -> fork(fork);
      case ExecRecord exec -> {
        byTid.remove(exec.oldTid());
        put(exec.tid(), exec.context());
      }
      case ExitRecord exit -> byTid.remove(exit.tid());
      default -> {
        // Says nothing about who anybody is.
      }
    }
  }

  private void put(int tid, Context context) {
    Identity now = Identity.of(context);
    // The threads of a machine are much the same: one object stands for all that are.
    byTid.put(tid, now.equals(byTid.get(tid)) ? byTid.get(tid) : now);
  }

  private void fork(ForkRecord fork) {
    Identity parent = byTid.get(fork.tid());
    if (parent == null) {
      byTid.remove(fork.childTid());
    } else {
      byTid.put(fork.childTid(), parent);
    }
  }

  /** Returns who a task is, as far as is known. */
  public Optional<Identity> find(int tid) {
    return Optional.ofNullable(byTid.get(tid));
  }
}
