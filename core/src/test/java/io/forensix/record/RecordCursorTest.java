// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.abi.forensix_h;
import io.forensix.record.CorruptRecord.Reason;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordCursorTest {
  private final List<CorruptRecord> reports = new ArrayList<>();
  private final RecordCursor cursor = new RecordCursor(reports::add);
  private final RecordBytes bytes = new RecordBytes();

  @Test
  void readsEveryFieldOfACall() {
    bytes.cpu(3).seq(77).time(1_000).start(42).task(10, 11);
    bytes
        .call(257, -2)
        .flags(forensix_h.FX_CALL_LATE())
        .abi(forensix_h.FX_ABI_IA32())
        .arg(0, 0xffffff9cL)
        .arg(5, -1)
        .cstr(1, "/etc/motd")
        .file(6, 0x1234, 99, (8 << 20) | 1, 0100644)
        .done();

    cursor.over(bytes.segment());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.type()).isEqualTo(RecordType.CALL);
    CallRecord call = (CallRecord) cursor.record();
    assertThat(call.size()).isEqualTo(bytes.length()).isEqualTo(120 + 16 + 16 + 16 + 24);
    assertThat(call.cpu()).isEqualTo(3);
    assertThat(call.seq()).isEqualTo(77);
    assertThat(call.time()).isEqualTo(1_000);
    assertThat(call.start()).isEqualTo(42);
    assertThat(call.tgid()).isEqualTo(10);
    assertThat(call.tid()).isEqualTo(11);
    assertThat(call.entered()).isEqualTo(990);
    assertThat(call.left()).isEqualTo(995);
    assertThat(call.ret()).isEqualTo(-2);
    assertThat(call.nr()).isEqualTo(257);
    assertThat(call.has(forensix_h.FX_CALL_LATE())).isTrue();
    assertThat(call.has(forensix_h.FX_CALL_MORE())).isFalse();
    assertThat(call.abi()).isEqualTo(forensix_h.FX_ABI_IA32());
    assertThat(call.arg(0)).isEqualTo(0xffffff9cL);
    assertThat(call.arg(5)).isEqualTo(-1);
    assertThat(call.itemCount()).isEqualTo(2);

    ItemCursor items = call.items();
    assertThat(items.next()).isTrue();
    assertThat(items.kind()).isEqualTo(ItemKind.CSTR);
    assertThat(items.arg()).isEqualTo(1);
    assertThat(items.text()).isEqualTo("/etc/motd");
    assertThat(items.next()).isTrue();
    assertThat(items.kind()).isEqualTo(ItemKind.FILE);
    FileId file = items.file();
    assertThat(file.file()).isEqualTo(0x1234);
    assertThat(file.inode()).isEqualTo(99);
    assertThat(file.major()).isEqualTo(8);
    assertThat(file.minor()).isEqualTo(1);
    assertThat(file.mode()).isEqualTo(0100644);
    assertThat(items.next()).isFalse();
    assertThat(cursor.next()).isFalse();
    assertThat(reports).isEmpty();
  }

  @Test
  void readsTheOtherRecords() {
    bytes.time(9_000).task(5, 6).start(8);
    bytes.data(8_990, 65_536, ItemKind.GATHER, 1, new byte[] {1, 2, 3});
    bytes.lost(12, 3_400, 1L << forensix_h.FX_LOST_STALLED());
    bytes.fork(5, 7, 8);
    bytes.exec("sh", 1_000).cstr(0, "/bin/sh").strv(1, "sh", "-c", "").strv(2, "A=b").done();
    bytes.exit(3 << 8, 1, "a-name-that-is-16");
    bytes.taskState(1, "init", -2).cstr(0, "/sbin/init").strv(1, "init").done();
    bytes.signal(9, -6, 44, true);
    bytes.mark(forensix_h.FX_MARK_STOP(), 123);
    bytes.settings("filter=none\n", 124);
    bytes
        .file(0x3f, 42, 0140777, 2)
        .socket(2, 1, 6)
        .cstr(0, "socket:[42]")
        .item(ItemKind.NAME, FileRecord.PEER_ADDRESS, new byte[] {2, 0})
        .done();
    bytes.identity(-2).session(77, 136 << 20 | 3, 1000, 4_000_000_000_000L).done();
    bytes.fd(3, true, 0x3f, 42, 0100644);
    bytes.sent(15, -6, 44, 45, false, forensix_h.FX_SENT_PENDING());
    bytes.submitted(22, 5, 1L << 40, -1).uringFlags(1, 2, 0).file(0, 9, 8, 7, 6).done();
    bytes.completed(22, -11).uringFlags(0, 0, 3).done();
    bytes.any(forensix_h.FX_REC_SEAL(), seal());

    StringBuilder seen = new StringBuilder();
    cursor.over(bytes.segment());
    while (cursor.next()) {
      seen.append(cursor.record().seq()).append(' ').append(line(cursor.record())).append('\n');
    }
    assertThat(seen.toString())
        .isEqualTo(
            """
            0 data 8990 65536 GATHER 3
            13 lost 12 from 1 3400 8998 8999 8
            14 fork 5 7 8 9000 true
            15 exec 6 sh 1000 /bin/sh [sh, -c, ] [A=b]
            16 exit 3 0 false 1 a-name-that-is-1
            17 task 1 init 4294967294 /sbin/init [init]
            18 signal 9 -6 44 true
            19 mark 2 9000 123 9000 []
            20 mark 6 9000 124 9000 [filter=none
            ]
            21 file 3f 42 8:1 140777 2 2 1 6 CSTR 0 11 NAME 1 2
            22 context 4294967294 4294967294 4294967294 4294967294 4294967294 4294967294 4294967294 4294967294 1000 4294967295 77 2 142606339 3 4 5 4000000000000 0
            23 fd 3 true 3f 42 8:1 100644
            24 sent 15 -6 44 45 9 false 2
            25 uring true false 11 22 33 22 5 1099511627776 7f00 4294967295 2 0 0 1 FILE 0 24
            26 uring false true 11 22 33 22 0 0 0 0 0 -11 3 0
            27 seal 72623859790382856 1157159078456920585 -1 00010203-0405-0607-0809-0a0b0c0d0e0f false true 1e1f
            """);
    assertThat(reports).isEmpty();
  }

  /** What follows the head of a seal: bytes that tell their place. */
  private static byte[] seal() {
    ByteBuffer seal = ByteBuffer.allocate(80).order(ByteOrder.LITTLE_ENDIAN);
    seal.putLong(0x0102030405060708L).putLong(0x100f0e0d0c0b0a09L).putLong(-1);
    for (int i = 0; i < 16; i++) {
      seal.put((byte) i);
    }
    seal.putInt(forensix_h.FX_SEAL_FINAL()).putInt(0);
    for (int i = 0; i < 32; i++) {
      seal.put((byte) i);
    }
    return seal.array();
  }

  private static String line(RecordHead record) {
    return switch (record) {
      case DataRecord data ->
          "data %d %d %s %d"
              .formatted(data.entered(), data.itemOffset(), data.item().kind(), data.item().size());
      case LostRecord lost ->
          "lost %d from %d %d %d %d %d"
              .formatted(
                  lost.count(),
                  lost.firstSeq(),
                  lost.bytesLost(),
                  lost.first(),
                  lost.last(),
                  lost.reasons());
      case ForkRecord fork ->
          "fork %d %d %d %d %s"
              .formatted(
                  fork.childTgid(),
                  fork.childTid(),
                  fork.childStart(),
                  fork.taskStart(),
                  fork.isThread());
      case ExecRecord exec ->
          "exec %d %s %d %s"
              .formatted(exec.oldTid(), exec.comm(), exec.context().egid(), items(exec.items()));
      case ExitRecord exit ->
          "exit %d %d %s %d %s"
              .formatted(exit.status(), exit.signal(), exit.coreDumped(), exit.live(), exit.comm());
      case TaskRecord task ->
          "task %d %s %d %s"
              .formatted(task.parentTgid(), task.comm(), task.context().uid(), items(task.items()));
      case SignalRecord signal ->
          "signal %d %d %d %s"
              .formatted(signal.signo(), signal.code(), signal.senderTgid(), signal.handled());
      case MarkRecord mark ->
          "mark %d %d %d %d [%s]"
              .formatted(
                  mark.kind(),
                  mark.monotonic(),
                  mark.realtime(),
                  mark.boottime(),
                  items(mark.items()));
      case FileRecord file ->
          "file %s %o %d %d %d%s"
              .formatted(
                  id(file.id()),
                  file.flags(),
                  file.family(),
                  file.socketType(),
                  file.protocol(),
                  kinds(file.items()));
      case ContextRecord context -> "context " + who(context.context());
      case FdRecord fd -> "fd %d %s %s".formatted(fd.fd(), fd.closedByExec(), id(fd.id()));
      case SentRecord sent ->
          "sent %d %d %d %d %d %s %d"
              .formatted(
                  sent.signo(),
                  sent.code(),
                  sent.targetTgid(),
                  sent.targetTid(),
                  sent.targetStart(),
                  sent.toProcess(),
                  sent.result());
      case UringRecord uring ->
          "uring %s %s %x %x %x %d %d %d %x %d %d %d %d %d%s"
              .formatted(
                  uring.submitted(),
                  uring.completed(),
                  uring.ring(),
                  uring.request(),
                  uring.userData(),
                  uring.opcode(),
                  uring.fd(),
                  uring.fileOffset(),
                  uring.addr(),
                  uring.length(),
                  uring.opFlags(),
                  uring.result(),
                  uring.cqeFlags(),
                  uring.sqeFlags(),
                  kinds(uring.items()));
      case SealRecord seal ->
          "seal %d %d %d %s %s %s %s"
              .formatted(
                  seal.number(),
                  seal.turn(),
                  seal.covered(),
                  seal.keyId(),
                  seal.isFirst(),
                  seal.isFinal(),
                  HexFormat.of().formatHex(seal.mac(), 30, 32));
      case CallRecord call -> "call " + call.nr();
    };
  }

  private static String id(FileId id) {
    return "%x %d %d:%d %o".formatted(id.file(), id.inode(), id.major(), id.minor(), id.mode());
  }

  private static String who(Context who) {
    long[] fields = {
      who.uid(),
      who.euid(),
      who.suid(),
      who.fsuid(),
      who.gid(),
      who.egid(),
      who.sgid(),
      who.fsgid(),
      who.loginUid(),
      who.auditSession(),
      who.session(),
      who.group(),
      who.tty(),
      who.pidNamespace(),
      who.mountNamespace(),
      who.userNamespace(),
      who.cgroup(),
      who.capabilities()
    };
    return Arrays.stream(fields).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  private static String kinds(ItemCursor items) {
    StringBuilder text = new StringBuilder();
    while (items.next()) {
      text.append(' ').append(items.kind()).append(' ').append(items.arg());
      text.append(' ').append(items.size());
    }
    return text.toString();
  }

  private static String items(ItemCursor items) {
    List<String> texts = new ArrayList<>();
    while (items.next()) {
      texts.add(
          items.kind() == ItemKind.STRV
              ? items.strings().stream().map(s -> new String(s, StandardCharsets.UTF_8)).toList()
                  + ""
              : items.text());
    }
    return String.join(" ", texts);
  }

  @ParameterizedTest
  @CsvSource({
    "0, SIZE_TOO_SMALL",
    "32, SIZE_TOO_SMALL",
    "39, SIZE_TOO_SMALL",
    "44, SIZE_UNALIGNED",
    "121, SIZE_UNALIGNED",
    "73736, SIZE_TOO_LARGE",
    "-8, SIZE_TOO_LARGE",
    "-2147483648, SIZE_TOO_LARGE",
    "256, PAST_END",
    "73728, PAST_END",
  })
  void aSizeThatCannotBeRightEndsTheWalkAndIsReported(int size, Reason reason) {
    bytes.call(0, 0).done().call(1, 0).done().call(2, 0).done();
    bytes.patch32(120, size);

    cursor.over(bytes.segment(), 0, bytes.length(), 5_000);
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.broken()).isTrue();
    assertThat(reports)
        .containsExactly(new CorruptRecord(5_120, reason, 1, Integer.toUnsignedLong(size), 240));
  }

  @Test
  void bytesThatAreNoHeadAreReported() {
    bytes.call(0, 0).done().raw(new byte[8]);
    cursor.over(bytes.segment());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.next()).isFalse();
    assertThat(reports).containsExactly(new CorruptRecord(120, Reason.NO_ROOM_FOR_HEAD, -1, -1, 8));
  }

  @Test
  void anUnknownTypeIsReportedAndTheWalkGoesOn() {
    bytes.call(0, 0).done().any(999, new byte[16]).any(0, new byte[0]).call(1, 0).done();
    cursor.over(bytes.segment());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.next()).isTrue();
    assertThat(((CallRecord) cursor.record()).nr()).isEqualTo(1);
    assertThat(cursor.next()).isFalse();
    assertThat(cursor.broken()).isFalse();
    assertThat(reports)
        .containsExactly(
            new CorruptRecord(120, Reason.UNKNOWN_TYPE, 999, 56, 56),
            new CorruptRecord(176, Reason.UNKNOWN_TYPE, 0, 40, 40));
  }

  @Test
  void aRecordSmallerThanItsTypeIsReportedAndTheWalkGoesOn() {
    for (RecordType type : RecordType.values()) {
      bytes.any(type.code(), new byte[type.fixedBytes() - RecordHead.BYTES - 8]);
    }
    bytes.fork(1, 2, 3);
    cursor.over(bytes.segment());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.type()).isEqualTo(RecordType.FORK);
    assertThat(cursor.next()).isFalse();
    assertThat(reports).hasSize(RecordType.values().length);
    assertThat(reports).allMatch(report -> report.reason() == Reason.SHORT_FOR_TYPE);
  }

  @ParameterizedTest
  @CsvSource({"25, 1", "-1, 1", "2147483647, 1", "24, 2", "24, 255", "23, 1"})
  void itemsThatOverrunAreReportedAndTheWalkGoesOn(int size, int count) {
    bytes.call(3, 0).file(0, 1, 2, 3, 4).done().call(4, 0).done();
    bytes.patch32(120 + 4, size);
    LittleEndian.put8(bytes.segment(), CallRecord.ITEMS, count);

    cursor.over(bytes.segment());
    assertThat(cursor.next()).isTrue();
    assertThat(((CallRecord) cursor.record()).nr()).isEqualTo(4);
    assertThat(cursor.next()).isFalse();
    assertThat(reports).containsExactly(new CorruptRecord(0, Reason.ITEMS_OVERRUN, 1, 160, 160));
  }

  @Test
  void theItemOfADataRecordMustFitToo() {
    bytes.data(1, 0, ItemKind.BYTES, 1, new byte[8]);
    bytes.patch32((int) DataRecord.ITEM + 4, 9);
    cursor.over(bytes.segment());
    assertThat(cursor.next()).isFalse();
    assertThat(reports).extracting(CorruptRecord::reason).containsExactly(Reason.ITEMS_OVERRUN);
  }

  @Test
  void anExecThatClaimsFourMilliardItemsIsReported() {
    bytes.exec("sh", 0).cstr(0, "/bin/sh").done();
    bytes.patch32((int) ExecRecord.ITEMS, -1);
    cursor.over(bytes.segment());
    assertThat(cursor.next()).isFalse();
    assertThat(reports).extracting(CorruptRecord::reason).containsExactly(Reason.ITEMS_OVERRUN);
  }

  @Test
  void itemsOfTheOtherRecordsMustFitToo() {
    bytes.file(1, 2, 0100644, 0).cstr(0, "/etc/motd").done();
    bytes.patch32((int) FileRecord.ITEMS, -1);
    int uring = bytes.length();
    bytes.submitted(22, 5, 0, 1).file(0, 9, 8, 7, 6).done();
    LittleEndian.put8(bytes.segment(), uring + UringRecord.ITEMS, 255);
    int mark = bytes.length();
    bytes.settings("filter=none", 1);
    bytes.patch32(mark + (int) MarkRecord.ITEMS, 2);
    bytes.fork(1, 2, 3);

    cursor.over(bytes.segment());
    assertThat(cursor.next()).isTrue();
    assertThat(cursor.type()).isEqualTo(RecordType.FORK);
    assertThat(reports).hasSize(3);
    assertThat(reports).allMatch(report -> report.reason() == Reason.ITEMS_OVERRUN);
  }

  @Test
  void aFileItemTooSmallToBeOneIsReported() {
    bytes.submitted(22, 5, 0, 1).item(ItemKind.FILE, 0, new byte[FileId.BYTES - 1]).done();
    cursor.over(bytes.segment());
    assertThat(cursor.next()).isFalse();
    assertThat(reports).extracting(CorruptRecord::reason).containsExactly(Reason.ITEMS_OVERRUN);
  }

  @Test
  void aFileItemMayBeEmpty() {
    bytes.call(11, 0).item(ItemKind.FILE.code(), 0, ItemFlag.FAULT, new byte[0], 0).done();
    cursor.over(bytes.segment());
    assertThat(cursor.next()).isTrue();
    assertThat(reports).isEmpty();
  }

  /** Whatever is in memory, a walk ends, stays inside, and what it hands out can be read. */
  @Test
  void noiseNeitherEscapesNorHangs() {
    SplittableRandom random = new SplittableRandom(4);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(4_096, 8);
      for (int round = 0; round < 20_000; round++) {
        MemorySegment sound = soundRecords(random);
        int length = (int) Math.min(sound.byteSize(), memory.byteSize());
        MemorySegment.copy(sound, 0, memory, 0, length);
        for (int flips = random.nextInt(12); flips > 0; flips--) {
          LittleEndian.put8(memory, random.nextInt(length), random.nextInt(256));
        }
        int records = 0;
        cursor.over(memory, 0, length, 0);
        while (cursor.next()) {
          records++;
          assertThat(line(cursor.record())).isNotEmpty();
        }
        assertThat(records).isLessThanOrEqualTo(length / RecordHead.BYTES);
      }
    }
    assertThat(reports).isNotEmpty();
  }

  private static MemorySegment soundRecords(SplittableRandom random) {
    RecordBytes bytes = new RecordBytes();
    for (int count = random.nextInt(1, 6); count > 0; count--) {
      bytes.call(random.nextInt(400), 0).cstr(0, "x".repeat(random.nextInt(60))).done();
      bytes.exec("e", 0).cstr(0, "/e").strv(1, "a", "b").done();
      bytes.data(1, 2, ItemKind.BYTES, 3, new byte[random.nextInt(30)]);
      bytes.file(1, 2, 3, 4).cstr(0, "/f").item(ItemKind.NAME, 1, new byte[16]).done();
      bytes.context(1).fd(1, true, 2, 3, 4).sent(1, 2, 3, 4, true, 0);
      bytes.submitted(22, 5, 0, 1).file(0, 9, 8, 7, 6).done().settings("filter=none", 1);
    }
    return bytes.segment();
  }
}
