// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

/**
 * What one workload did in one setting of one round, and the recorder meanwhile.
 *
 * @param round from 1
 * @param workload what was run
 * @param setting what the recorder did
 * @param operations made
 * @param seconds they took
 * @param records the module wrote in that time
 * @param bytes of these records
 * @param throttled how often callers were held
 * @param throttledNanos how long, all callers together
 * @param lost records for which there was no room, until the reader had taken the last one
 * @param readerCpuMillis the reader's use of CPUs in that time
 * @param made calls that the workload says it made, those it counts
 * @param recorded how many of these the archive has; -1 where nobody looked
 */
record Cell(
    int round,
    Workload workload,
    Setting setting,
    long operations,
    double seconds,
    long records,
    long bytes,
    long throttled,
    long throttledNanos,
    long lost,
    long readerCpuMillis,
    long made,
    long recorded) {
  /** What {@code recorded} is where nobody looked. */
  static final long UNCHECKED = -1;

  /** Returns operations per second. */
  double rate() {
    return operations / seconds;
  }
}
