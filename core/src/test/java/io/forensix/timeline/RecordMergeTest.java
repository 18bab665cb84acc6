// SPDX-License-Identifier: Apache-2.0
package io.forensix.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.forensix.archive.ArchiveFault;
import io.forensix.record.CorruptRecord;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordHead;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordMergeTest {
  @TempDir Path directory;

  private final List<String> corrupt = new ArrayList<>();

  private final RecordMerge.Listener listener =
      new RecordMerge.Listener() {
        @Override
        public void fault(ArchiveFault fault) {
          throw new AssertionError(fault.toString());
        }

        @Override
        public void corrupt(long block, CorruptRecord record) {
          corrupt.add(block + " " + record.reason());
        }
      };

  private static RecordBytes records(int cpu, long firstSeq, long... times) {
    RecordBytes bytes = new RecordBytes().cpu(cpu).seq(firstSeq);
    for (long time : times) {
      bytes.time(time).call(39, 1).done();
    }
    return bytes;
  }

  private static String name(RecordHead record) {
    return record.time() + "/" + record.cpu() + "/" + record.seq();
  }

  private List<String> all(RecordMerge merge) throws IOException {
    List<String> names = new ArrayList<>();
    while (merge.next()) {
      names.add(name(merge.record()));
    }
    return names;
  }

  @Test
  void ordersByTimeThenCpuThenNumber() throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 2)) {
      maker.block(1, records(1, 0, 15, 20, 20), 0).block(0, records(0, 0, 10, 20, 30), 0);
      maker.block(0, records(0, 3, 40), 25).block(1, records(1, 3, 26, 50), 41);
    }
    try (RecordMerge merge = RecordMerge.open(directory, listener)) {
      assertThat(all(merge))
          .containsExactly(
              "10/0/0", "15/1/0", "20/0/1", "20/1/1", "20/1/2", "26/1/3", "30/0/2", "40/0/3",
              "50/1/4");
      assertThat(merge.late()).isZero();
      assertThat(merge.meta().orElseThrow().cpus()).isEqualTo(2);
      assertThat(merge.next()).isFalse();
    }
  }

  @Test
  void aCpuThatIsSilentHoldsNothingBackButTheHorizonDoes() throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 2)) {
      maker.block(0, records(0, 0, 10, 20, 30), 25);
      try (RecordMerge merge = RecordMerge.open(directory, listener)) {
        assertThat(merge.awaitNext(0)).isTrue();
        assertThat(name(merge.record())).isEqualTo("10/0/0");
        assertThat(merge.awaitNext(0)).isTrue();
        assertThat(name(merge.record())).isEqualTo("20/0/1");
        // The record of 30 is not safe: one of 27 can still come, and does.
        maker.block(1, records(1, 0, 27), 30);
        assertThat(all(merge)).containsExactly("27/1/0", "30/0/2");
      }
    }
  }

  @Test
  void followingAQuietArchiveHandsOnWhatIsHeldBack() throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 2)) {
      maker.block(0, records(0, 0, 10), 0);
      try (RecordMerge merge = RecordMerge.open(directory, listener)) {
        assertThat(merge.awaitNext(20)).isTrue();
        assertThat(name(merge.record())).isEqualTo("10/0/0");
        assertThat(merge.awaitNext(20)).isFalse();
        maker.block(1, records(1, 0, 5, 12), 0);
        assertThat(all(merge)).containsExactly("5/1/0", "12/1/1");
        assertThat(merge.late()).isEqualTo(1);
      }
    }
  }

  @Test
  void recordingsAreNeverMixed() throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 1)) {
      maker.block(0, records(0, 0, 100, 200), 0);
      maker.begin(2, 1).block(0, records(0, 0, 5, 150), 0);
    }
    try (RecordMerge merge = RecordMerge.open(directory, listener)) {
      List<String> seen = new ArrayList<>();
      while (merge.next()) {
        seen.add(merge.recordings() + ":" + merge.record().time());
      }
      assertThat(seen).containsExactly("1:100", "1:200", "2:5", "2:150");
      assertThat(merge.late()).isZero();
    }
  }

  @Test
  void whatIsNoRecordIsReportedAndPassedOver() throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 1)) {
      RecordBytes records = records(0, 0, 10);
      records.any(99, new byte[16]);
      maker.block(0, records.time(20).call(39, 1).done(), 0);
    }
    try (RecordMerge merge = RecordMerge.open(directory, listener)) {
      assertThat(all(merge)).containsExactly("10/0/0", "20/0/2");
    }
    assertThat(corrupt).containsExactly("1 the type is unknown");
  }

  @Test
  void aDirectoryThatIsNoArchiveIsRefused() {
    assertThatThrownBy(() -> RecordMerge.open(directory, listener))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not an archive");
  }

  @Test
  void anyArchiveComesOutSortedAndWholeWithLittleMemory() throws IOException {
    int cpus = 5;
    Random random = new Random(20261123);
    long[] next = new long[cpus];
    long[] seq = new long[cpus];
    long total = 0;
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, cpus)) {
      for (int pass = 0; pass < 60; pass++) {
        long until = 1000L * (pass + 1);
        for (int cpu = 0; cpu < cpus; cpu++) {
          RecordBytes bytes = new RecordBytes().cpu(cpu).seq(seq[cpu]);
          while (next[cpu] < until && random.nextInt(200) != 0) {
            bytes.time(next[cpu]).call(39, 1).done();
            seq[cpu]++;
            total++;
            next[cpu] += random.nextInt(40) * random.nextInt(2);
          }
          if (bytes.length() > 0) {
            maker.block(cpu, bytes, 0);
          }
        }
        long safe = Long.MAX_VALUE;
        for (long time : next) {
          safe = Math.min(safe, time);
        }
        // A block without records tells up to when all is there.
        maker.block(0, new RecordBytes(), safe);
      }
    }
    for (long kept : new long[] {RecordMerge.KEPT_BYTES, 5000, 0}) {
      try (RecordMerge merge = RecordMerge.open(directory, listener, kept)) {
        long count = 0;
        long time = 0;
        long[] expected = new long[cpus];
        while (merge.next()) {
          RecordHead record = merge.record();
          assertThat(record.time()).isGreaterThanOrEqualTo(time);
          assertThat(record.seq()).isEqualTo(expected[record.cpu()]++);
          time = record.time();
          count++;
        }
        assertThat(count).isEqualTo(total);
        assertThat(merge.late()).isZero();
      }
    }
  }
}
