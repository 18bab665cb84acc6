// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.archive.ArchiveReader;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;

/** An archive is followed to its end, block by block: framing, sums and places are checked. */
public class ArchiveTail extends SampleFiles {
  /** The stage. */
  @Benchmark
  public void archiveTail(Work work) throws IOException {
    long records = 0;
    long bytes = 0;
    try (ArchiveReader reader = ArchiveReader.open(Sample.archive(), Sample::refuse)) {
      while (reader.next()) {
        records += reader.block().header().records();
        bytes += reader.block().whole().byteSize();
      }
    }
    work.done(records, bytes);
  }
}
