// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A small recording on two CPUs: a shell (100) makes 200, which runs cat, opens a file whose name
 * would clear the terminal, reads, and ends with 1; a daemon (300) connects and is killed; 5
 * records of CPU 1 are lost.
 */
final class Scenario {
  private static final long MS = 1_000_000;
  private static final int START = 1;
  private static final int AT_ZERO = 4;

  private Scenario() {}

  static void write(Path directory) throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(1, 2)) {
      maker.block(0, shell(), 0).block(1, cat(), 0).block(0, daemon(), 0);
    }
  }

  private static RecordBytes shell() {
    RecordBytes zero = new RecordBytes().cpu(0);
    zero.time(10 * MS).task(0, 0).start(0).mark(START, ArchiveMaker.REALTIME_AT_0 + 10 * MS);
    zero.time(11 * MS).task(100, 100).start(77);
    zero.taskState(2, "bash", 1000).cstr(0, "/bin/bash").strv(1, "bash", "-i").done();
    zero.time(12 * MS).task(2, 2).start(5).taskState(0, "kthreadd", 0).done();
    return zero.time(20 * MS).task(100, 100).start(77).fork(200, 200, 88);
  }

  private static RecordBytes cat() {
    RecordBytes one = new RecordBytes().cpu(1).task(200, 200).start(88);
    one.time(29 * MS).enter(59).cstr(0, "/bin/cat").strv(1, "cat", "/etc/pass wd").done();
    one.time(30 * MS).exec("cat", 1000).cstr(0, "/bin/cat").strv(1, "cat", "/etc/pass wd").done();
    one.time(31 * MS).call(59, 0).entered(29 * MS - 10).cstr(0, "/bin/cat").done();
    one.time(32 * MS).call(257, 3).arg(0, -100).cstr(1, "/etc/\033[2J").done();
    byte[] text = "root:x:0:0:root:/root:/bin/bash\nmore".getBytes(StandardCharsets.US_ASCII);
    one.time(33 * MS).call(0, 36).arg(0, 3).arg(2, 4096).item(ItemKind.BYTES, 1, text).done();
    one.time(34 * MS).signal(17, 1, 201, true);
    one.time(35 * MS).task(0, 0).start(0).lost(5, 640, 1 << 1);
    one.time(40 * MS).task(200, 200).start(88).enter(231).arg(0, 1).done();
    return one.time(41 * MS).exit(0x100, 0, "cat");
  }

  private static RecordBytes daemon() {
    RecordBytes zero = new RecordBytes().cpu(0).seq(AT_ZERO);
    zero.time(50 * MS).task(300, 301).start(99);
    byte[] address = {2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
    zero.call(42, -111).arg(0, 7).arg(2, 16).item(ItemKind.BYTES, 1, address).done();
    zero.time(60 * MS).exit(15, 1, "worker");
    return zero.time(61 * MS).task(300, 300).exit(15, 0, "daemon");
  }
}
