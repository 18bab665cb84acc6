// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.record.ContextRecord;
import io.forensix.record.RecordHead;
import io.forensix.record.RecordType;
import io.forensix.text.CallText;
import io.forensix.text.RecordText;
import io.forensix.text.TextOptions;
import io.forensix.timeline.Call;
import io.forensix.timeline.EventSink;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.Identity;
import io.forensix.timeline.IdentityTable;
import io.forensix.timeline.Payload;
import io.forensix.timeline.Stray;
import java.io.PrintWriter;

/** Prints the events of one recording that a filter wants. */
final class EventLines implements EventSink {
  private final Recording recording;
  private final Filter filter;
  private final PrintCommand.TimeStyle style;
  private final DayTime dayTime;
  private final PrintWriter out;
  private final CallText calls;
  private final RecordText records;
  private final IdentityTable identities = new IdentityTable();
  private final FileTable files = new FileTable();
  private final StringBuilder line = new StringBuilder();
  private char[] characters = new char[1 << 10];
  private long count;

  EventLines(
      Recording recording,
      Filter filter,
      TextOptions options,
      boolean paths,
      PrintCommand.TimeStyle style,
      DayTime dayTime,
      PrintWriter out) {
    this.recording = recording;
    this.filter = filter;
    this.style = style;
    this.dayTime = dayTime;
    this.out = out;
    calls = new CallText(recording.table(), options, paths ? files : null);
    records = new RecordText(calls, options, this::time, identities, files);
  }

  /** Takes note of a record that was shown, or was not wanted, for what is shown later. */
  void learn(RecordHead record) {
    identities.accept(record);
    files.accept(record);
  }

  Recording recording() {
    return recording;
  }

  /** Returns how many lines there were. */
  long count() {
    return count;
  }

  private String time(long monotonic) {
    StringBuilder text = new StringBuilder();
    time(text, monotonic);
    return text.toString();
  }

  private void time(StringBuilder to, long monotonic) {
    if (style == PrintCommand.TimeStyle.BOOT) {
      DayTime.seconds(to, monotonic);
    } else {
      dayTime.append(to, recording.clock(), monotonic);
    }
  }

  private void begin(int tgid, int tid, long time) {
    line.setLength(0);
    if (tgid != 0) {
      line.append('[').append(tgid);
      if (tid != tgid) {
        line.append(':').append(tid);
      }
      line.append("] ");
    }
    if (style != PrintCommand.TimeStyle.NONE) {
      time(line, time);
      line.append(' ');
    }
  }

  private void end() {
    int length = line.append('\n').length();
    if (length > characters.length) {
      characters = new char[2 * length];
    }
    line.getChars(0, length, characters, 0);
    out.write(characters, 0, length);
    count++;
  }

  @Override
  public void call(Call call) {
    if (!filter.wants(recording.table(), call)) {
      return;
    }
    // As strace does: the time is that of the entry, where it is known.
    begin(call.tgid(), call.tid(), call.entered() != 0 ? call.entered() : call.time());
    calls.append(line, call);
    if (call.duration() >= 0) {
      line.append(" <");
      DayTime.seconds(line, call.duration());
      line.append('>');
    }
    end();
  }

  @Override
  public void stray(Stray stray) {
    if (!filter.wants(RecordType.DATA)) {
      return;
    }
    begin(stray.tgid(), stray.tid(), stray.time());
    long bytes = stray.payloads().stream().mapToLong(Payload::captured).sum();
    line.append("!!! ").append(bytes);
    line.append(" bytes of a call that is not on record, entered at ");
    line.append(time(stray.entered())).append(" !!!");
    end();
  }

  /** Who a task is at first, its beginning tells; that it is somebody else is news. */
  private boolean tells(RecordHead record) {
    if (!(record instanceof ContextRecord context)) {
      return true;
    }
    Identity now = Identity.of(context.context());
    return identities.find(context.tid()).map(before -> !before.equals(now)).orElse(false);
  }

  @Override
  public void record(RecordHead record) {
    if (filter.wants(record.type()) && (filter.all() || tells(record))) {
      begin(record.tgid(), record.tid(), record.time());
      records.append(line, record);
      end();
    }
  }
}
