/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Records of what happens beside system calls: the life of processes, signals,
 * open files, io_uring.
 * A part of forensix.h, which includes it.
 */
#ifndef _UAPI_FORENSIX_EVENT_H
#define _UAPI_FORENSIX_EVENT_H

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

/* fx_item.arg of two places of a task; there is no descriptor of them. */
#define FX_TASK_CWD 2
#define FX_TASK_ROOT 3

/**
 * struct fx_task_state - a task as it was found when recording began
 * @record: the head; names the task described.
 * @task_start: boot time at which the thread started.
 * @parent_tgid: its parent process.
 * @items: number of struct fx_item that follow: CSTR with arg 0 (path of the
 *	executable), STRV with arg 1 (command line); CSTR and FILE with arg
 *	FX_TASK_CWD and FX_TASK_ROOT: its working and its root directory, as seen
 *	from the root of the first process, in FILE the number of the open file is
 *	0. A thread has what its process has, unless it brings places of its own.
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
 * @items: number of struct fx_item that follow, as far as known: FILE (what it
 *	works on); MADE with arg FX_ARG_RESULT, when @result is a descriptor that
 *	the operation made.
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

#endif /* _UAPI_FORENSIX_EVENT_H */
