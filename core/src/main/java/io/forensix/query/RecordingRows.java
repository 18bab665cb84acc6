// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import io.forensix.archive.RecordingMeta;
import io.forensix.record.CallRecord;
import io.forensix.record.FileRecord;
import io.forensix.record.LostRecord;
import io.forensix.record.MarkRecord;
import io.forensix.record.RecordHead;
import io.forensix.record.SequenceCheck;
import io.forensix.syscall.SyscallTable;
import io.forensix.syscall.TableException;
import io.forensix.timeline.Call;
import io.forensix.timeline.CallJoin;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.IdentityTable;
import io.forensix.timeline.Stray;
import io.forensix.timeline.WallClock;
import io.forensix.timeline.fold.Timeline;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One recording on its way into the tables: state is folded over all of its records, rows are
 * written of those that are not done yet.
 */
final class RecordingRows implements EventSink {
  private final int number;
  private final int host;
  private final WallClock clock = new WallClock();
  private final FileTable files = new FileTable();
  private final IdentityTable identities = new IdentityTable();
  private final CallJoin join = new CallJoin(this);
  private final CallRows calls;
  private final RecordRows records;
  private final ProcessRows processes;
  private final SpanRows spans;
  private final Timeline timeline;
  private final Map<Integer, SequenceCheck> sequences = new HashMap<>();
  private final Map<Integer, Long> last = new TreeMap<>();
  private @Nullable Rows rows;
  private boolean unfinished;

  RecordingRows(int number, int host, @Nullable RecordingMeta meta, ProcessRows processes) {
    this.number = number;
    this.host = host;
    this.processes = processes;
    SyscallTable table = table(meta);
    calls = new CallRows(host, number, table, files, identities);
    spans = new SpanRows(host);
    timeline = new Timeline(table, spans);
    records = new RecordRows(host, number, calls);
    if (meta != null) {
      clock.learn(meta.monotonic(), meta.realtime());
    }
  }

  private static SyscallTable table(@Nullable RecordingMeta meta) {
    SyscallTable ours = SyscallTable.builtIn();
    if (meta == null || meta.table().equals(ours.text())) {
      return ours;
    }
    try {
      return SyscallTable.parse(meta.table());
    } catch (TableException e) {
      return ours;
    }
  }

  int number() {
    return number;
  }

  WallClock clock() {
    return clock;
  }

  /** Returns for each CPU the number of the last record that was taken. */
  Map<Integer, Long> last() {
    return last;
  }

  /** Takes the next record; rows are written unless they are null. */
  void accept(RecordHead record, @Nullable Rows to) {
    rows = to;
    if (record instanceof MarkRecord mark) {
      clock.learn(mark.monotonic(), mark.realtime());
    }
    if (to != null) {
      to.clock(clock);
    }
    gap(record);
    last.put(record.cpu(), record.seq());
    spans.to(to);
    records.learn(record);
    join.accept(record);
    timeline.accept(record);
    identities.accept(record);
    files.accept(record);
    processes.accept(record);
    if (record instanceof FileRecord file) {
      calls.terminals().opened(file.id().file());
    }
  }

  private void gap(RecordHead record) {
    SequenceCheck check = sequences.computeIfAbsent(record.cpu(), cpu -> new SequenceCheck());
    long before = record instanceof LostRecord lost ? lost.count() : 0;
    long missing = check.take(record.seq(), before);
    if (missing != 0 && rows != null) {
      rows.to("loss").add(number).add(host).add("gap").add(record.cpu());
      rows.time(record.time()).time(record.time()).add(missing);
      rows.add("no LOST record counts them").end();
    }
  }

  /** Writes what is open now, until the next transaction; rows of what was open before are gone. */
  void open(Rows to) {
    spans.to(to);
    timeline.open(spans);
  }

  /** Writes what is open at the end of a recording that another one follows. */
  void end(Rows to) {
    calls(to);
    spans.last();
    open(to);
  }

  /** Writes the calls that have not returned, until the next run: nothing more can be taken. */
  void unfinished(Rows to) {
    unfinished = true;
    calls(to);
  }

  private void calls(Rows to) {
    rows = to;
    to.clock(clock);
    join.end();
  }

  /** Of what is done, only what later rows depend on. */
  @Override
  public boolean wants(CallRecord call) {
    return rows != null || calls.learnsFrom(call);
  }

  @Override
  public void call(Call call) {
    calls.learn(call);
    if (rows != null) {
      calls.write(rows, call, unfinished);
    }
  }

  @Override
  public void stray(Stray stray) {
    if (rows == null) {
      return;
    }
    rows.to("loss").add(number).add(host).add("lost").nothing();
    rows.time(stray.time()).time(stray.time()).add(1L);
    rows.add("a call whose data is here, and its record is not").end();
  }

  @Override
  public void record(RecordHead record) {
    if (rows != null) {
      records.write(rows, record);
    }
  }
}
