// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import io.forensix.record.CallFlag;
import io.forensix.record.CallRecord;
import io.forensix.record.DataRecord;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call that is being put together: its record, and the DATA records before and after it. Data of
 * an input may come before the call's record, and then begins at 0 while the item in the record is
 * empty; all other data goes on where the item ends.
 */
final class OpenCall {
  private final int tid;
  private final long entered;
  private final int keepBytes;
  private final List<Part> early = new ArrayList<>();
  private final List<Part> parts = new ArrayList<>();
  private @Nullable Call head;

  OpenCall(int tid, long entered, int keepBytes) {
    this.tid = tid;
    this.entered = entered;
    this.keepBytes = keepBytes;
  }

  /** An item and what continued it so far. */
  private static final class Part {
    final int kindCode;
    final int arg;
    int flags;
    long full;
    long captured;
    byte[] bytes;
    boolean gap;

    Part(ItemCursor item, long offset, int keepBytes) {
      kindCode = item.kindCode();
      arg = item.arg();
      full = item.full();
      bytes = new byte[0];
      // What begins in the middle has lost its beginning.
      gap = offset != 0;
      add(item, keepBytes);
    }

    void add(ItemCursor item, int keepBytes) {
      flags = (flags & ~ItemFlag.MORE) | item.flags();
      captured += item.size();
      int room = Math.min(keepBytes - bytes.length, item.size());
      if (room > 0) {
        int at = bytes.length;
        bytes = Arrays.copyOf(bytes, at + room);
        item.copy(bytes, at);
      }
    }

    boolean goesOn() {
      return (flags & ItemFlag.MORE) != 0;
    }

    boolean sameAs(ItemCursor item) {
      return kindCode == item.kindCode() && arg == item.arg();
    }

    Payload payload() {
      boolean missing = gap || goesOn();
      return new Payload(
          ItemKind.of(kindCode), arg, flags & ~ItemFlag.MORE, full, captured, bytes, missing);
    }
  }

  long entered() {
    return entered;
  }

  int tid() {
    return tid;
  }

  /** Returns whether the record of the call itself has come. */
  boolean hasHead() {
    return head != null;
  }

  /** Returns whether only the entry of the call is on record so far. */
  boolean entryOnly() {
    return head != null && !head.returned();
  }

  /** Returns the bytes kept in memory. */
  long keptBytes() {
    long sum = 0;
    for (Part part : early) {
      sum += part.bytes.length;
    }
    for (Part part : parts) {
      sum += early.contains(part) ? 0 : part.bytes.length;
    }
    return sum;
  }

  /** Takes the record of the call: CALL takes the place of the ENTER that came before. */
  void head(CallRecord call) {
    parts.clear();
    ItemCursor items = call.items();
    while (items.next()) {
      Part begun = items.size() == 0 && items.has(ItemFlag.MORE) ? begun(items) : null;
      if (begun == null) {
        parts.add(new Part(items, 0, keepBytes));
      } else {
        // The item says how much there was in all; what came says whether more is due.
        begun.full = items.full();
        begun.flags |= items.flags() & ~ItemFlag.MORE;
        parts.add(begun);
      }
    }
    head = copy(call, List.of());
    if (head.returned()) {
      bound();
    }
  }

  private @Nullable Part begun(ItemCursor item) {
    for (Part part : early) {
      if (part.sameAs(item) && !parts.contains(part)) {
        return part;
      }
    }
    return null;
  }

  /** Without CALL_MORE nothing follows: the call used less of an input than it was given. */
  private void bound() {
    if (head != null && !head.has(CallFlag.MORE)) {
      for (Part part : parts) {
        if (early.contains(part) && part.goesOn()) {
          part.flags &= ~ItemFlag.MORE;
        }
      }
    }
  }

  /** Takes a part; returns false when it belongs to no item of this call. */
  boolean data(DataRecord data) {
    ItemCursor item = data.item();
    List<Part> known = hasHead() && !entryOnly() ? parts : early;
    Part best = null;
    for (Part part : known) {
      if (part.sameAs(item) && part.goesOn()) {
        if (part.captured == data.itemOffset()) {
          part.add(item, keepBytes);
          return true;
        }
        best = best == null ? part : best;
      }
    }
    if (known == early) {
      early.add(new Part(item, data.itemOffset(), keepBytes));
      return true;
    }
    if (best == null) {
      return false;
    }
    // Something in between was lost: what follows the gap is not shown as if it were adjacent.
    best.gap = true;
    if (!item.has(ItemFlag.MORE)) {
      best.flags &= ~ItemFlag.MORE;
    }
    return true;
  }

  /** Returns whether nothing more will come. */
  boolean complete() {
    if (head == null || !head.returned()) {
      return false;
    }
    if (!head.has(CallFlag.MORE)) {
      return true;
    }
    for (Part part : parts) {
      if (part.goesOn()) {
        return false;
      }
    }
    return true;
  }

  /** Returns the call as it is now; null while its record has not come. */
  @Nullable Call call() {
    if (head == null) {
      return null;
    }
    List<Payload> payloads = new ArrayList<>();
    for (Part part : parts) {
      payloads.add(part.payload());
    }
    return new Call(
        head.cpu(),
        head.seq(),
        head.time(),
        head.start(),
        head.tgid(),
        head.tid(),
        head.entered(),
        head.left(),
        head.returned(),
        head.ret(),
        head.nr(),
        head.abi(),
        head.flags(),
        head.args(),
        payloads);
  }

  /** Returns the data of a call whose own record has not come. */
  List<Payload> strays() {
    return early.stream().map(Part::payload).toList();
  }

  /** Copies what a record says of a call, and gives it its data. */
  static Call copy(CallRecord call, List<Payload> payloads) {
    long[] args = new long[6];
    for (int i = 0; i < args.length; i++) {
      args[i] = call.arg(i);
    }
    return new Call(
        call.cpu(),
        call.seq(),
        call.time(),
        call.start(),
        call.tgid(),
        call.tid(),
        call.entered(),
        call.left(),
        call.type() == RecordType.CALL,
        call.ret(),
        call.nr(),
        call.abi(),
        call.flags(),
        args,
        payloads);
  }
}
