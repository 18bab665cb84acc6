// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** What one shot did, beside the time it took: others may want the core, too. */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class Work {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Records it handled. */
  public long records;

  /** Bytes it handled: of records, or of text where that is what a stage makes. */
  public long bytes;

  /** Milliseconds the core worked for the thread. */
  public double coreMillis;

  /** Milliseconds of the clock that it waited for somebody to give it something to do. */
  public double idleMillis;

  private long began;

  /** Starts counting. */
  @Setup(Level.Iteration)
  public void begin() {
    idleMillis = 0;
    began = THREADS.getCurrentThreadCpuTime();
  }

  /** Counts as waiting what passed since a time of {@link System#nanoTime}. */
  void idleSince(long nanos) {
    idleMillis += (System.nanoTime() - nanos) / 1e6;
  }

  /** Ends the shot. */
  public void done(long ofRecords, long ofBytes) {
    coreMillis = (THREADS.getCurrentThreadCpuTime() - began) / 1e6;
    records = ofRecords;
    bytes = ofBytes;
  }
}
