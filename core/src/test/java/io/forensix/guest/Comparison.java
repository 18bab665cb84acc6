// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.guest.Truth.TruthCall;
import io.forensix.guest.Truth.TruthItem;
import io.forensix.guest.Truth.TruthThread;
import io.forensix.record.ItemKind;
import io.forensix.timeline.Call;
import io.forensix.timeline.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Compares a recorded call with the truth; each difference is a line. */
final class Comparison {
  private static final int FILE_KIND = 6;
  private static final int CLOCK_GETTIME = 228;
  // The recorder's clock follows the kernel's within a microsecond; emulation adds some.
  private static final long CLOCK_TOLERANCE_NS = 20_000;

  private final List<String> differences = new ArrayList<>();

  List<String> differences() {
    return differences;
  }

  /** Whether a record can be of this call: number, result and registers are equal. */
  static boolean same(TruthCall truth, Call call) {
    return call.nr() == truth.nr()
        && call.ret() == truth.ret()
        && Arrays.equals(call.args(), truth.args());
  }

  void call(TruthCall truth, Call call) {
    if (!same(truth, call)) {
      differences.add(truth + " is on record as " + call);
      return;
    }
    if (call.entered() == 0 || call.left() < call.entered()) {
      differences.add(truth + ": entered " + call.entered() + ", left " + call.left());
    }
    if (call.nr() == CLOCK_GETTIME) {
      clock(call);
    }
    for (TruthItem item : truth.items()) {
      item(truth, item, call);
    }
  }

  /** What the kernel answered, asked for the time, lies between entry and exit. */
  private void clock(Call call) {
    ByteBuffer time =
        ByteBuffer.wrap(call.payloads().getFirst().bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long now = time.getLong() * 1_000_000_000L + time.getLong();
    if (now < call.entered() - CLOCK_TOLERANCE_NS || now > call.left() + CLOCK_TOLERANCE_NS) {
      differences.add("at " + now + " a call entered " + call.entered() + ", left " + call.left());
    }
  }

  private void item(TruthCall truth, TruthItem item, Call call) {
    List<Payload> found =
        call.payloads().stream()
            .filter(p -> p.kind() == ItemKind.of(item.kind()) && p.arg() == item.arg())
            .toList();
    if (found.size() != 1) {
      differences.add(truth + ": " + found.size() + " items of kind " + item.kind());
      return;
    }
    if (item.kind() == FILE_KIND) {
      file(truth, item, found.getFirst());
    } else {
      bytes(truth, item, found.getFirst());
    }
  }

  private void file(TruthCall truth, TruthItem item, Payload payload) {
    ByteBuffer id = ByteBuffer.wrap(payload.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    long inode = id.getLong(8);
    long dev = id.getInt(16) & 0xffffffffL;
    if (inode != item.full() || dev != item.size()) {
      differences.add(truth + ": the file is " + Long.toHexString(dev) + " " + inode);
    }
  }

  private void bytes(TruthCall truth, TruthItem item, Payload payload) {
    if (payload.captured() != item.size()
        || payload.full() != item.full()
        || payload.missing()
        || payload.faulted() != item.fault()) {
      differences.add(truth + ": is on record as " + payload);
      return;
    }
    for (int i = 0; i < item.size(); i++) {
      if (payload.bytes()[i] != item.at(i)) {
        differences.add(truth + ": byte " + i + " is " + payload.bytes()[i]);
        return;
      }
    }
  }

  /**
   * Holds what is on record against what processes of kernel/tests/exact.c say they did: every call
   * of each thread, and no other.
   *
   * @param folder where their truth.0, truth.1 .. are
   * @return how many calls
   */
  static int ofAll(RecordedCalls recorded, Path folder, int processes) throws IOException {
    Comparison comparison = new Comparison();
    int compared = 0;
    for (int process = 0; process < processes; process++) {
      for (TruthThread thread : Truth.read(folder.resolve("truth." + process)).threads()) {
        List<Call> calls = recorded.of(thread.tid());
        assertThat(calls).as("thread " + thread.tid()).hasSameSizeAs(thread.calls());
        for (int i = 0; i < calls.size(); i++, compared++) {
          comparison.call(thread.calls().get(i), calls.get(i));
        }
      }
    }
    assertThat(comparison.differences()).isEmpty();
    return compared;
  }
}
