// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import io.forensix.record.CallFlag;
import io.forensix.record.ItemCursor;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * A recording of somebody who means whoever looks at it harm: names, arguments, contents and
 * terminal output that are markup, drive terminals, hide, or have no end. The tests in a browser
 * look at it; what would run sets {@code owned} in the page.
 */
public final class HostileArchive {
  private static final long MS = 1_000_000;
  private static final int START = 1;
  private static final int SHELL = 100;
  private static final int TTY = 136 << 20;
  private static final int FIRST_FILE = 20;
  private static final int PART_BYTES = 1 << 16;
  private static final int LINE_PARTS = 16;
  private static final int LOST = 7;

  private static final List<String> PATHS =
      List.of(
          "/tmp/<script>owned=1</script>",
          "/tmp/<img src=x onerror=owned=1>.png",
          "/tmp/\"'><svg onload=owned=1>",
          "/tmp/\" onmouseover=\"owned=1",
          "/tmp/invoice\u202egpj.exe",
          "/tmp/\u001b]0;owned\u0007\u001b[2J\u001b[1;1Hroot",
          "/tmp/one\ntwo\r\tthree",
          "/tmp/pass\u200bwd\ufeff\u2028\u00a0",
          "/tmp/?process=1#/sql?sql=DROP%20TABLE&path=../../etc/passwd",
          "javascript:owned=1",
          "/tmp/" + "x".repeat(4000));

  private static final List<String> SHOWN =
      List.of(
          "<script>owned=1</script>\r\n",
          "\u001b]0;owned\u0007\u001b]52;c;b3duZWQ=\u0007",
          "\u001b]8;;javascript:owned=1\u0007click\u001b]8;;\u0007\r\n",
          "\u001b[8;99999;99999t\u001b[999999999C\u001b[6n\u001b[>c\u001bP+q544e\u001b\\",
          "\u001b[?1049h\u001b[?1000h\u001b[?2004h\u001b[2J\u001b[H",
          "\u202eabc\u202c\r\nstill here\r\n");

  private final RecordBytes records = new RecordBytes().cpu(0);
  private long time = 10 * MS;

  private HostileArchive() {}

  /** Writes the archive into the folder that is the only argument. */
  public static void main(String[] arguments) throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(Path.of(arguments[0])).begin(1, 1)) {
      maker.block(0, new HostileArchive().story(), 0);
    }
  }

  private RecordBytes story() {
    next().task(0, 0).start(0).mark(START, ArchiveMaker.REALTIME_AT_0 + time);
    next().task(SHELL, SHELL).start(77);
    records
        .taskState(1, "<b>\u202esh", 1000)
        .session(SHELL, TTY, 1000, 6)
        .cstr(0, "/bin/sh")
        .strv(1, "sh", "<script>owned=1</script>", "\u001b[2J", "a\u202eb")
        .done();
    next().file(5, 50, 0020620, 2).cstr(0, "/dev/pts/0").done();
    next().fd(1, false, 5, 50, 0020620);
    for (String text : SHOWN) {
      write(1, 5, 50, 0020620, text.getBytes(StandardCharsets.UTF_8));
    }
    for (int i = 0; i < PATHS.size(); i++) {
      touch(PATHS.get(i).getBytes(StandardCharsets.UTF_8), FIRST_FILE + i);
    }
    touch(new byte[] {'/', 't', 'm', 'p', '/', (byte) 0xff, (byte) 0xc0, '<'}, FIRST_FILE - 1);
    child();
    line();
    next().lost(LOST, 640, 1 << 1);
    return next().exit(0, 0, "sh");
  }

  private RecordBytes next() {
    return records.time(time += MS);
  }

  /** Makes a file and writes into it what would be markup. */
  private void touch(byte[] path, int file) {
    long inode = 100 + file;
    next().file(file, inode, 0100644, 0101).item(ItemKind.CSTR, 0, path).done();
    next()
        .call(257, 3)
        .arg(0, -100)
        .arg(2, 0301)
        .item(ItemKind.CSTR, 1, path)
        .file(ItemCursor.RESULT, file, inode, RecordBytes.DEV, 0100644)
        .done();
    byte[] text =
        "<script>owned=1</script>\n</pre><img src=x onerror=owned=1>\n\u001b[2J\u202eend\n"
            .getBytes(StandardCharsets.UTF_8);
    write(3, file, inode, 0100644, text);
    next().call(3, 0).arg(0, 3).file(0, file, inode, RecordBytes.DEV, 0100644).done();
  }

  private void write(int fd, long file, long inode, int mode, byte[] text) {
    next()
        .call(1, text.length)
        .arg(0, fd)
        .arg(2, text.length)
        .file(0, file, inode, RecordBytes.DEV, mode)
        .item(ItemKind.BYTES, 1, text)
        .done();
  }

  /** A line of a megabyte, in parts as the kernel lays them down. */
  private void line() {
    byte[] part = "A".repeat(PART_BYTES).getBytes(StandardCharsets.US_ASCII);
    int last = (LINE_PARTS - 1) * PART_BYTES;
    long entered = time;
    for (int at = 0; at < last; at += PART_BYTES) {
      next().data(entered, at, ItemKind.BYTES, 1, ItemFlag.MORE, part);
    }
    next()
        .call(1, last + PART_BYTES)
        .entered(entered)
        .flags(CallFlag.MORE)
        .arg(0, 1)
        .arg(2, last + PART_BYTES)
        .file(0, 5, 50, RecordBytes.DEV, 0020620)
        .item(ItemKind.BYTES.code(), 1, ItemFlag.MORE, new byte[0], last + PART_BYTES)
        .done();
    records.data(entered, last, ItemKind.BYTES, 1, ItemFlag.AT_EXIT, part);
  }

  /** A process whose program, arguments and environment are markup. */
  private void child() {
    next().fork(200, 200, 88);
    records.task(200, 200).start(88);
    String[] arguments = {"<img src=x onerror=owned=1>", "\u001b]0;owned\u0007", "y".repeat(9000)};
    next().enter(59).cstr(0, PATHS.get(0)).strv(1, arguments).done();
    next()
        .exec("<i>x\u202e", 1000)
        .session(SHELL, TTY, 1000, 6)
        .cstr(0, PATHS.get(0))
        .strv(1, arguments)
        .strv(2, "USER=<script>owned=1</script>", "SSH_CONNECTION=<b>1 2 3 4")
        .done();
    next().call(59, 0).cstr(0, PATHS.get(0)).done();
    next().exit(0x100, 0, "<i>x");
    records.task(SHELL, SHELL).start(77);
  }
}
