// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.record.CallRecord;
import io.forensix.record.CorruptRecord;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.record.RecordBatch;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import io.forensix.record.SequenceGap;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RingReaderTest {
  private final Arena arena = Arena.ofConfined();
  private final MemoryRing ring0 = new MemoryRing(arena, 0);
  private final MemoryRing ring1 = new MemoryRing(arena, 1);
  private final RecordBytes cpu0 = new RecordBytes().cpu(0);
  private final RecordBytes cpu1 = new RecordBytes().cpu(1);
  private final List<String> taken = new ArrayList<>();
  private final List<Long> horizons = new ArrayList<>();
  private final List<String> wrong = new ArrayList<>();
  private final RingListener listener =
      new RingListener() {
        @Override
        public void corrupt(int cpu, CorruptRecord corrupt) {
          wrong.add(cpu + " " + corrupt.reason().name() + " at " + corrupt.position());
        }

        @Override
        public void gap(SequenceGap gap) {
          wrong.add(gap.cpu() + " gap " + gap.expected() + " " + gap.found());
        }
      };
  private int wakesOfHeld;
  private int pauses;
  private @Nullable BooleanSupplier waits;
  private int stopsBeforeItEnds;
  private boolean sinkFails;

  @AfterEach
  void free() {
    arena.close();
  }

  private final class Source implements RingSource {
    private final List<Ring> rings;

    private Source(Ring... rings) {
      this.rings = List.of(rings);
    }

    @Override
    public List<Ring> rings() {
      return rings;
    }

    @Override
    public boolean await(int millis) {
      // What a test wants to be there is there, unless it says otherwise.
      return waits != null && waits.getAsBoolean();
    }

    @Override
    public void pause(int millis) {
      pauses++;
    }

    @Override
    public void wake() {
      // Nobody sleeps.
    }

    @Override
    public void wakeHeld() {
      wakesOfHeld++;
    }

    @Override
    public boolean stop() {
      if (stopsBeforeItEnds == 0) {
        return true;
      }
      stopsBeforeItEnds--;
      // A task on the slow path writes while the reader drains.
      ring0.write(new RecordBytes().cpu(0).seq(100L - stopsBeforeItEnds).call(9, 0).done());
      return false;
    }

    @Override
    public void close() {
      // The arena is the test's.
    }
  }

  private RingReader reader(Ring... rings) {
    return new RingReader(new Source(rings), this::take, listener);
  }

  private void take(RecordBatch batch) throws IOException {
    if (sinkFails) {
      throw new IOException("full");
    }
    StringBuilder text = new StringBuilder();
    text.append(batch.cpu()).append(':');
    text.append(batch.firstSeq()).append('-').append(batch.lastSeq());
    text.append('x').append(batch.records()).append(batch.damaged() ? "!" : "");
    taken.add(text.toString());
    horizons.add(batch.horizon());
  }

  @Test
  void takesEachRecordOnceAndHandsTheRoomBack() throws IOException {
    ring0.write(cpu0.call(1, 0).done().call(2, 0).done());
    ring1.write(cpu1.call(3, 0).done());
    RingReader reader = reader(ring0.ring(), ring1.ring());

    assertThat(reader.doWork()).isEqualTo(360);
    assertThat(taken).containsExactly("0:0-1x2", "1:0-0x1");
    assertThat(ring0.tail()).isEqualTo(240);
    assertThat(ring0.consumerSeq()).isEqualTo(2);
    assertThat(ring1.tail()).isEqualTo(120);
    assertThat(reader.doWork()).isZero();
    assertThat(wrong).isEmpty();
  }

  @Test
  void keepsTheRoomWhileTheSinkHasNotTakenIt() throws IOException {
    ring0.write(cpu0.call(1, 0).done());
    RingReader reader = reader(ring0.ring());
    sinkFails = true;
    assertThatThrownBy(reader::doWork).isInstanceOf(IOException.class);
    assertThat(ring0.tail()).isZero();

    sinkFails = false;
    assertThat(reader.doWork()).isEqualTo(120);
    assertThat(taken).containsExactly("0:0-0x1");
    assertThat(wrong).isEmpty();
  }

  @Test
  void cutsBatchesAtRecordsAndRunsAcrossTheEndOfTheRing() throws IOException {
    long position = 5 * MemoryRing.BYTES - 8;
    ring0.at(position);
    cpu0.seq(40);
    byte[] payload = new byte[60_000];
    for (int i = 0; i < 8; i++) {
      cpu0.data(1, 0, ItemKind.BYTES, 1, payload);
    }
    ring0.write(cpu0);
    List<Long> seqs = new ArrayList<>();
    RingReader reader =
        new RingReader(
            new Source(ring0.ring()),
            batch -> {
              assertThat(batch.bytes()).isLessThanOrEqualTo(Ring.BATCH_MAX_BYTES);
              RecordCursor cursor = new RecordCursor(corrupt -> wrong.add(corrupt.toString()));
              long end = batch.offset() + batch.bytes();
              cursor.over(batch.segment(), batch.offset(), end, 0);
              while (cursor.next()) {
                seqs.add(cursor.record().seq());
              }
              take(batch);
            },
            listener);
    assertThat(reader.doWork()).isEqualTo(cpu0.length());
    assertThat(taken).containsExactly("0:40-43x4", "0:44-47x4");
    assertThat(seqs).containsExactly(40L, 41L, 42L, 43L, 44L, 45L, 46L, 47L);
    assertThat(ring0.tail()).isEqualTo(position + cpu0.length());
    assertThat(wrong).isEmpty();
  }

  @Test
  void aRestartedReaderPassesOverWhatIsInTheArchive() throws IOException {
    ring0.write(cpu0.call(0, 0).done().call(1, 0).done().call(2, 0).done());
    Ring ring = ring0.ring();
    ring.resumeAfter(1);
    RingReader reader = reader(ring);
    assertThat(reader.doWork()).isEqualTo(120);
    assertThat(taken).containsExactly("0:2-2x1");
    assertThat(ring0.tail()).isEqualTo(360);
    assertThat(ring0.consumerSeq()).isEqualTo(3);
    assertThat(wrong).isEmpty();
  }

  @Test
  void aRestartedReaderMayFindAllOfItInTheArchive() throws IOException {
    ring0.write(cpu0.call(0, 0).done().call(1, 0).done());
    Ring ring = ring0.ring();
    ring.resumeAfter(1);
    RingReader reader = reader(ring);
    assertThat(reader.doWork()).isZero();
    assertThat(ring0.tail()).isEqualTo(240);
    ring0.write(new RecordBytes().seq(2).call(2, 0).done());
    reader.doWork();
    assertThat(taken).containsExactly("0:2-2x1");
    assertThat(wrong).isEmpty();
  }

  @Test
  void aRestartedReaderSeesThatRecordsAreMissing() throws IOException {
    ring0.at(8_000).write(cpu0.seq(70).call(0, 0).done());
    Ring ring = ring0.ring();
    ring.resumeAfter(59);
    reader(ring).doWork();
    assertThat(wrong).containsExactly("0 gap 60 70");
    assertThat(taken).containsExactly("0:70-70x1");
  }

  @Test
  void aGapIsReportedUnlessALostRecordCountsIt() throws IOException {
    ring0.write(cpu0.call(0, 0).done().lost(5, 600, 2).seq(9).call(1, 0).done());
    reader(ring0.ring()).doWork();
    assertThat(wrong).containsExactly("0 gap 7 9");
    assertThat(taken).containsExactly("0:0-9x3");
  }

  @Test
  void aBatchThatStartsWithALossCountsItAsItsOwn() throws IOException {
    ring0.write(cpu0.lost(5, 600, 2));
    reader(ring0.ring()).doWork();
    assertThat(taken).containsExactly("0:0-5x1");
    assertThat(wrong).isEmpty();
  }

  @Test
  void whatIsNoRecordIsReportedKeptAndPassedOver() throws IOException {
    ring0.write(cpu0.call(0, 0).done().call(1, 0).done().patch32(120, 13).call(2, 0).done());
    RingReader reader = reader(ring0.ring());
    assertThat(reader.doWork()).isEqualTo(360);
    assertThat(taken).containsExactly("0:0-0x1", "0:0-0x0!");
    assertThat(ring0.tail()).isEqualTo(360);
    assertThat(wrong).containsExactly("0 SIZE_TOO_SMALL at 120");

    ring0.write(new RecordBytes().seq(3).call(3, 0).done());
    reader.doWork();
    assertThat(taken).last().isEqualTo("0:3-3x1");
    assertThat(wrong).last().isEqualTo("0 gap 1 3");
  }

  @Test
  void muchThatIsNoRecordIsCutIntoBatches() throws IOException {
    ring0.write(cpu0.raw(new byte[400_000]));
    assertThat(reader(ring0.ring()).doWork()).isEqualTo(400_000);
    assertThat(taken).containsExactly("0:0-0x0!", "0:0-0x0!");
    assertThat(wrong).containsExactly("0 SIZE_TOO_SMALL at 0");
  }

  @Test
  void anUnknownTypeIsReportedAndKept() throws IOException {
    ring0.write(cpu0.call(0, 0).done().any(77, new byte[24]).call(1, 0).done());
    reader(ring0.ring()).doWork();
    assertThat(taken).containsExactly("0:0-2x3");
    assertThat(wrong).containsExactly("0 UNKNOWN_TYPE at 120");
  }

  @Test
  void aPositionThatCannotBeIsAnError() {
    Ring behind = ring0.at(80).ring();
    LittleEndian.put64(ring0.producer, 0, 72);
    assertThatThrownBy(behind::observe).hasMessageContaining("the kernel is at byte 72");
    LittleEndian.put64(ring0.producer, 0, 80 + MemoryRing.BYTES + 8);
    assertThatThrownBy(behind::observe).isInstanceOf(IOException.class);
  }

  @Test
  void wakesTasksThatWaitForRoom() throws IOException {
    ring0.write(cpu0.call(0, 0).done());
    ring0.hold(2);
    reader(ring0.ring()).doWork();
    assertThat(wakesOfHeld).isEqualTo(1);
  }

  @Test
  void theLastBatchOfAPassSaysHowFarTheArchiveIsComplete() throws IOException {
    RingReader reader = reader(ring0.ring(), ring1.ring());
    ring0.write(cpu0.call(0, 0).done());
    ring1.write(cpu1.call(0, 0).done());
    long before = Posix.monotonic();
    reader.doWork();
    long after = Posix.monotonic();
    assertThat(horizons).hasSize(2);
    assertThat(horizons.get(0)).isZero();
    assertThat(horizons.get(1)).isBetween(before - 1_000_000_000L, after);

    ring1.write(new RecordBytes().cpu(1).seq(1).call(0, 0).done());
    reader.doWork();
    assertThat(horizons).hasSize(3);
    assertThat(horizons.get(2)).isGreaterThan(horizons.get(1));
  }

  @Test
  void atTheEndItTakesWhatIsWrittenUntilTheKernelIsDone() throws IOException {
    ring0.at(800).write(cpu0.seq(97).call(0, 0).done());
    stopsBeforeItEnds = 3;
    RingReader reader = reader(ring0.ring());
    reader.requestStop();
    reader.run();
    assertThat(taken).containsExactly("0:97-98x2", "0:99-99x1", "0:100-100x1");
    assertThat(wrong).isEmpty();
  }

  @Test
  void aTrickleIsLeftToGather() throws IOException {
    RingReader reader = reader(ring0.ring());
    int[] passes = {0};
    waits =
        () -> {
          // At once a little, at once a lot, and a little after a while.
          switch (passes[0]++) {
            case 0 -> ring0.write(cpu0.call(0, 0).done());
            case 1 ->
                ring0.write(
                    new RecordBytes().seq(1).data(0, 0, ItemKind.BYTES, 1, new byte[60_000]));
            case 2 -> ring0.write(new RecordBytes().seq(2).call(0, 0).done());
            default -> reader.requestStop();
          }
          return passes[0] == 3;
        };
    reader.run();
    assertThat(taken).containsExactly("0:0-0x1", "0:1-1x1", "0:2-2x1");
    assertThat(pauses).isEqualTo(1);
  }

  @Test
  void recordsAreReadInPlace() throws IOException {
    ring0.write(cpu0.call(257, -13).cstr(1, "/x").done());
    RecordCursor cursor = new RecordCursor(corrupt -> wrong.add(corrupt.toString()));
    List<Integer> numbers = new ArrayList<>();
    new RingReader(
            new Source(ring0.ring()),
            batch -> {
              assertThat(batch.segment()).isSameAs(ring0.producer);
              cursor.over(batch.segment(), batch.offset(), batch.offset() + batch.bytes(), 0);
              while (cursor.next()) {
                numbers.add(((CallRecord) cursor.record()).nr());
              }
            },
            listener)
        .doWork();
    assertThat(numbers).containsExactly(257);
  }
}
