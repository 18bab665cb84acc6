// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/** A stage that reads the archive of the sample: none can be faster than its files are read. */
public abstract class SampleFiles extends Stage {
  private static final int READ_BYTES = 1 << 20;

  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private List<Path> files;

  /** Finds the files. */
  @Setup
  public void find() throws IOException {
    files = Sample.files();
  }

  /** They are read, and that is all. */
  @Benchmark
  public void fileChannelRead(Work work) throws IOException {
    work.done(Sample.RECORDS, Plain.read(files, buffer));
  }
}
