// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import io.forensix.record.RecordHead;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a join hands on, for tests. */
final class Events implements EventSink {
  final List<Call> calls = new ArrayList<>();
  final List<Stray> strays = new ArrayList<>();
  final List<String> order = new ArrayList<>();

  @Override
  public void call(Call call) {
    calls.add(call);
    order.add("call " + call.nr());
  }

  @Override
  public void stray(Stray stray) {
    strays.add(stray);
    order.add("stray");
  }

  @Override
  public void record(RecordHead record) {
    order.add(record.type().name());
  }

  static void feed(CallJoin join, RecordBytes bytes) {
    RecordCursor cursor =
        new RecordCursor(corrupt -> {
          throw new AssertionError(corrupt.toString());
        });
    cursor.over(bytes.segment());
    while (cursor.next()) {
      join.accept(cursor.record());
    }
  }
}
