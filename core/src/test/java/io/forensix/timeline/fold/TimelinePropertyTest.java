// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline.fold;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.abi.forensix_h;
import io.forensix.record.ItemCursor;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.span.Cause;
import io.forensix.timeline.span.DescriptorSpan;
import io.forensix.timeline.span.Disagreement;
import io.forensix.timeline.span.End;
import io.forensix.timeline.span.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What processes do to their descriptors at random, against a model that only keeps maps. */
class TimelinePropertyTest {
  private static final int STEPS = 3000;
  private static final int NUMBERS = 12;
  private static final int PROCESSES = 6;
  private static final int O_CLOEXEC = 0x80000;
  private static final int REGULAR = 0100644;
  private static final int READ = 0;
  private static final int CLOSE = 3;
  private static final int DUP = 32;
  private static final int DUP2 = 33;
  private static final int OPENAT = 257;
  private static final int CLOSE_RANGE = 436;

  private final RecordBytes bytes = new RecordBytes();
  private final Map<Integer, TreeMap<Integer, Held>> model = new TreeMap<>();
  private final List<String> expected = new ArrayList<>();
  private final List<String> spans = new ArrayList<>();
  private final List<Disagreement> disagreements = new ArrayList<>();
  private int nextTgid = 101;
  private long nextFile = 1000;
  private long time = 1000;

  /** A descriptor as the model has it. */
  private record Held(long file, long from, Cause cause, boolean closedByExec) {}

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34})
  void spansAreThoseOfTheModel(long seed) {
    Random random = new Random(seed);
    bytes.task(100, 100).start(100).time(time);
    bytes.taskState(1, "test", 0).done();
    bytes.mark(forensix_h.FX_MARK_SNAPSHOT(), 0);
    model.put(100, new TreeMap<>());
    for (int i = 0; i < STEPS; i++) {
      List<Integer> alive = new ArrayList<>(model.keySet());
      step(random, alive.get(random.nextInt(alive.size())));
    }
    model.forEach(
        (tgid, open) -> open.forEach((fd, held) -> line(tgid, fd, held, Span.OPEN, End.NONE)));
    fold();
    assertThat(disagreements).isEmpty();
    assertThat(expected).hasSizeGreaterThan(STEPS / 2);
    assertThat(spans).containsExactlyInAnyOrderElementsOf(expected);
  }

  private void step(Random random, int tgid) {
    TreeMap<Integer, Held> open = model.get(tgid);
    time += 10;
    bytes.task(tgid, tgid).start(tgid).time(time + 5);
    int fd = random.nextInt(NUMBERS);
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> opens(open, random.nextBoolean());
      case 3, 4 -> closes(tgid, open, fd);
      case 5 -> copies(tgid, open, fd, lowest(open), DUP);
      case 6, 7 -> copies(tgid, open, fd, random.nextInt(NUMBERS), DUP2);
      case 8 -> closesRange(tgid, open, fd, fd + random.nextInt(4));
      case 9 -> forks(open);
      case 10 -> uses(open, fd);
      default -> {
        if (model.size() > 1 && random.nextBoolean()) {
          exits(tgid, open);
        } else {
          executes(tgid, open);
        }
      }
    }
  }

  private static int lowest(Map<Integer, Held> open) {
    int fd = 0;
    while (open.containsKey(fd)) {
      fd++;
    }
    return fd;
  }

  private RecordBytes.Open call(int nr, long ret) {
    return bytes.call(nr, ret).entered(time).left(time + 5);
  }

  private static void file(RecordBytes.Open call, int arg, long file) {
    call.file(arg, file, file + 1, RecordBytes.DEV, REGULAR);
  }

  private void opens(Map<Integer, Held> open, boolean closedByExec) {
    int fd = lowest(open);
    long id = nextFile++;
    bytes.file(id, id + 1, REGULAR, 0).cstr(0, "/f" + id).done();
    RecordBytes.Open call = call(OPENAT, fd).arg(0, -100).arg(2, closedByExec ? O_CLOEXEC : 0);
    file(call, ItemCursor.RESULT, id);
    call.done();
    open.put(fd, new Held(id, time + 5, Cause.OPEN, closedByExec));
  }

  private void closes(int tgid, Map<Integer, Held> open, int fd) {
    Held held = open.remove(fd);
    RecordBytes.Open call = call(CLOSE, held == null ? -9 : 0).arg(0, fd);
    if (held != null) {
      file(call, 0, held.file);
      line(tgid, fd, held, time + 5, End.CLOSE);
    }
    call.done();
  }

  private void copies(int tgid, Map<Integer, Held> open, int from, int to, int nr) {
    Held held = open.get(from);
    RecordBytes.Open call =
        call(nr, held == null ? -9 : to).arg(0, from).arg(1, nr == DUP ? 0 : to);
    Held replaced = open.get(to);
    if (held != null) {
      file(call, 0, held.file);
    }
    if (nr == DUP2 && replaced != null) {
      file(call, 1, replaced.file);
    }
    if (held != null) {
      file(call, ItemCursor.RESULT, held.file);
    }
    call.done();
    if (held == null || from == to) {
      return;
    }
    if (replaced != null) {
      line(tgid, to, replaced, time + 5, End.REPLACED);
    }
    open.put(to, new Held(held.file, time + 5, Cause.DUP, false));
  }

  private void closesRange(int tgid, TreeMap<Integer, Held> open, int first, int last) {
    call(CLOSE_RANGE, 0).arg(0, first).arg(1, last).done();
    Map<Integer, Held> gone = open.subMap(first, last + 1);
    gone.forEach((fd, held) -> line(tgid, fd, held, time + 5, End.CLOSE_RANGE));
    gone.clear();
  }

  private void forks(Map<Integer, Held> open) {
    if (model.size() >= PROCESSES) {
      return;
    }
    int child = nextTgid++;
    bytes.fork(child, child, child);
    TreeMap<Integer, Held> copy = new TreeMap<>();
    open.forEach(
        (fd, held) -> copy.put(fd, new Held(held.file, time + 5, Cause.FORK, held.closedByExec)));
    model.put(child, copy);
  }

  private void uses(Map<Integer, Held> open, int fd) {
    Held held = open.get(fd);
    if (held != null) {
      RecordBytes.Open call = call(READ, 0).arg(0, fd);
      file(call, 0, held.file);
      call.done();
    }
  }

  private void executes(int tgid, TreeMap<Integer, Held> open) {
    bytes.exec("test", 0).done();
    open.entrySet()
        .removeIf(entry -> {
          if (entry.getValue().closedByExec) {
            line(tgid, entry.getKey(), entry.getValue(), time + 5, End.EXEC);
          }
          return entry.getValue().closedByExec;
        });
  }

  private void exits(int tgid, TreeMap<Integer, Held> open) {
    bytes.exit(0, 0, "test");
    open.forEach((fd, held) -> line(tgid, fd, held, time + 5, End.EXIT));
    model.remove(tgid);
  }

  private void line(int tgid, int fd, Held held, long to, End end) {
    expected.add(text(tgid, fd, held.file, held.from, to, held.cause, end));
  }

  private static String text(
      int tgid, int fd, long file, long from, long to, Cause cause, End end) {
    return "%d %d: %d from %d %s to %d %s".formatted(tgid, fd, file, from, cause, to, end);
  }

  private void fold() {
    List<DescriptorSpan> folded = new ArrayList<>();
    Folded.descriptors(bytes, folded, disagreements);
    for (DescriptorSpan span : folded) {
      spans.add(
          text(
              span.process().tgid(),
              span.fd(),
              span.file().file(),
              span.from(),
              span.to(),
              span.cause(),
              span.end()));
    }
  }
}
