// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A recording of one process that makes half a million calls, alarm(0), alarm(1) and so on: more
 * rows than a browser can lay out, each of which tells which one it is.
 */
public final class BusyArchive {
  private static final long MS = 1_000_000;
  private static final int START = 1;
  private static final int ALARM = 37;
  private static final int BLOCKS = 100;
  private static final int CALLS = 5_000;

  private BusyArchive() {}

  /** Writes the archive into the folder that is the only argument. */
  public static void main(String[] arguments) throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(Path.of(arguments[0])).begin(1, 1)) {
      RecordBytes first = new RecordBytes().cpu(0).time(MS).task(0, 0).start(0);
      first.mark(START, ArchiveMaker.REALTIME_AT_0 + MS);
      first.task(100, 100).start(77).taskState(1, "busy", 1000).cstr(0, "/bin/busy").done();
      maker.block(0, first, 0);
      for (int block = 0; block < BLOCKS; block++) {
        maker.block(0, calls(block * CALLS), 0);
      }
    }
  }

  private static RecordBytes calls(int from) {
    RecordBytes records = new RecordBytes().cpu(0).seq(2L + from).task(100, 100).start(77);
    for (int i = from; i < from + CALLS; i++) {
      records.time(2 * MS + i * 1000L).call(ALARM, 0).arg(0, i).done();
    }
    return records;
  }
}
