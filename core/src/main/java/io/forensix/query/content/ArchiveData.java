// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordHead;
import io.forensix.timeline.Call;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.Payload;
import io.forensix.timeline.RecordMerge;
import io.forensix.timeline.Stray;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The whole data of calls, of which the tables keep only the beginning: read from the archive. */
final class ArchiveData implements EventSink, RecordMerge.Listener {
  /** More than one call can move on Linux (MAX_RW_COUNT is 2 GiB, an array in Java as much). */
  private static final int MOST_BYTES = Integer.MAX_VALUE - 16;

  private final Set<Step.Key> missing = new HashSet<>();
  private final Map<Step.Key, byte[]> found = new HashMap<>();
  private int recording;

  /** Returns the data of those calls that are there. */
  static Map<Step.Key, byte[]> fetch(Path archive, Map<Step.Key, Step> wanted) throws IOException {
    ArchiveData data = new ArchiveData();
    data.missing.addAll(wanted.keySet());
    Set<Integer> threads = wanted.values().stream().map(Step::tid).collect(Collectors.toSet());
    try (RecordMerge merge = RecordMerge.open(archive, data)) {
      data.read(merge, threads);
    }
    return data.found;
  }

  private void read(RecordMerge merge, Set<Integer> threads) throws IOException {
    CallJoin join = new CallJoin(this, MOST_BYTES, Long.MAX_VALUE, CallJoin.OPEN_CALLS);
    while (!missing.isEmpty() && merge.next()) {
      if (merge.recordings() != recording) {
        join.end();
        recording = merge.recordings();
      }
      RecordHead record = merge.record();
      if (threads.contains(record.tid())) {
        join.accept(record);
      }
    }
    join.end();
  }

  @Override
  public void call(Call call) {
    Step.Key key = new Step.Key(recording, call.cpu(), call.seq());
    if (!missing.remove(key)) {
      return;
    }
    for (Payload payload : call.payloads()) {
      if (payload.kind() == ItemKind.GATHER
          || payload.kind() == ItemKind.BYTES && payload.arg() == 1) {
        found.put(key, payload.bytes());
      }
    }
  }

  @Override
  public void stray(Stray stray) {
    // Of a call that is not on record there is nothing to be asked.
  }

  @Override
  public void record(RecordHead record) {
    // No call.
  }

  @Override
  public void fault(ArchiveFault fault) {
    // Who made the tables said so; the data is missing then.
  }

  @Override
  public void corrupt(long block, CorruptRecord corrupt) {
    // Likewise.
  }
}
