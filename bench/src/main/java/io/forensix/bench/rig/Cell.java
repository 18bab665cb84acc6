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

  private static final int FIELDS = 13;

  /** Returns operations per second. */
  double rate() {
    return operations / seconds;
  }

  /** Returns the same with what the archive has. */
  Cell found(long recorded) {
    return new Cell(
        round,
        workload,
        setting,
        operations,
        seconds,
        records,
        bytes,
        throttled,
        throttledNanos,
        lost,
        readerCpuMillis,
        made,
        recorded);
  }

  /** Returns it as a line of the file, which {@link #parse} reads. */
  String line() {
    return "%d\t%s\t%s\t%d\t%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\t%d"
        .formatted(
            round,
            workload,
            setting,
            operations,
            seconds,
            records,
            bytes,
            throttled,
            throttledNanos,
            lost,
            readerCpuMillis,
            made,
            recorded);
  }

  /**
   * Reads a line of the file.
   *
   * @throws IllegalArgumentException when it is none
   */
  static Cell parse(String line) {
    String[] f = line.split("\t", -1);
    if (f.length != FIELDS) {
      throw new IllegalArgumentException("no cell: " + line);
    }
    return new Cell(
        Integer.parseInt(f[0]),
        Workload.of(f[1]),
        Setting.of(f[2]),
        Long.parseLong(f[3]),
        Double.parseDouble(f[4]),
        Long.parseLong(f[5]),
        Long.parseLong(f[6]),
        Long.parseLong(f[7]),
        Long.parseLong(f[8]),
        Long.parseLong(f[9]),
        Long.parseLong(f[10]),
        Long.parseLong(f[11]),
        Long.parseLong(f[12]));
  }
}
