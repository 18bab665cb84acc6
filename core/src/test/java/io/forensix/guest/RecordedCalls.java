// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import io.forensix.timeline.Call;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What an archive says that the threads of a test program did between their markers. */
final class RecordedCalls extends ArchiveReading {
  private static final int GETPPID = 110;
  private static final long BEGIN = 0x666f72656e736978L;
  private static final long END = 0x7869736e65726f66L;
  private static final int KEPT_ITEM_BYTES = 8 << 20;
  private static final long KEPT_BYTES = 256L << 20;

  private final Map<Integer, List<Call>> open = new HashMap<>();
  private final Map<Integer, List<Call>> done = new HashMap<>();

  static RecordedCalls read(Path archive) throws IOException {
    RecordedCalls calls = new RecordedCalls();
    calls.readAll(archive, KEPT_ITEM_BYTES, KEPT_BYTES);
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
}
