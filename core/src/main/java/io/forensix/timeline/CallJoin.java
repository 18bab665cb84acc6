// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.CallFlag;
import io.forensix.record.CallRecord;
import io.forensix.record.DataRecord;
import io.forensix.record.ExecRecord;
import io.forensix.record.ExitRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemFlag;
import io.forensix.record.RecordHead;
import io.forensix.record.RecordType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Joins the DATA records to their calls, by thread and time of entry, and the ENTER record of a
 * call to the CALL record that follows. A call is handed on when all of it is there. It is handed
 * on as it is, and says what is missing, when its thread begins another call or ends, at the end of
 * the recording, and when more would have to be kept than the limits allow.
 *
 * <p>A thread is in one call at a time, so there is at most one open call a thread; most calls are
 * whole in one record and are never kept.
 */
public final class CallJoin {
  /** Bytes kept of one item: the rest is on record, but not in memory. */
  public static final int KEPT_ITEM_BYTES = 1 << 20;

  /** Bytes kept of all open calls together. */
  public static final long KEPT_BYTES = 64L << 20;

  /** Calls kept open: more threads than this can hardly be in the middle of large transfers. */
  public static final int OPEN_CALLS = 1 << 16;

  private final EventSink sink;
  private final int keptItemBytes;
  private final long keptBytes;
  private final int openCalls;
  private final Map<Integer, Open> open = new LinkedHashMap<>();
  private long kept;

  /** An open call, and when and whose it was. */
  private record Open(OpenCall call, long time, int tgid) {}

  /** Makes a join that hands on to a sink and keeps what the usual limits allow. */
  public CallJoin(EventSink sink) {
    this(sink, KEPT_ITEM_BYTES, KEPT_BYTES, OPEN_CALLS);
  }

  /** Makes a join with limits of its own: bytes of an item, bytes in all, calls. */
  public CallJoin(EventSink sink, int keptItemBytes, long keptBytes, int openCalls) {
    this.sink = sink;
    this.keptItemBytes = keptItemBytes;
    this.keptBytes = keptBytes;
    this.openCalls = openCalls;
  }

  /** Takes the next record. */
  public void accept(RecordHead record) {
    switch (record) {
      case CallRecord call -> call(call);
      case DataRecord data -> data(data);
      case ExitRecord exit -> {
        close(exit.tid());
        sink.record(exit);
      }
      case ExecRecord exec -> {
        rename(exec);
        sink.record(exec);
      }
      default -> sink.record(record);
    }
  }

  /** Hands on all that is still open; nothing more comes. */
  public void end() {
    while (!open.isEmpty()) {
      close(open.keySet().iterator().next());
    }
  }

  /** Returns how many calls are open. */
  public int open() {
    return open.size();
  }

  private void call(CallRecord record) {
    Open known = open.get(record.tid());
    if (known != null && known.call.entered() != record.entered()) {
      close(record.tid());
      known = null;
    }
    if (known == null && record.type() == RecordType.CALL && !record.has(CallFlag.MORE)) {
      if (!sink.wants(record)) {
        return;
      }
      List<Payload> payloads = whole(record);
      if (payloads != null) {
        sink.call(OpenCall.copy(record, payloads));
        return;
      }
    }
    Open now = known == null ? begin(record, record.entered()) : known;
    long before = now.call.keptBytes();
    now.call.head(record);
    changed(record.tid(), now, before);
  }

  /** Returns the data of a call, or null where not all of it is in its record. */
  private @Nullable List<Payload> whole(CallRecord record) {
    if (record.itemCount() == 0) {
      return List.of();
    }
    List<Payload> payloads = new ArrayList<>(record.itemCount());
    ItemCursor items = record.items();
    while (items.next()) {
      if (items.has(ItemFlag.MORE)) {
        return null;
      }
      payloads.add(Payload.of(items, keptItemBytes));
    }
    return payloads;
  }

  private void data(DataRecord record) {
    Open known = open.get(record.tid());
    if (known != null && known.call.entered() != record.entered()) {
      close(record.tid());
      known = null;
    }
    Open now = known == null ? begin(record, record.entered()) : known;
    long before = now.call.keptBytes();
    if (now.call.data(record)) {
      changed(record.tid(), now, before);
    } else {
      OpenCall stray = new OpenCall(record.tid(), record.entered(), keptItemBytes);
      stray.data(record);
      sink.stray(
          new Stray(record.time(), record.tgid(), record.tid(), record.entered(), stray.strays()));
    }
  }

  private Open begin(RecordHead record, long entered) {
    Open begun =
        new Open(new OpenCall(record.tid(), entered, keptItemBytes), record.time(), record.tgid());
    open.put(record.tid(), begun);
    return begun;
  }

  /** Hands a call on when it is whole; else sees to it that not too much is kept. */
  private void changed(int tid, Open now, long before) {
    kept += now.call.keptBytes() - before;
    if (now.call.complete()) {
      close(tid);
    }
    while (open.size() > openCalls || kept > keptBytes) {
      close(open.keySet().iterator().next());
    }
  }

  private void close(int tid) {
    Open closed = open.isEmpty() ? null : open.remove(tid);
    if (closed == null) {
      return;
    }
    kept -= closed.call.keptBytes();
    if (closed.call.hasHead()) {
      hand(closed.call);
    } else {
      List<Payload> payloads = closed.call.strays();
      sink.stray(new Stray(closed.time, closed.tgid, tid, closed.call.entered(), payloads));
    }
  }

  private void hand(OpenCall whole) {
    Call call = whole.call();
    if (call != null) {
      sink.call(call);
    }
  }

  /** The thread that calls exec becomes the first of its process, under that one's number. */
  private void rename(ExecRecord exec) {
    if (exec.oldTid() == exec.tid()) {
      return;
    }
    close(exec.tid());
    Open moved = open.remove(exec.oldTid());
    if (moved != null) {
      open.put(exec.tid(), moved);
    }
  }
}
