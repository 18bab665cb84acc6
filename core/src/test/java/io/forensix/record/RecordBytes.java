// SPDX-License-Identifier: Apache-2.0
package io.forensix.record;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_call;
import io.forensix.abi.fx_context;
import io.forensix.abi.fx_data;
import io.forensix.abi.fx_exec;
import io.forensix.abi.fx_exit;
import io.forensix.abi.fx_fd;
import io.forensix.abi.fx_file;
import io.forensix.abi.fx_file_id;
import io.forensix.abi.fx_fork;
import io.forensix.abi.fx_identity;
import io.forensix.abi.fx_item;
import io.forensix.abi.fx_lost;
import io.forensix.abi.fx_made;
import io.forensix.abi.fx_mark;
import io.forensix.abi.fx_record;
import io.forensix.abi.fx_sent;
import io.forensix.abi.fx_signal;
import io.forensix.abi.fx_task_state;
import io.forensix.abi.fx_uring;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Lays down records as the kernel does, for tests. A head is set once and stays until changed; the
 * sequence number goes up by one with each record.
 *
 * <pre>{@code
 * RecordBytes bytes = new RecordBytes();
 * bytes.task(100, 100).time(5_000);
 * bytes.call(257, 3).arg(0, -100).arg(1, 0x7f00).cstr(1, "/etc/passwd").done();
 * bytes.fork(200, 200, 77).done();
 * cursor.over(bytes.segment());
 * }</pre>
 */
public final class RecordBytes {
  /** The device of the files that are laid down here. */
  public static final int DEV = 8 << 20 | 1;

  private byte[] bytes = new byte[1 << 12];
  private MemorySegment memory = MemorySegment.ofArray(bytes);
  private int length;
  private int cpu;
  private long seq;
  private long time = 1_000;
  private long start = 500;
  private int tgid = 1;
  private int tid = 1;

  /** Returns what was laid down so far. */
  public MemorySegment segment() {
    return memory.asSlice(0, length);
  }

  /** Returns a copy of what was laid down so far. */
  public byte[] toByteArray() {
    return Arrays.copyOf(bytes, length);
  }

  /** Returns how many bytes were laid down. */
  public int length() {
    return length;
  }

  /** Sets the CPU of what follows. */
  public RecordBytes cpu(int value) {
    cpu = value;
    return this;
  }

  /** Sets the number of the next record. */
  public RecordBytes seq(long value) {
    seq = value;
    return this;
  }

  /** Sets the time of what follows, ns. */
  public RecordBytes time(long value) {
    time = value;
    return this;
  }

  /** Sets process and thread of what follows. */
  public RecordBytes task(int newTgid, int newTid) {
    tgid = newTgid;
    tid = newTid;
    return this;
  }

  /** Sets when the process of what follows started, ns. */
  public RecordBytes start(long value) {
    start = value;
    return this;
  }

  /** Begins a CALL record: entered 10 ns before the time, left 5 ns before it. */
  public Open call(int nr, long ret) {
    return called(forensix_h.FX_REC_CALL(), nr).put64(fx_call.ret$offset(), ret).left(time - 5);
  }

  /** Begins an ENTER record, entered 10 ns before the time. */
  public Open enter(int nr) {
    return called(forensix_h.FX_REC_ENTER(), nr);
  }

  private Open called(int type, int nr) {
    Open open = open(type, fx_call.layout().byteSize());
    open.itemCount8 = fx_call.items$offset();
    open.args = fx_call.args$offset();
    open.put32(fx_call.nr$offset(), nr);
    return open.entered(time - 10);
  }

  /** Lays down a DATA record with bytes of an item that starts at an offset within it. */
  public RecordBytes data(long entered, long itemOffset, ItemKind kind, int arg, byte[] payload) {
    return data(entered, itemOffset, kind, arg, 0, payload);
  }

  /** Lays down a DATA record whose item has flags. */
  public RecordBytes data(
      long entered, long itemOffset, ItemKind kind, int arg, int flags, byte[] payload) {
    Open open = open(forensix_h.FX_REC_DATA(), fx_data.item$offset());
    open.put64(fx_data.entered$offset(), entered).put64(fx_data.offset$offset(), itemOffset);
    return open.item(kind.code(), arg, flags, payload, payload.length).done();
  }

  /** Lays down a LOST record; its number is that after {@code count} missing ones. */
  public RecordBytes lost(long count, long bytesLost, long reasons) {
    seq += count;
    return open(forensix_h.FX_REC_LOST(), fx_lost.layout().byteSize())
        .put64(fx_lost.count$offset(), count)
        .put64(fx_lost.bytes$offset(), bytesLost)
        .put64(fx_lost.first$offset(), time - 2)
        .put64(fx_lost.last$offset(), time - 1)
        .put64(fx_lost.reasons$offset(), reasons)
        .done();
  }

  /** Lays down a FORK record; a child that is a thread has the tgid of the parent. */
  public RecordBytes fork(int childTgid, int childTid, long childStart) {
    return open(forensix_h.FX_REC_FORK(), fx_fork.layout().byteSize())
        .put64(fx_fork.child_start$offset(), childStart)
        .put32(fx_fork.child_tgid$offset(), childTgid)
        .put32(fx_fork.child_tid$offset(), childTid)
        .put64(fx_fork.task_start$offset(), childTgid == tgid ? time : childStart)
        .done();
  }

  /** Begins an EXEC record; give it CSTR, FILE, STRV 1 and STRV 2. */
  public Open exec(String comm, int uid) {
    Open open = open(forensix_h.FX_REC_EXEC(), fx_exec.layout().byteSize());
    open.itemCount32 = fx_exec.items$offset();
    open.put32(fx_exec.old_tid$offset(), tid);
    return open.context(fx_exec.context$offset(), uid).comm(fx_exec.comm$offset(), comm);
  }

  /** Lays down an EXIT record; the code is as wait(2) has it. */
  public RecordBytes exit(int code, int live, String comm) {
    return open(forensix_h.FX_REC_EXIT(), fx_exit.layout().byteSize())
        .put32(fx_exit.code$offset(), code)
        .put32(fx_exit.live$offset(), live)
        .put64(fx_exit.task_start$offset(), start)
        .comm(fx_exit.comm$offset(), comm)
        .done();
  }

  /** Begins a TASK record; give it CSTR and STRV 1. */
  public Open taskState(int parentTgid, String comm, int uid) {
    Open open = open(forensix_h.FX_REC_TASK(), fx_task_state.layout().byteSize());
    open.itemCount32 = fx_task_state.items$offset();
    open.put64(fx_task_state.task_start$offset(), start);
    open.put32(fx_task_state.parent_tgid$offset(), parentTgid);
    return open.context(fx_task_state.context$offset(), uid)
        .comm(fx_task_state.comm$offset(), comm);
  }

  /** Lays down a SIGNAL record. */
  public RecordBytes signal(int signo, int code, int senderTgid, boolean handled) {
    return open(forensix_h.FX_REC_SIGNAL(), fx_signal.layout().byteSize())
        .put32(fx_signal.signo$offset(), signo)
        .put32(fx_signal.code$offset(), code)
        .put32(fx_signal.sender_tgid$offset(), senderTgid)
        .put32(fx_signal.handled$offset(), handled ? 1 : 0)
        .done();
  }

  /** Lays down a MARK record, with CLOCK_REALTIME as given and CLOCK_BOOTTIME as the time. */
  public RecordBytes mark(int kind, long realtime) {
    return marked(kind, realtime).done();
  }

  /** Lays down the MARK record that tells the settings, lines NAME=VALUE. */
  public RecordBytes settings(String lines, long realtime) {
    return marked(forensix_h.FX_MARK_SETTINGS(), realtime).cstr(0, lines).done();
  }

  private Open marked(int kind, long realtime) {
    Open open = open(forensix_h.FX_REC_MARK(), fx_mark.layout().byteSize());
    open.itemCount32 = fx_mark.items$offset();
    return open.put32(fx_mark.kind$offset(), kind)
        .put64(fx_mark.monotonic$offset(), time)
        .put64(fx_mark.realtime$offset(), realtime)
        .put64(fx_mark.boottime$offset(), time);
  }

  /** Begins a FILE record of a file on device 8:1; give it CSTR, and NAME 0 and 1 of a socket. */
  public Open file(long file, long inode, int mode, int flags) {
    Open open = open(forensix_h.FX_REC_FILE(), fx_file.layout().byteSize());
    open.itemCount32 = fx_file.items$offset();
    return open.id(fx_file.id$offset(), file, inode, mode).put32(fx_file.flags$offset(), flags);
  }

  /** Lays down a CONTEXT record of a user and a group of one number. */
  public RecordBytes context(int uid) {
    return identity(uid).done();
  }

  /** Begins a CONTEXT record of a user and a group of one number, whose fields can be set. */
  public Open identity(int uid) {
    Open open = open(forensix_h.FX_REC_CONTEXT(), fx_identity.layout().byteSize());
    return open.context(fx_identity.context$offset(), uid);
  }

  /** Lays down an FD record, of a file on device 8:1. */
  public RecordBytes fd(int fd, boolean closedByExec, long file, long inode, int mode) {
    return open(forensix_h.FX_REC_FD(), fx_fd.layout().byteSize())
        .id(fx_fd.id$offset(), file, inode, mode)
        .put32(fx_fd.fd$offset(), fd)
        .put32(fx_fd.flags$offset(), closedByExec ? forensix_h.FX_FD_CLOEXEC() : 0)
        .done();
  }

  /** Lays down a SENT record, to a process or to a thread of it. */
  public RecordBytes sent(int signo, int code, int toTgid, int toTid, boolean whole, int result) {
    return open(forensix_h.FX_REC_SENT(), fx_sent.layout().byteSize())
        .put64(fx_sent.target_start$offset(), start + 1)
        .put32(fx_sent.target_tgid$offset(), toTgid)
        .put32(fx_sent.target_tid$offset(), toTid)
        .put32(fx_sent.signo$offset(), signo)
        .put32(fx_sent.code$offset(), code)
        .put32(fx_sent.whole$offset(), whole ? 1 : 0)
        .put32(fx_sent.result$offset(), result)
        .done();
  }

  /** Begins the URING record of a submission; give it FILE. */
  public Open submitted(int opcode, int fd, long offset, int length) {
    return uring(forensix_h.FX_URING_SUBMIT(), opcode)
        .put32(fx_uring.fd$offset(), fd)
        .put64(fx_uring.offset$offset(), offset)
        .put64(fx_uring.addr$offset(), 0x7f00)
        .put32(fx_uring.length$offset(), length);
  }

  /** Begins the URING record of a completion; give it FILE. */
  public Open completed(int opcode, int result) {
    return uring(forensix_h.FX_URING_COMPLETE(), opcode).put32(fx_uring.result$offset(), result);
  }

  private Open uring(int phase, int opcode) {
    Open open = open(forensix_h.FX_REC_URING(), fx_uring.layout().byteSize());
    open.itemCount8 = fx_uring.items$offset();
    return open.put64(fx_uring.ring$offset(), 0x11)
        .put64(fx_uring.request$offset(), 0x22)
        .put64(fx_uring.user_data$offset(), 0x33)
        .put8(fx_uring.phase$offset(), phase)
        .put8(fx_uring.opcode$offset(), opcode);
  }

  /** Lays down a record of any type whose bytes after the head are those given, padded. */
  public RecordBytes any(int type, byte[] rest) {
    return open(type, RecordHead.BYTES).bytes(rest).done();
  }

  /** Lays down bytes that need be no record. */
  public RecordBytes raw(byte... rest) {
    int at = grow(rest.length);
    System.arraycopy(rest, 0, bytes, at, rest.length);
    return this;
  }

  /** Overwrites 32 bits that are already laid down. */
  public RecordBytes patch32(int at, int value) {
    LittleEndian.put32(segment(), at, value);
    return this;
  }

  private int grow(int count) {
    int at = length;
    length += count;
    if (length > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length, bytes.length * 2));
      memory = MemorySegment.ofArray(bytes);
    }
    return at;
  }

  private Open open(int type, long fixedBytes) {
    Open open = new Open(grow(Math.toIntExact(fixedBytes)));
    open.put16(fx_record.type$offset(), type);
    open.put16(fx_record.cpu$offset(), cpu);
    open.put64(fx_record.seq$offset(), seq++);
    open.put64(fx_record.time$offset(), time);
    open.put64(fx_record.start$offset(), start);
    open.put32(fx_record.tgid$offset(), tgid);
    return open.put32(fx_record.tid$offset(), tid);
  }

  /** A record that takes more fields and items until it is done. */
  public final class Open {
    private final int at;
    private long args = -1;
    private long context = -1;
    private long itemCount8 = -1;
    private long itemCount32 = -1;
    private int items;

    private Open(int at) {
      this.at = at;
    }

    /** Sets when a call was entered, ns. */
    public Open entered(long value) {
      return put64(fx_call.entered$offset(), value);
    }

    /** Sets when a call returned, ns. */
    public Open left(long value) {
      return put64(fx_call.left$offset(), value);
    }

    /** Sets the flags of a call. */
    public Open flags(int value) {
      return put16(fx_call.flags$offset(), value);
    }

    /** Sets the ABI of a call. */
    public Open abi(int value) {
      return put8(fx_call.abi$offset(), value);
    }

    /** Sets what kind of socket an open file is. */
    public Open socket(int family, int type, int protocol) {
      put16(fx_file.family$offset(), family).put16(fx_file.type$offset(), type);
      return put32(fx_file.protocol$offset(), protocol);
    }

    /** Sets the flags of an io_uring entry, of its operation, and of its completion. */
    public Open uringFlags(int sqe, int op, int cqe) {
      put8(fx_uring.sqe_flags$offset(), sqe).put32(fx_uring.op_flags$offset(), op);
      return put32(fx_uring.cqe_flags$offset(), cqe);
    }

    /** Sets the session of a context, its terminal, login user and cgroup. */
    public Open session(int session, int tty, int loginUid, long cgroup) {
      return put32(context + fx_context.session$offset(), session)
          .put32(context + fx_context.tty$offset(), tty)
          .put32(context + fx_context.login_uid$offset(), loginUid)
          .put64(context + fx_context.cgroup$offset(), cgroup);
    }

    /** Sets an argument register of a call. */
    public Open arg(int index, long value) {
      return put64(args + 8L * index, value);
    }

    /** Adds a string an argument points to. */
    public Open cstr(int arg, String text) {
      return item(ItemKind.CSTR, arg, text.getBytes(StandardCharsets.UTF_8));
    }

    /** Adds an array of strings. */
    public Open strv(int arg, String... strings) {
      StringBuilder all = new StringBuilder();
      for (String string : strings) {
        all.append(string).append('\0');
      }
      return item(ItemKind.STRV, arg, all.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** Adds the identity of an open file. */
    public Open file(int arg, long file, long inode, int dev, int mode) {
      MemorySegment id = MemorySegment.ofArray(new byte[FileId.BYTES]);
      LittleEndian.put64(id, fx_file_id.file$offset(), file);
      LittleEndian.put64(id, fx_file_id.inode$offset(), inode);
      LittleEndian.put32(id, fx_file_id.dev$offset(), dev);
      LittleEndian.put32(id, fx_file_id.mode$offset(), mode);
      return item(ItemKind.FILE, arg, id.toArray(ValueLayout.JAVA_BYTE));
    }

    /** Adds a descriptor that was made; it is of this device. */
    public Open made(int arg, int fd, long file, long inode, int mode, boolean closedByExec) {
      MemorySegment made = MemorySegment.ofArray(new byte[MadeDescriptor.BYTES]);
      long id = fx_made.id$offset();
      LittleEndian.put64(made, id + fx_file_id.file$offset(), file);
      LittleEndian.put64(made, id + fx_file_id.inode$offset(), inode);
      LittleEndian.put32(made, id + fx_file_id.dev$offset(), DEV);
      LittleEndian.put32(made, id + fx_file_id.mode$offset(), mode);
      LittleEndian.put32(made, fx_made.fd$offset(), fd);
      LittleEndian.put32(
          made, fx_made.flags$offset(), closedByExec ? forensix_h.FX_FD_CLOEXEC() : 0);
      return item(ItemKind.MADE, arg, made.toArray(ValueLayout.JAVA_BYTE));
    }

    /** Adds an item that is whole. */
    public Open item(ItemKind kind, int arg, byte[] payload) {
      return item(kind.code(), arg, 0, payload, payload.length);
    }

    /** Adds an item; {@code full} is how many bytes there were. */
    public Open item(int kind, int arg, int flags, byte[] payload, long full) {
      int item = grow(ItemCursor.HEAD_BYTES);
      LittleEndian.put16(memory, item + fx_item.kind$offset(), kind);
      LittleEndian.put8(memory, item + fx_item.arg$offset(), arg);
      LittleEndian.put8(memory, item + fx_item.flags$offset(), flags);
      LittleEndian.put32(memory, item + fx_item.size$offset(), payload.length);
      LittleEndian.put64(memory, item + fx_item.full$offset(), full);
      items++;
      return bytes(payload);
    }

    /** Ends the record. */
    public RecordBytes done() {
      put32(fx_record.size$offset(), length - at);
      if (itemCount8 >= 0) {
        LittleEndian.put8(memory, at + itemCount8, items);
      } else if (itemCount32 >= 0) {
        put32(itemCount32, items);
      }
      return RecordBytes.this;
    }

    private Open bytes(byte[] payload) {
      int mask = forensix_h.FX_ALIGN_BYTES() - 1;
      int to = grow((payload.length + mask) & ~mask);
      System.arraycopy(payload, 0, bytes, to, payload.length);
      return this;
    }

    /** Everybody is of session 1, has no terminal, and never logged in. */
    private Open context(long field, int uid) {
      context = field;
      for (long id = fx_context.uid$offset(); id <= fx_context.fsgid$offset(); id += 4) {
        put32(field + id, uid);
      }
      put32(field + fx_context.login_uid$offset(), -1);
      put32(field + fx_context.audit_session$offset(), -1);
      put32(field + fx_context.session$offset(), 1).put32(field + fx_context.group$offset(), 2);
      put32(field + fx_context.pid_ns$offset(), 3).put32(field + fx_context.mnt_ns$offset(), 4);
      put32(field + fx_context.user_ns$offset(), 5).put64(field + fx_context.cgroup$offset(), 6);
      return put64(field + fx_context.capabilities$offset(), uid == 0 ? 7 : 0);
    }

    private Open id(long field, long file, long inode, int mode) {
      put64(field + fx_file_id.file$offset(), file).put64(field + fx_file_id.inode$offset(), inode);
      put32(field + fx_file_id.dev$offset(), DEV);
      return put32(field + fx_file_id.mode$offset(), mode);
    }

    private Open comm(long field, String comm) {
      byte[] name = comm.getBytes(StandardCharsets.UTF_8);
      System.arraycopy(name, 0, bytes, at + (int) field, name.length);
      return this;
    }

    private Open put8(long field, int value) {
      LittleEndian.put8(memory, at + field, value);
      return this;
    }

    private Open put16(long field, int value) {
      LittleEndian.put16(memory, at + field, value);
      return this;
    }

    private Open put32(long field, int value) {
      LittleEndian.put32(memory, at + field, value);
      return this;
    }

    private Open put64(long field, long value) {
      LittleEndian.put64(memory, at + field, value);
      return this;
    }
  }
}
