// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.record.RecordCursor;
import io.forensix.syscall.SyscallTable;
import io.forensix.timeline.FileTable;
import io.forensix.timeline.IdentityTable;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordTextTest {
  private final RecordBytes records = new RecordBytes().time(1_000).task(7, 7);

  private final IdentityTable identities = new IdentityTable();
  private final FileTable files = new FileTable();

  private String line(RecordBytes records) {
    return line(records, TextOptions.USUAL);
  }

  private String line(RecordBytes records, TextOptions options) {
    RecordCursor cursor =
        new RecordCursor(corrupt -> {
          throw new AssertionError(corrupt.toString());
        });
    cursor.over(records.segment());
    StringBuilder out = new StringBuilder();
    CallText calls = new CallText(SyscallTable.builtIn(), options, files);
    RecordText text = new RecordText(calls, options, time -> "t" + time, identities, files);
    // Each record in turn: the last one's line is what is asked for.
    while (cursor.next()) {
      out.setLength(0);
      text.append(out, cursor.record());
      identities.accept(cursor.record());
      files.accept(cursor.record());
    }
    return out.toString();
  }

  @Test
  void theEndOfATask() {
    assertThat(line(records.exit(0x300, 0, "sh"))).isEqualTo("+++ exited with 3 +++");
    assertThat(line(new RecordBytes().exit(9, 0, "sh"))).isEqualTo("+++ killed by SIGKILL +++");
    assertThat(line(new RecordBytes().exit(0x8b, 0, "sh")))
        .isEqualTo("+++ killed by SIGSEGV (core dumped) +++");
  }

  @Test
  void newTasks() {
    assertThat(line(records.fork(8, 8, 1))).isEqualTo("+++ new process 8 +++");
    assertThat(line(new RecordBytes().task(7, 7).fork(7, 9, 1))).isEqualTo("+++ new thread 9 +++");
  }

  @Test
  void newPrograms() {
    records
        .exec("l\033s", 1000)
        .cstr(0, "/bin/l\033s")
        .file(0, 1, 2, 3, 0100755)
        .strv(1, "ls", "-l")
        .strv(2, "A=1", "B=2")
        .done();
    assertThat(line(records))
        .isEqualTo(
            "+++ exec \"/bin/l\\33s\", [\"ls\", \"-l\"], /* 2 vars */, comm=\"l\\33s\", uid=1000,"
                + " euid=1000 +++");
    assertThat(line(records, TextOptions.ALL)).contains("[\"A=1\", \"B=2\"]");
  }

  @Test
  void tasksThatWereThere() {
    records.taskState(1, "bash", 0).cstr(0, "/bin/bash").strv(1, "bash", "-l").done();
    assertThat(line(records))
        .isEqualTo(
            "=== was running: comm=\"bash\", parent=1, uid=0, euid=0, \"/bin/bash\","
                + " [\"bash\", \"-l\"] ===");
  }

  @Test
  void signals() {
    assertThat(line(records.signal(17, 1, 99, true)))
        .isEqualTo("--- SIGCHLD {si_signo=SIGCHLD, si_code=CLD_EXITED, si_pid=99, si_uid=0} ---");
    assertThat(line(new RecordBytes().signal(15, -6, 16228, false)))
        .isEqualTo("--- SIGTERM {si_signo=SIGTERM, si_code=SI_TKILL, si_pid=16228, si_uid=0} ---");
    assertThat(line(new RecordBytes().signal(11, 1, 0, false)))
        .isEqualTo("--- SIGSEGV {si_signo=SIGSEGV, si_code=SEGV_MAPERR} ---");
  }

  @Test
  void losses() {
    assertThat(line(records.cpu(3).lost(17, 4096, 1 << 1 | 1 << 3)))
        .isEqualTo(
            "!!! 17 records lost on cpu 3 between t998 and t999 (4096 bytes; no room, reader"
                + " stalled) !!!");
    assertThat(line(new RecordBytes().lost(1, 0, 0))).startsWith("!!! 1 record lost on cpu 0");
  }

  @Test
  void openFiles() {
    records.file(0x3f2a, 42, 0100644, 0x8000).cstr(0, "/etc/pass\033wd").done();
    assertThat(line(records))
        .isEqualTo(
            "--- file 0x3f2a \"/etc/pass\\33wd\" O_RDONLY|O_LARGEFILE regular dev 8:1 inode 42 ---");
    records.fd(3, true, 0x3f2a, 42, 0100644);
    assertThat(line(records))
        .isEqualTo("=== had descriptor 3</etc/pass\\33wd>, closed by exec ===");
    records.fd(4, false, 0x77, 9, 0020620);
    assertThat(line(records))
        .isEqualTo("=== had descriptor 4 file 0x77 character device dev 8:1 inode 9 ===");
  }

  @Test
  void sockets() {
    records
        .file(1, 4711, 0140777, 2)
        .socket(2, 1, 6)
        .cstr(0, "socket:[4711]")
        .item(ItemKind.NAME, 0, new byte[] {2, 0, 0x13, (byte) 0x88, 127, 0, 0, 1})
        .item(ItemKind.NAME, 1, new byte[] {2, 0, 0, 80, 127, 0, 0, 1})
        .done();
    assertThat(line(records))
        .isEqualTo(
            "--- file 0x1 \"socket:[4711]\" O_RDWR socket AF_INET SOCK_STREAM"
                + " TCP:[127.0.0.1:5000->127.0.0.1:80] dev 8:1 inode 4711 ---");
    assertThat(descriptor(1, 2, 17, new byte[16], null)).isEqualTo("UDP:[4711]");
    byte[] six = new byte[28];
    six[0] = 10;
    six[3] = 53;
    six[23] = 1;
    assertThat(descriptor(2, 10, 17, six, six)).isEqualTo("UDPv6:[[::1]:53->[::1]:53]");
    byte[] unix = "\1\0/run/x\0".getBytes(StandardCharsets.US_ASCII);
    assertThat(descriptor(1, 1, 0, unix, null)).isEqualTo("UNIX-STREAM:[\"/run/x\"]");
    assertThat(descriptor(2, 1, 0, new byte[] {1, 0}, unix))
        .isEqualTo("UNIX-DGRAM:[4711->\"/run/x\"]");
    byte[] netlink = {16, 0, 0, 0, (byte) 200, 0, 0, 0, 0, 0, 0, 0};
    assertThat(descriptor(3, 16, 0, netlink, null)).isEqualTo("NETLINK:[ROUTE:200]");
    assertThat(descriptor(3, 17, 768, new byte[20], null)).isEqualTo("socket:[\\074]");
  }

  /** What stands between the brackets of a descriptor. */
  private String descriptor(
      int type, int family, int protocol, byte[] own, byte @Nullable [] peer) {
    RecordBytes two = new RecordBytes();
    RecordBytes.Open open = two.file(5, 4711, 0140777, 2).socket(family, type, protocol);
    open.cstr(0, "socket:[<]").item(ItemKind.NAME, 0, own);
    if (peer != null) {
      open.item(ItemKind.NAME, 1, peer);
    }
    String line = line(open.done().fd(3, false, 5, 4711, 0140777));
    return line.replaceFirst("=== had descriptor 3<", "").replaceFirst("> ===$", "");
  }

  @Test
  void whoATaskIs() {
    records.identity(1000).session(5, 136 << 20 | 3, 1000, 77).done();
    assertThat(line(records))
        .isEqualTo(
            "--- context uid=1000, euid=1000, suid=1000, fsuid=1000, gid=1000, egid=1000,"
                + " sgid=1000, fsgid=1000, login_uid=1000, audit_session=-1, session=5, group=2,"
                + " tty=pts/3, pid_ns=3, mnt_ns=4, user_ns=5, cgroup=77, capabilities=0x0 ---");
    records.identity(1000).session(7, 0, 1000, 77).done();
    assertThat(line(records)).isEqualTo("--- context session=5 => 7, tty=pts/3 => - ---");
    records.identity(1000).session(7, 0, 1000, 77).done();
    assertThat(line(records)).isEqualTo("--- context unchanged ---");
    records.fork(8, 8, 1).task(8, 8).identity(0).session(7, 0, 1000, 77).done();
    assertThat(line(records))
        .startsWith("--- context uid=1000 => 0, euid=1000 => 0,")
        .endsWith("fsgid=1000 => 0, capabilities=0x0 => 0x7 ---");
  }

  @Test
  void signalsThatAreSent() {
    assertThat(line(records.sent(15, 0, 456, 456, true, 0)))
        .isEqualTo("--- sends SIGTERM to 456 {si_code=SI_USER} ---");
    assertThat(line(records.sent(15, -6, 456, 457, false, 1)))
        .isEqualTo("--- sends SIGTERM to thread 457 of 456 {si_code=SI_TKILL}, ignored by it ---");
    assertThat(line(records.sent(17, 1, 4, 4, true, 99)))
        .isEqualTo("--- sends SIGCHLD to 4 {si_code=CLD_EXITED}, result 99 ---");
  }

  @Test
  void operationsOfAnIoUring() {
    records.file(9, 8, 0100644, 0).cstr(0, "/etc/motd").done();
    records.submitted(22, 5, 512, 4096).file(0, 9, 8, RecordBytes.DEV, 0100644).done();
    assertThat(line(records))
        .isEqualTo(
            "--- io_uring submits IORING_OP_READ {user_data=0x33, fd=5</etc/motd>, off=512,"
                + " addr=0x7f00, len=4096} ---");
    assertThat(line(records.submitted(23, 1, 0, 5).uringFlags(0x11, 0x40, 0).done()))
        .isEqualTo(
            "--- io_uring submits IORING_OP_WRITE {user_data=0x33, registered_file=1, off=0,"
                + " addr=0x7f00, len=5, op_flags=0x40, flags=IOSQE_ASYNC} ---");
    assertThat(line(records.completed(22, 4096).done()))
        .isEqualTo("--- io_uring completes IORING_OP_READ {user_data=0x33} = 4096 ---");
    records.completed(22, -11).file(0, 9, 8, RecordBytes.DEV, 0100644).done();
    assertThat(line(records))
        .isEqualTo(
            "--- io_uring completes IORING_OP_READ {user_data=0x33, file=</etc/motd>} = -1 EAGAIN"
                + " (Resource temporarily unavailable) ---");
    assertThat(line(records.completed(200, -2).uringFlags(0, 0, 0x30002).done()))
        .isEqualTo(
            "--- io_uring completes 200 /* IORING_OP_??? */ {user_data=0x33} = -1 ENOENT (No such"
                + " file or directory) (flags IORING_CQE_F_MORE) ---");
  }

  @Test
  void theSettings() {
    records.settings("payload_max_bytes=65536\nfilter=exclude group=memory;\ninclude uid=0\n", 1);
    assertThat(line(records))
        .isEqualTo(
            "=== settings payload_max_bytes=65536, filter=exclude group=memory; include uid=0 at"
                + " t1000 ===");
  }

  @Test
  void theRecordingItself() {
    assertThat(line(records.mark(1, 5))).isEqualTo("=== recording began at t1000 ===");
    assertThat(line(new RecordBytes().mark(77, 5))).isEqualTo("=== mark 77 at t1000 ===");
    assertThat(line(new RecordBytes().data(1, 0, ItemKind.BYTES, 1, new byte[] {'a', 27})))
        .isEqualTo("!!! 2 bytes of argument 2 of a call that is not on record: \"a\\33\" !!!");
  }
}
