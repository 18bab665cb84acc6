// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/** Batches become blocks of a new archive. */
public class ArchiveAppend extends Stage {
  private Batches batches;
  private NewArchive to;

  /** Makes the batches. */
  @Setup
  public void read() throws IOException {
    batches = Batches.ofSample();
  }

  /** Makes what the next shot writes to. */
  @Setup(Level.Iteration)
  public void prepare() throws IOException {
    to = new NewArchive(directory.resolve("shot"), batches.bytes());
  }

  /** Removes it again. */
  @TearDown(Level.Iteration)
  public void remove() throws IOException {
    to.close();
  }

  /** The stage. */
  @Benchmark
  public void archiveAppend(Work work) throws IOException {
    batches.all(to.archive());
    batches.done(work);
  }

  /** The same batches are copied into a mapped file. */
  @Benchmark
  public void mappedFileAppend(Work work) throws IOException {
    batches.all(batch -> to.mapped().append(batch.segment(), batch.offset(), batch.bytes()));
    batches.done(work);
  }

  /** They are written to a file. */
  @Benchmark
  public void fileChannelWrite(Work work) throws IOException {
    batches.all(batch -> to.write(batch.segment().asSlice(batch.offset(), batch.bytes())));
    batches.done(work);
  }
}
