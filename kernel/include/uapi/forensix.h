/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The Forensix binary interface: ring pages, records, ioctls, limits.
 *
 * This file is the only description of the layout. The module compiles it,
 * jextract makes the Java bindings from it, and an archive keeps the bytes
 * described here unchanged. All numbers are little endian (x86), all times are
 * nanoseconds of CLOCK_MONOTONIC unless a field says otherwise, all sizes are
 * bytes. Any change of meaning, size or offset bumps FX_ABI_VERSION.
 *
 * A ring (one for each possible CPU) is seen by the reader as two mappings of
 * /dev/forensix:
 *
 *	read only:  [ fx_producer page | data: ring_bytes | the same data again ]
 *	read/write: [ fx_consumer page ]
 *
 * Because the data is mapped twice back to back, a record that starts in the
 * first copy is always contiguous. Positions (head, tail) are free-running
 * byte counts; the byte of a position is data[position % ring_bytes].
 */
#ifndef _UAPI_FORENSIX_H
#define _UAPI_FORENSIX_H

#include <linux/ioctl.h>
#include <linux/types.h>

#define FX_ABI_VERSION 2

/* Limits, each with its reason. */

/* Bytes of a page of the ring: x86 has no other. */
#define FX_PAGE_BYTES 4096
/* Records start at multiples of this, so that every field is aligned. */
#define FX_ALIGN_BYTES 8
/* Payload in one record; what is longer goes on in FX_DATA records. */
#define FX_PAYLOAD_MAX_BYTES 65536
/* A whole record: the payload, the fixed part and the item headers. */
#define FX_RECORD_MAX_BYTES 73728
/* Smallest ring: room for a few of the largest records. */
#define FX_RING_MIN_BYTES 524288
/* Largest ring: two copies and a page stay below FX_MMAP_STRIDE. */
#define FX_RING_MAX_BYTES 1073741824
/* Bytes of a command name, as in the kernel's TASK_COMM_LEN. */
#define FX_COMM_BYTES 16
/* Arguments of a system call on x86. */
#define FX_ARGS 6

/* Offsets to mmap the rings at: base + cpu * FX_MMAP_STRIDE. */
#define FX_MMAP_PRODUCER 0ULL
#define FX_MMAP_CONSUMER 0x1000000000000ULL
#define FX_MMAP_STRIDE 0x100000000ULL

/**
 * struct fx_producer - the page that only the kernel writes
 * @head: position up to which records are complete. Stored with release
 *	semantics; the reader loads it with acquire semantics and may then read
 *	all bytes in [tail, head).
 * @seq: sequence number that the next record will get.
 * @lost: records that found no room, ever, on this CPU.
 * @bytes_lost: bytes these records would have had, payload included as far as
 *	it was known.
 * @held: tasks that wait for room now. When it is not 0 after the reader has
 *	moved tail, the reader calls FX_IOC_WAKE.
 * @cpu: number of the CPU this ring belongs to.
 * @ring_bytes: size of the data area, a power of two.
 */
struct fx_producer {
	__u64 head;
	__u64 seq;
	__u64 lost;
	__u64 bytes_lost;
	__u32 held;
	__u32 cpu;
	__u64 ring_bytes;
};

/**
 * struct fx_consumer - the page that the reader writes
 * @tail: position up to which the reader is done; the kernel may overwrite
 *	what is before it. Stored with release semantics. The kernel ignores a
 *	value that moves backwards, goes past head or is not a multiple of
 *	FX_ALIGN_BYTES, and counts it as bad.
 * @seq: sequence number of the first record that is not yet consumed; used
 *	only to tell how many records wait.
 */
struct fx_consumer {
	__u64 tail;
	__u64 seq;
};

/**
 * enum fx_record_type - what a record tells
 * @FX_REC_CALL: a system call that returned: struct fx_call.
 * @FX_REC_ENTER: a system call at its entry: struct fx_call, ret and left 0.
 * @FX_REC_DATA: more payload of a call: struct fx_data.
 * @FX_REC_LOST: records that could not be written: struct fx_lost.
 * @FX_REC_FORK: a new task: struct fx_fork.
 * @FX_REC_EXEC: a new program: struct fx_exec.
 * @FX_REC_EXIT: the end of a task: struct fx_exit.
 * @FX_REC_TASK: a task that was alive when recording began: struct fx_task_state.
 * @FX_REC_SIGNAL: a signal as it is delivered: struct fx_signal.
 * @FX_REC_MARK: what happened to the recording itself: struct fx_mark.
 * @FX_REC_FILE: an open file, when it is first seen and when its addresses
 *	change: struct fx_file.
 * @FX_REC_CONTEXT: who a task is, at first and after a change: struct fx_identity.
 * @FX_REC_FD: a descriptor that was open when recording began: struct fx_fd.
 * @FX_REC_SENT: a signal as it is sent: struct fx_sent.
 * @FX_REC_URING: an io_uring operation, submitted or completed: struct fx_uring.
 */
enum fx_record_type {
	FX_REC_CALL = 1,
	FX_REC_ENTER = 2,
	FX_REC_DATA = 3,
	FX_REC_LOST = 4,
	FX_REC_FORK = 5,
	FX_REC_EXEC = 6,
	FX_REC_EXIT = 7,
	FX_REC_TASK = 8,
	FX_REC_SIGNAL = 9,
	FX_REC_MARK = 10,
	FX_REC_FILE = 11,
	FX_REC_CONTEXT = 12,
	FX_REC_FD = 13,
	FX_REC_SENT = 14,
	FX_REC_URING = 15,
};

/**
 * struct fx_record - the head of every record
 * @size: bytes of the whole record, this head included; a multiple of
 *	FX_ALIGN_BYTES, at most FX_RECORD_MAX_BYTES.
 * @type: enum fx_record_type.
 * @cpu: CPU whose ring it was written to.
 * @seq: number of the record on this CPU; counts lost records too, so that
 *	every gap shows.
 * @time: when it was written. Never decreases within a ring.
 * @start: boot time at which the process (its first thread) started; with tgid
 *	it names a process for good. 0 where there is no process.
 * @tgid: process, in the initial pid namespace.
 * @tid: thread, in the initial pid namespace.
 */
struct fx_record {
	__u32 size;
	__u16 type;
	__u16 cpu;
	__u64 seq;
	__u64 time;
	__u64 start;
	__u32 tgid;
	__u32 tid;
};

/**
 * enum fx_abi - by which convention a call was made
 * @FX_ABI_X86_64: the 64-bit calls.
 * @FX_ABI_IA32: 32-bit calls; numbers of their own.
 * @FX_ABI_X32: 64-bit calls with 32-bit pointers; nr has the x32 bit removed.
 */
enum fx_abi {
	FX_ABI_X86_64 = 0,
	FX_ABI_IA32 = 1,
	FX_ABI_X32 = 2,
};

/**
 * enum fx_call_flag - bits of fx_call.flags
 * @FX_CALL_NO_ENTRY: the entry was not seen (refused by seccomp, or begun before
 *	recording was): entered is 0, what is captured at entry is missing.
 * @FX_CALL_LATE: written on the slow path, after a wait for room or a page.
 * @FX_CALL_MORE: payload goes on in FX_REC_DATA records with the same tid and
 *	entered.
 * @FX_CALL_NO_MEMORY: payload is missing because memory could not be had.
 * @FX_CALL_CHANGED: memory captured at entry had changed when the call returned.
 *	Looked at where another thread could have changed it.
 * @FX_CALL_UNSEEN: the call made, or kept, a shared and writable mapping of a
 *	file: what is stored there is on no record.
 */
enum fx_call_flag {
	FX_CALL_NO_ENTRY = 1,
	FX_CALL_LATE = 2,
	FX_CALL_MORE = 4,
	FX_CALL_NO_MEMORY = 8,
	FX_CALL_CHANGED = 16,
	FX_CALL_UNSEEN = 32,
};

/**
 * struct fx_call - a system call
 * @record: the head.
 * @entered: when the call was entered; with tid it names the call.
 * @left: when the call returned, also where the record was written later.
 * @ret: result as the kernel has it: negative errno on failure, and the
 *	ERESTART values (-512 to -516) where the call will be restarted.
 * @nr: number of the call in its ABI.
 * @flags: enum fx_call_flag.
 * @abi: enum fx_abi.
 * @items: number of struct fx_item that follow.
 * @args: the six argument registers of the ABI, zero-extended.
 */
struct fx_call {
	struct fx_record record;
	__u64 entered;
	__u64 left;
	__s64 ret;
	__u32 nr;
	__u16 flags;
	__u8 abi;
	__u8 items;
	__u64 args[FX_ARGS];
};

/**
 * enum fx_item_kind - what an item holds
 * @FX_ITEM_BYTES: raw bytes an argument points to.
 * @FX_ITEM_CSTR: a string an argument points to, without its NUL.
 * @FX_ITEM_STRV: strings of a NULL-terminated array, each with its NUL.
 * @FX_ITEM_IOVEC: array of struct iovec, as in the caller's ABI.
 * @FX_ITEM_GATHER: the bytes that an iovec array points to, in its order.
 * @FX_ITEM_FILE: struct fx_file_id of a descriptor; for an argument that is an
 *	address, of a file that is mapped there.
 * @FX_ITEM_CONTROL: control data of a message.
 * @FX_ITEM_NAME: address of a message. A message lays down FX_ITEM_BYTES (its
 *	header), then what there is of NAME, CONTROL, IOVEC, GATHER, in this order.
 */
enum fx_item_kind {
	FX_ITEM_BYTES = 1,
	FX_ITEM_CSTR = 2,
	FX_ITEM_STRV = 3,
	FX_ITEM_IOVEC = 4,
	FX_ITEM_GATHER = 5,
	FX_ITEM_FILE = 6,
	FX_ITEM_CONTROL = 7,
	FX_ITEM_NAME = 8,
};

/**
 * enum fx_item_flag - bits of fx_item.flags
 * @FX_ITEM_FAULT: ends before a page that could not be read.
 * @FX_ITEM_LIMIT: cut at a limit (payload_max_bytes, PATH_MAX).
 * @FX_ITEM_AT_EXIT: an input that was copied when the call returned.
 * @FX_ITEM_MORE: goes on in FX_REC_DATA records.
 */
enum fx_item_flag {
	FX_ITEM_FAULT = 1,
	FX_ITEM_LIMIT = 2,
	FX_ITEM_AT_EXIT = 4,
	FX_ITEM_MORE = 8,
};

/* fx_item.arg of what belongs to the result and to no argument. */
#define FX_ARG_RESULT 6

/**
 * struct fx_item - one piece of data of a record
 * @kind: enum fx_item_kind.
 * @arg: argument (0 to 5) it belongs to, or FX_ARG_RESULT.
 * @flags: enum fx_item_flag.
 * @size: bytes that follow in this record, without the padding to
 *	FX_ALIGN_BYTES.
 * @full: bytes there were; more than captured where the item was cut.
 */
struct fx_item {
	__u16 kind;
	__u8 arg;
	__u8 flags;
	__u32 size;
	__u64 full;
};

/**
 * struct fx_file_id - the open file behind a descriptor
 * @file: opaque number of the open file description; the same number may come
 *	back after the last descriptor was closed: then a FX_REC_FILE begins it.
 * @inode: inode number.
 * @dev: device of the file system, (major << 20) | minor as in the kernel.
 * @mode: type and permission bits (S_IFMT and below).
 */
struct fx_file_id {
	__u64 file;
	__u64 inode;
	__u32 dev;
	__u32 mode;
};

/**
 * struct fx_data - more payload of a call
 * @record: the head.
 * @entered: fx_call.entered of the call, with record.tid.
 * @offset: position of these bytes within the item.
 * @item: kind, argument, flags and size; the bytes follow.
 */
struct fx_data {
	struct fx_record record;
	__u64 entered;
	__u64 offset;
	struct fx_item item;
};

/**
 * enum fx_lost_reason - why a record was not written
 * @FX_LOST_NO_ROOM: the ring was full and the caller could not be made to wait.
 * @FX_LOST_KILLED: the caller was killed while it waited.
 * @FX_LOST_STALLED: the reader was stuck and on_stall is drop.
 * @FX_LOST_NO_MEMORY: no memory to keep the record until there was room.
 * @FX_LOST_UNLOAD: the module was unloaded or recording stopped in between.
 */
enum fx_lost_reason {
	FX_LOST_NO_ROOM = 1,
	FX_LOST_KILLED = 2,
	FX_LOST_STALLED = 3,
	FX_LOST_NO_MEMORY = 4,
	FX_LOST_UNLOAD = 5,
};

/**
 * struct fx_lost - records that could not be written to this ring
 * @record: the head; record.seq - count is the first number that is missing.
 * @count: how many records are missing.
 * @bytes: how many bytes they would have had, as far as known.
 * @first: time of the first loss.
 * @last: time of the last loss.
 * @reasons: bit (1 << enum fx_lost_reason) for each reason that occurred.
 */
struct fx_lost {
	struct fx_record record;
	__u64 count;
	__u64 bytes;
	__u64 first;
	__u64 last;
	__u64 reasons;
};

/**
 * struct fx_fork - a new process or thread; the head names the parent
 * @record: the head.
 * @child_start: as record.start, of the child's process.
 * @child_tgid: process of the child; record.tgid for a thread.
 * @child_tid: the child.
 * @task_start: boot time at which the child itself started.
 */
struct fx_fork {
	struct fx_record record;
	__u64 child_start;
	__u32 child_tgid;
	__u32 child_tid;
	__u64 task_start;
};

/**
 * struct fx_context - who a task is; ids in the initial namespaces
 * @uid: real user.
 * @euid: effective user.
 * @suid: saved user.
 * @fsuid: user for access to files.
 * @gid: real group.
 * @egid: effective group.
 * @sgid: saved group.
 * @fsgid: group for access to files.
 * @login_uid: user at login (audit), 0xffffffff where there was none.
 * @audit_session: login session (audit), 0xffffffff where there is none.
 * @session: session (setsid(2)): the pid of its leader.
 * @group: process group.
 * @tty: device of the controlling terminal, (major << 20) | minor; 0: none.
 * @pid_ns: pid namespace, the inode number in /proc/PID/ns.
 * @mnt_ns: mount namespace, likewise.
 * @user_ns: user namespace, likewise.
 * @cgroup: id of the cgroup (version 2), the inode number of its folder.
 * @capabilities: the effective ones, a bit each.
 */
struct fx_context {
	__u32 uid;
	__u32 euid;
	__u32 suid;
	__u32 fsuid;
	__u32 gid;
	__u32 egid;
	__u32 sgid;
	__u32 fsgid;
	__u32 login_uid;
	__u32 audit_session;
	__u32 session;
	__u32 group;
	__u32 tty;
	__u32 pid_ns;
	__u32 mnt_ns;
	__u32 user_ns;
	__u64 cgroup;
	__u64 capabilities;
};

/**
 * struct fx_identity - who a task is: from here on
 * @record: the head; names the task.
 * @context: as it is now. A child has that of its parent unless one of these
 *	follows; a thread has its own.
 */
struct fx_identity {
	struct fx_record record;
	struct fx_context context;
};

/**
 * struct fx_exec - a new program
 * @record: the head.
 * @old_tid: tid before the call; differs when a thread that was not the first
 *	one called exec.
 * @items: number of struct fx_item that follow: CSTR (the path as given), FILE,
 *	STRV with arg 1 (argv) and STRV with arg 2 (envp).
 * @context: who the task is after the exec.
 * @comm: command name, NUL-padded.
 */
struct fx_exec {
	struct fx_record record;
	__u32 old_tid;
	__u32 items;
	struct fx_context context;
	__u8 comm[FX_COMM_BYTES];
};

/**
 * struct fx_exit - the end of a thread
 * @record: the head.
 * @code: as wait(2) has it: low 7 bits the signal, 0x80 core dumped, next 8
 *	bits the exit status.
 * @live: threads of the process that are left.
 * @task_start: boot time at which this thread started.
 * @comm: command name, NUL-padded.
 */
struct fx_exit {
	struct fx_record record;
	__u32 code;
	__u32 live;
	__u64 task_start;
	__u8 comm[FX_COMM_BYTES];
};

/**
 * struct fx_task_state - a task as it was found when recording began
 * @record: the head; names the task described.
 * @task_start: boot time at which the thread started.
 * @parent_tgid: its parent process.
 * @items: number of struct fx_item that follow: CSTR (path of the executable),
 *	STRV with arg 1 (command line).
 * @context: who the task is.
 * @comm: command name, NUL-padded.
 */
struct fx_task_state {
	struct fx_record record;
	__u64 task_start;
	__u32 parent_tgid;
	__u32 items;
	struct fx_context context;
	__u8 comm[FX_COMM_BYTES];
};

/**
 * struct fx_signal - a signal as it is delivered; the head names the receiver
 * @record: the head.
 * @signo: number of the signal.
 * @code: si_code.
 * @sender_tgid: si_pid where the code says that a process sent it, else 0.
 * @sender_uid: si_uid likewise.
 * @error: si_errno.
 * @handled: 1 when a handler runs, 0 when the default action is taken.
 */
struct fx_signal {
	struct fx_record record;
	__u32 signo;
	__s32 code;
	__u32 sender_tgid;
	__u32 sender_uid;
	__s32 error;
	__u32 handled;
};

/**
 * enum fx_mark_kind - what happened to the recording
 * @FX_MARK_START: recording began.
 * @FX_MARK_STOP: recording ended.
 * @FX_MARK_ATTACH: a reader opened the device; the head names it. Its own calls
 *	are not recorded from here on.
 * @FX_MARK_DETACH: the reader is gone.
 * @FX_MARK_SNAPSHOT: the tasks alive at the start are all on record, and their
 *	descriptors.
 * @FX_MARK_SETTINGS: what is recorded from here on: CSTR, lines NAME=VALUE of
 *	filter and payload_max_bytes.
 */
enum fx_mark_kind {
	FX_MARK_START = 1,
	FX_MARK_STOP = 2,
	FX_MARK_ATTACH = 3,
	FX_MARK_DETACH = 4,
	FX_MARK_SNAPSHOT = 5,
	FX_MARK_SETTINGS = 6,
};

/**
 * struct fx_mark - an event of the recording itself, and a pair of clocks
 * @record: the head.
 * @kind: enum fx_mark_kind.
 * @items: number of struct fx_item that follow.
 * @monotonic: CLOCK_MONOTONIC, ns.
 * @realtime: CLOCK_REALTIME at the same moment, ns since 1970.
 * @boottime: CLOCK_BOOTTIME at the same moment, ns.
 */
struct fx_mark {
	struct fx_record record;
	__u32 kind;
	__u32 items;
	__u64 monotonic;
	__u64 realtime;
	__u64 boottime;
};

/**
 * struct fx_file - an open file
 * @record: the head; the task that it was seen with.
 * @id: what other records call it.
 * @flags: open flags (O_*), as F_GETFL has them.
 * @items: number of struct fx_item that follow: CSTR (the kernel's path, as seen
 *	from the root of the task), for a socket NAME with arg 0 (its address) and
 *	NAME with arg 1 (that of its peer) where there is one.
 * @family: AF_* of a socket, else 0.
 * @type: SOCK_* of a socket, else 0.
 * @protocol: of a socket, else 0.
 */
struct fx_file {
	struct fx_record record;
	struct fx_file_id id;
	__u32 flags;
	__u32 items;
	__u16 family;
	__u16 type;
	__u32 protocol;
};

/* fx_fd.flags: closed by exec. */
#define FX_FD_CLOEXEC 1

/**
 * struct fx_fd - a descriptor that was open when recording began
 * @record: the head; names the process.
 * @id: the open file.
 * @fd: the descriptor.
 * @flags: FX_FD_CLOEXEC.
 */
struct fx_fd {
	struct fx_record record;
	struct fx_file_id id;
	__u32 fd;
	__u32 flags;
};

/**
 * enum fx_sent_result - what became of a signal that was sent
 * @FX_SENT_QUEUED: it waits for its receiver.
 * @FX_SENT_IGNORED: the receiver ignores it.
 * @FX_SENT_PENDING: such a signal waited already.
 * @FX_SENT_OVERFLOW: it could not be queued.
 * @FX_SENT_BARE: it is queued without what comes with it.
 */
enum fx_sent_result {
	FX_SENT_QUEUED = 0,
	FX_SENT_IGNORED = 1,
	FX_SENT_PENDING = 2,
	FX_SENT_OVERFLOW = 3,
	FX_SENT_BARE = 4,
};

/**
 * struct fx_sent - a signal as it is sent by a task; the head names the sender
 *
 * Signals that the kernel sends in an interrupt (timers) have no sender and no
 * such record; their FX_REC_SIGNAL is there.
 *
 * @record: the head.
 * @target_start: as record.start, of the receiver.
 * @target_tgid: the receiver's process.
 * @target_tid: the thread that it was sent to, or any of the process.
 * @signo: number of the signal.
 * @code: si_code.
 * @whole: 1 when it was sent to the process, 0 to the thread.
 * @result: enum fx_sent_result.
 */
struct fx_sent {
	struct fx_record record;
	__u64 target_start;
	__u32 target_tgid;
	__u32 target_tid;
	__u32 signo;
	__s32 code;
	__u32 whole;
	__u32 result;
};

/**
 * enum fx_uring_phase - where in its life an io_uring operation is
 * @FX_URING_SUBMIT: the kernel took it from the ring.
 * @FX_URING_COMPLETE: its result is posted.
 */
enum fx_uring_phase {
	FX_URING_SUBMIT = 1,
	FX_URING_COMPLETE = 2,
};

/**
 * struct fx_uring - an io_uring operation
 * @record: the head; names the task that submitted it, also at its completion.
 * @ring: opaque number of the io_uring instance.
 * @request: opaque number of the request; the same at submission and completion
 *	of one operation, and used again later.
 * @user_data: as the program gave it.
 * @offset: of the submission entry: offset in the file, or what the operation
 *	puts there. Fields of the entry are read again when it was taken, from
 *	memory that the program can write; 0 at the completion.
 * @addr: of the submission entry: address, likewise.
 * @length: of the submission entry: bytes or count, likewise.
 * @op_flags: of the submission entry, likewise.
 * @fd: of the submission entry: descriptor, or index of a registered file.
 * @result: at the completion; negative errno on failure.
 * @cqe_flags: IORING_CQE_F_*, at the completion.
 * @phase: enum fx_uring_phase.
 * @opcode: IORING_OP_*.
 * @sqe_flags: IOSQE_*.
 * @items: number of struct fx_item that follow: FILE, as far as known.
 */
struct fx_uring {
	struct fx_record record;
	__u64 ring;
	__u64 request;
	__u64 user_data;
	__u64 offset;
	__u64 addr;
	__u32 length;
	__u32 op_flags;
	__s32 fd;
	__s32 result;
	__u32 cqe_flags;
	__u8 phase;
	__u8 opcode;
	__u8 sqe_flags;
	__u8 items;
};

/**
 * struct fx_info - what the reader has to know (FX_IOC_INFO)
 * @abi_version: FX_ABI_VERSION of the module.
 * @cpus: number of rings; CPUs are numbered from 0.
 * @ring_bytes: bytes of the data area of each ring.
 * @recording_id: random, new at each load of the module.
 * @table_crc: CRC-32 (IEEE 802.3) of the text of syscalls.tbl at build time.
 * @recording: 1 while calls are being recorded.
 * @monotonic: CLOCK_MONOTONIC, ns.
 * @realtime: CLOCK_REALTIME at the same moment, ns since 1970.
 * @boottime: CLOCK_BOOTTIME at the same moment, ns.
 */
struct fx_info {
	__u32 abi_version;
	__u32 cpus;
	__u64 ring_bytes;
	__u8 recording_id[16];
	__u32 table_crc;
	__u32 recording;
	__u64 monotonic;
	__u64 realtime;
	__u64 boottime;
};

/*
 * ioctls of /dev/forensix. Opening it needs CAP_SYS_ADMIN (EPERM) and succeeds
 * for one reader at a time (EBUSY). FX_IOC_VERSION comes first; before it, all
 * else is refused (EPROTO).
 */

/* In: the caller's FX_ABI_VERSION. Out: the module's. EPROTO if they differ. */
#define FX_IOC_VERSION _IOWR('F', 0, __u32)
/* Describes the rings: struct fx_info. */
#define FX_IOC_INFO _IOR('F', 1, struct fx_info)
/* Begins recording; does nothing when it is on. */
#define FX_IOC_START _IO('F', 2)
/* Ends recording; when it returns, no more records will come. */
#define FX_IOC_STOP _IO('F', 3)
/* The reader has made room: held tasks look again. */
#define FX_IOC_WAKE _IO('F', 4)

#include "forensix_layout.h"

#endif /* _UAPI_FORENSIX_H */
