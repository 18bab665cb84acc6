// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Verification;
import io.forensix.timeline.Process;
import io.forensix.timeline.ProcessTable;
import io.forensix.timeline.RecordMerge;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleTest {
  @TempDir Path directory;

  @Test
  void isASoundArchiveOfProcessesThatCome() throws IOException {
    Sample.write(directory);

    Verification verification = ArchiveVerifier.verify(directory);
    assertThat(verification.faults()).isEmpty();
    assertThat(verification.records()).isEqualTo(Sample.RECORDS);
    assertThat(ends()).isGreaterThan(400);
  }

  /** Merges it: none of the records may come late. */
  private long ends() throws IOException {
    ProcessTable processes = new ProcessTable();
    try (RecordMerge merge = RecordMerge.open(directory, new Merge.Sound())) {
      while (merge.next()) {
        processes.accept(merge.record());
      }
      assertThat(merge.late()).isZero();
    }
    return processes.all().stream().filter(Process::ended).count();
  }
}
