// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.record.LostRecord;
import io.forensix.record.RecordHead;
import io.forensix.timeline.Call;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.RecordMerge;
import io.forensix.timeline.Stray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an archive says that the threads of a test program did between their markers. */
final class RecordedCalls implements EventSink, RecordMerge.Listener {
  private static final int GETPPID = 110;
  private static final long BEGIN = 0x666f72656e736978L;
  private static final long END = 0x7869736e65726f66L;
  private static final int KEPT_ITEM_BYTES = 8 << 20;
  private static final long KEPT_BYTES = 256L << 20;

  private final Map<Integer, List<Call>> open = new HashMap<>();
  private final Map<Integer, List<Call>> done = new HashMap<>();
  private final List<String> faults = new ArrayList<>();
  private long lost;

  static RecordedCalls read(Path archive) throws IOException {
    RecordedCalls calls = new RecordedCalls();
    CallJoin join = new CallJoin(calls, KEPT_ITEM_BYTES, KEPT_BYTES, 1 << 16);
    try (RecordMerge merge = RecordMerge.open(archive, calls)) {
      while (merge.next()) {
        join.accept(merge.record());
      }
      join.end();
      if (merge.late() != 0) {
        calls.faults.add(merge.late() + " records came late");
      }
    }
    return calls;
  }

  /** The calls of a thread between its markers, in order; null when it has none, or no end. */
  List<Call> of(int tid) {
    return done.get(tid);
  }

  /** Threads with both markers. */
  int threads() {
    return done.size();
  }

  /** Whatever is wrong with the archive. */
  List<String> faults() {
    return faults;
  }

  /** Records that the kernel could not write. */
  long lost() {
    return lost;
  }

  @Override
  public void call(Call call) {
    boolean marker = call.nr() == GETPPID && call.abi() == 0;
    if (marker && call.args()[0] == BEGIN) {
      open.put(call.tid(), new ArrayList<>());
    } else if (marker && call.args()[0] == END) {
      done.put(call.tid(), open.remove(call.tid()));
    } else if (call.returned() && open.containsKey(call.tid())) {
      open.get(call.tid()).add(call);
    }
  }

  @Override
  public void stray(Stray stray) {
    faults.add("data without a call: " + stray);
  }

  @Override
  public void record(RecordHead record) {
    if (record instanceof LostRecord some) {
      lost += some.count();
    }
  }

  @Override
  public void fault(ArchiveFault fault) {
    faults.add(fault.toString());
  }

  @Override
  public void corrupt(long block, CorruptRecord corrupt) {
    faults.add("block " + block + ": " + corrupt);
  }
}
