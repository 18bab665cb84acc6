// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static io.forensix.text.CallLines.call;
import static io.forensix.text.CallLines.ints;
import static io.forensix.text.CallLines.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.timeline.Payload;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Calls where a command says what an argument is, each line as strace 6.1 printed it. */
class CommandedTextTest {
  private static final int NO_BYTES = 0;

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static Payload unreadable(int arg, long full) {
    return new Payload(
        ItemKind.BYTES, arg, ItemFlag.FAULT, full, NO_BYTES, new byte[NO_BYTES], false);
  }

  @Test
  void keys() {
    assertThat(call("keyctl", 2, 77, 0, 5).data(2, "other").ret(0))
        .isEqualTo("keyctl(KEYCTL_UPDATE, 77, \"other\", 5) = 0");
    assertThat(call("keyctl", 11, 77, 0x5000, 128).ret(-126))
        .startsWith("keyctl(KEYCTL_READ, 77, 0x5000, 128) = -1 ENOKEY");
    assertThat(call("keyctl", 6, -2, 0, 128).data(2, "user;0;0\0").ret(9))
        .isEqualTo("keyctl(KEYCTL_DESCRIBE, KEY_SPEC_PROCESS_KEYRING, \"user;0;0\", 128) = 9");
    assertThat(call("keyctl", 4, 5, -1, 7).ret(-126))
        .startsWith("keyctl(KEYCTL_CHOWN, 5, -1, 7) = -1 ENOKEY");
    assertThat(call("keyctl", 5, 5, 0x3f010101).ret(0))
        .isEqualTo(
            "keyctl(KEYCTL_SETPERM, 5, KEY_POS_VIEW|KEY_POS_READ|KEY_POS_WRITE|KEY_POS_SEARCH"
                + "|KEY_POS_LINK|KEY_POS_SETATTR|KEY_USR_VIEW|KEY_GRP_VIEW|KEY_OTH_VIEW) = 0");
    assertThat(call("keyctl", 14, 99).ret(-22))
        .startsWith("keyctl(KEYCTL_SET_REQKEY_KEYRING, 99 /* KEY_REQKEY_DEFL_??? */) = -1");
    assertThat(call("keyctl", 19, 5, 10, 13, 6).ret(-1))
        .startsWith("keyctl(KEYCTL_REJECT, 5, 10, EACCES, 6) = -1 EPERM");
    assertThat(
            call("keyctl", 25)
                .data(1, ints(7, 5, 16, 0, 0, 0, 0, 0, 0, 0))
                .path(2, "enc=raw")
                .data(3, "input")
                .ret(-126))
        .startsWith(
            "keyctl(KEYCTL_PKEY_ENCRYPT, {key_id=7, in_len=5, out_len=16}, \"enc=raw\","
                + " \"input\", NULL) = -1");
    assertThat(call("keyctl", 31, 0, 8).data(1, "\373\3").ret(2))
        .startsWith("keyctl(KEYCTL_CAPABILITIES, [KEYCTL_CAPS0_CAPABILITIES|")
        .endsWith(", KEYCTL_CAPS1_NS_KEYRING_NAME|KEYCTL_CAPS1_NS_KEY_TAG], 8) = 2");
    assertThat(call("keyctl", 99, 1, 2, 3, 4).ret(-95))
        .startsWith("keyctl(0x63 /* KEYCTL_??? */, 0x1, 0x2, 0x3, 0x4) = -1");
    assertThat(call("keyctl", 18).ret(0)).isEqualTo("keyctl(KEYCTL_SESSION_TO_PARENT) = 0");
  }

  private static ByteBuffer iocb(int opcode, long buffer, long bytes) {
    return words(64, 0x11)
        .putShort(16, (short) opcode)
        .putInt(20, 3)
        .putLong(24, buffer)
        .putLong(32, bytes);
  }

  @Test
  void operationsOfAio() {
    ByteBuffer pieces = words(32, 0x100, 9, 0x200, 5);
    assertThat(
            call("io_submit", 0x7000, 4)
                .data(2, words(32, 0x1, 0x2, 0x3, 0))
                .data(2, iocb(1, 0x10, 12))
                .item(ItemKind.GATHER, 2, latin1("written once"))
                .data(2, iocb(8, 0x20, 2))
                .item(ItemKind.IOVEC, 2, pieces.array())
                .item(ItemKind.GATHER, 2, latin1("gathered bytes"))
                .data(2, iocb(5, 1, 0))
                .payload(unreadable(2, 64))
                .ret(3))
        .isEqualTo(
            "io_submit(0x7000, 4, [{aio_data=0x11, aio_lio_opcode=IOCB_CMD_PWRITE, aio_fildes=3,"
                + " aio_buf=\"written once\", aio_nbytes=12, aio_offset=0}, {aio_data=0x11,"
                + " aio_lio_opcode=IOCB_CMD_PWRITEV, aio_fildes=3, aio_buf=[{iov_base=\"gathered"
                + " \", iov_len=9}, {iov_base=\"bytes\", iov_len=5}], aio_offset=0},"
                + " {aio_data=0x11, aio_lio_opcode=IOCB_CMD_POLL, aio_fildes=3, aio_buf=POLLIN},"
                + " NULL]) = 3");
    assertThat(
            call("io_submit", 0, 2)
                .data(2, words(16, 0x1, 0x2))
                .data(2, iocb(7, 0x20, 2))
                .item(ItemKind.IOVEC, 2, pieces.array())
                .item(ItemKind.GATHER, 2, latin1(""))
                .data(2, iocb(99, 0, 0))
                .ret(-22))
        .startsWith(
            "io_submit(NULL, 2, [{aio_data=0x11, aio_lio_opcode=IOCB_CMD_PREADV, aio_fildes=3,"
                + " aio_buf=[{iov_base=0x100, iov_len=9}, {iov_base=0x200, iov_len=5}],"
                + " aio_offset=0}, {aio_data=0x11, aio_lio_opcode=99 /* IOCB_CMD_??? */,"
                + " aio_fildes=3}]) = -1 EINVAL");
  }

  @Test
  void registrationsOfAnIoUring() {
    assertThat(call("io_uring_register", 3, 2, 0, 2).data(2, ints(0, -1)).ret(0))
        .isEqualTo("io_uring_register(3, IORING_REGISTER_FILES, [0, -1], 2) = 0");
    assertThat(
            call("io_uring_register", 3, 6, 0, 2)
                .data(2, words(16, 1, 0x500))
                .data(2, ints(0, -2))
                .ret(2))
        .isEqualTo(
            "io_uring_register(3, IORING_REGISTER_FILES_UPDATE, {offset=1, fds=[0,"
                + " IORING_REGISTER_FILES_SKIP]}, 2) = 2");
    assertThat(
            call("io_uring_register", 3, 15, 0, 32)
                .data(2, words(32, 1, 0, 0x500, 0))
                .data(2, words(16, 0x100, 64))
                .ret(0))
        .isEqualTo(
            "io_uring_register(3, IORING_REGISTER_BUFFERS2, {nr=1, flags=0,"
                + " data=[{iov_base=0x100, iov_len=64}], tags=NULL}, 32) = 0");
    assertThat(
            call("io_uring_register", 3, 16, 0, 32)
                .data(2, words(32, 0, 0x1000, 0x600, 1))
                .payload(unreadable(2, 16))
                .data(2, words(8, 5))
                .ret(-14))
        .startsWith(
            "io_uring_register(3, IORING_REGISTER_BUFFERS_UPDATE, {offset=0, data=0x1000,"
                + " tags=[0x5], nr=1}, 32) = -1");
    ByteBuffer probe = words(32).put(0, (byte) 2).put(1, (byte) 3).put(24, (byte) 1);
    probe.putShort(18, (short) 1).putShort(26, (short) 1);
    assertThat(call("io_uring_register", 3, 8, 0, 2).data(2, words(32)).data(2, probe).ret(0))
        .isEqualTo(
            "io_uring_register(3, IORING_REGISTER_PROBE, {last_op=IORING_OP_WRITEV, ops_len=3,"
                + " ops=[{op=IORING_OP_NOP, flags=IO_URING_OP_SUPPORTED}, {op=IORING_OP_READV,"
                + " flags=IO_URING_OP_SUPPORTED}, ...]}, 2) = 0");
    assertThat(
            call("io_uring_register", 3, 19, 0, 2).data(2, ints(0, 0)).data(2, ints(4, 90)).ret(0))
        .isEqualTo(
            "io_uring_register(3, IORING_REGISTER_IOWQ_MAX_WORKERS, [[IO_WQ_BOUND]=0,"
                + " [IO_WQ_UNBOUND]=0] => [[IO_WQ_BOUND]=4, [IO_WQ_UNBOUND]=90], 2) = 0");
    ByteBuffer made = words(120).putInt(0, 4).putInt(4, 8).putInt(8, 8).putInt(20, 1);
    assertThat(call("io_uring_setup", 4).data(1, words(120, 0, 8)).data(1, made).ret(3))
        .startsWith(
            "io_uring_setup(4, {flags=IORING_SETUP_CQSIZE, sq_thread_cpu=0, sq_thread_idle=0,"
                + " sq_entries=4, cq_entries=8, features=IORING_FEAT_SINGLE_MMAP, sq_off={head=0,")
        .endsWith("cqes=0, flags=0}}) = 3");
  }

  @Test
  void attributesOfBpf() {
    assertThat(call("bpf", 0, 0, 16).data(1, ints(1, 4, 8, 4)).ret(3))
        .isEqualTo(
            "bpf(BPF_MAP_CREATE, {map_type=BPF_MAP_TYPE_HASH, key_size=4, value_size=8,"
                + " max_entries=4}, 16) = 3");
    ByteBuffer load = words(48, 2L << 32 | 1, 0x500, 0x600).putInt(40, 0x60105);
    assertThat(
            call("bpf", 5, 0, 48)
                .data(1, load)
                .path(1, "GPL")
                .data(1, words(16, 0xb7, 0x95))
                .data(1, load)
                .ret(6))
        .isEqualTo(
            "bpf(BPF_PROG_LOAD, {prog_type=BPF_PROG_TYPE_SOCKET_FILTER, insn_cnt=2, insns=0x500,"
                + " license=\"GPL\", log_level=0, log_size=0, log_buf=NULL,"
                + " kern_version=KERNEL_VERSION(6, 1, 5), prog_flags=0}, 48) = 6");
    assertThat(call("bpf", 11, 0, 8).data(1, ints(3, 0)).data(1, ints(3, 9)).ret(0))
        .isEqualTo("bpf(BPF_PROG_GET_NEXT_ID, {start_id=3, next_id=0 => 9}, 8) = 0");
    assertThat(call("bpf", 17, 0, 12).data(1, ints(0x500, 0, 6)).path(1, "event").ret(-22))
        .startsWith(
            "bpf(BPF_RAW_TRACEPOINT_OPEN, {raw_tracepoint={name=\"event\", prog_fd=6}}, 12)");
    assertThat(call("bpf", 999, 0x700, 7).data(1, "unknown").ret(-22))
        .startsWith("bpf(0x3e7 /* BPF_??? */, 0x700, 7) = -1");
  }

  @Test
  void eventsOfPerf() {
    ByteBuffer attributes = words(128, 128L << 32 | 1, 1, 0, 0, 0, 0x21);
    assertThat(call("perf_event_open", 0, 0, -1, -1, 8).data(0, attributes).ret(3))
        .isEqualTo(
            "perf_event_open({type=PERF_TYPE_SOFTWARE, size=PERF_ATTR_SIZE_VER7,"
                + " config=PERF_COUNT_SW_TASK_CLOCK, sample_period=0, sample_type=0,"
                + " read_format=0, disabled=1, exclude_kernel=1, precise_ip=0 /* arbitrary skid"
                + " */, ...}, 0, -1, -1, PERF_FLAG_FD_CLOEXEC) = 3");
    attributes.putInt(0, 3).putLong(8, 0x10102);
    assertThat(call("perf_event_open", 0, 0, -1, -1, 0).data(0, attributes).ret(-2))
        .contains(
            "config=PERF_COUNT_HW_CACHE_RESULT_MISS<<16|PERF_COUNT_HW_CACHE_OP_WRITE<<8"
                + "|PERF_COUNT_HW_CACHE_LL,");
    attributes.putInt(4, 5);
    assertThat(call("perf_event_open", 0x900, 0, -1, -1, 0).data(0, attributes).ret(-7))
        .startsWith("perf_event_open(0x900, 0, -1, -1, 0) = -1");
  }

  @Test
  void whatChangesTheMachine() {
    int setQuota = 0x80000800;
    assertThat(call("quotactl", setQuota, 0, -1).path(1, "f").data(3, words(72)).ret(-1))
        .startsWith(
            "quotactl(QCMD(Q_SETQUOTA, USRQUOTA), \"f\", -1, {dqb_bhardlimit=0,"
                + " dqb_bsoftlimit=0, dqb_curspace=0, dqb_ihardlimit=0, dqb_isoftlimit=0,"
                + " dqb_curinodes=0, ...}) = -1");
    assertThat(call("quotactl_fd", 3, 0x80000101).ret(0))
        .isEqualTo("quotactl_fd(3, QCMD(Q_SYNC, GRPQUOTA)) = 0");
    assertThat(call("quotactl", 0x12345678, 0, 3, 0x4000).ret(-22))
        .startsWith("quotactl(QCMD(0x123456 /* Q_??? */, 0x78 /* ???QUOTA */), NULL, 3, 0x4000)");
    assertThat(call("swapon", 0, 0x8005).path(0, "f").ret(-1))
        .startsWith("swapon(\"f\", SWAP_FLAG_PREFER|5) = -1");
    assertThat(call("kexec_load", 0, 0, 0, 0x3e0071).ret(-1))
        .startsWith("kexec_load(NULL, 0, NULL, KEXEC_ARCH_X86_64|KEXEC_ON_CRASH|0x70) = -1");
    assertThat(call("modify_ldt", 1, 0, 16).data(1, ints(1, 0x1000, 0xfffff, 0x51)).ret(0))
        .isEqualTo(
            "modify_ldt(1, {entry_number=1, base_addr=0x001000, limit=0x0fffff, seg_32bit=1,"
                + " contents=0, read_exec_only=0, limit_in_pages=1, seg_not_present=0, useable=1,"
                + " lm=0}, 16) = 0");
    assertThat(call("fsconfig", 3, 2, 0, 0, 6).path(2, "key").data(3, "\1\2data").ret(-22))
        .startsWith(
            "fsconfig(3, FSCONFIG_SET_BINARY, \"key\", \"\\x01\\x02\\x64\\x61\\x74\\x61\", 6)");
    assertThat(call("ptrace", 0x4206, 9, 0, 0x100002).ret(-3))
        .startsWith("ptrace(PTRACE_SEIZE, 9, NULL, PTRACE_O_TRACEFORK|PTRACE_O_EXITKILL) = -1");
  }
}
