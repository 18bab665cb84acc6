/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The capture table: what syscalls.tbl says, in the form the hooks use.
 */
#ifndef FX_TABLE_H
#define FX_TABLE_H

#include <linux/compiler.h>
#include <linux/nospec.h>
#include <linux/types.h>
#include "../include/uapi/forensix.h"

/* Most things that one call can have captured at entry, and at exit. */
#define FX_OPS_MAX 12

/**
 * enum fx_op_kind - how one argument is captured
 * @FX_OP_FILE: identity of the descriptor in the argument
 * @FX_OP_RESULT_FILE: identity of the descriptor the call returned
 * @FX_OP_BYTES: memory the argument points to
 * @FX_OP_CSTR: a string
 * @FX_OP_STRV: a NULL-terminated array of strings
 * @FX_OP_IOVEC: an array of struct iovec, the next argument its length, and the
 *	memory that it points to
 * @FX_OP_MSGHDR: a struct msghdr, and name, iovec and control data behind it
 * @FX_OP_MMSGHDR: an array of struct mmsghdr, the next argument its length
 * @FX_OP_IOCTL: the argument of an ioctl, by the size and direction in its number
 * @FX_OP_CLONE3: a struct clone_args, the next argument its size
 * @FX_OP_FCNTL: the argument of fcntl, by its command
 * @FX_OP_FUTEX: the time-out of futex, by its operation
 * @FX_OP_PRCTL: an argument of prctl, by its option
 * @FX_OP_ARCH_PRCTL: the argument of arch_prctl, by its code
 * @FX_OP_SEMCTL: the argument of semctl, by its command
 * @FX_OP_SIGMASK: a pointer to a set of signals and its size, and the set
 * @FX_OP_SECCOMP: the argument of seccomp, by its operation
 * @FX_OP_KEYCTL: an argument of keyctl, by its operation
 * @FX_OP_IOCBS: an array of pointers to struct iocb, the argument before it its
 *	length, and what these point to
 * @FX_OP_BPF: a union bpf_attr, the next argument its size, and by the command the
 *	program or the name that it points to
 * @FX_OP_URING: the argument of io_uring_register, by its opcode
 * @FX_OP_QUOTA: the argument of quotactl, by its command
 * @FX_OP_QUOTA_FD: the same of quotactl_fd
 * @FX_OP_FSCONFIG: the value of fsconfig, by its command
 * @FX_OP_PERF: a struct perf_event_attr, which says its size itself
 * @FX_OP_LANDLOCK: a rule of landlock, by its type
 * @FX_OP_MAPPED: identity of the files mapped in a range, the next argument its
 *	length
 * @FX_OP_IPC: what an argument of ipc() points to, by its first one
 * @FX_OP_RADDR: where shmat() has attached, when ipc() stands for it
 * @FX_OP_MADE: from here on: descriptors that a call made and does not always
 *	return (made.c). These two are stored at the argument
 * @FX_OP_MADE_CLONE: a pidfd
 * @FX_OP_MADE_CLONE3: a pidfd
 * @FX_OP_MADE_GETSOCKOPT: a pidfd
 * @FX_OP_MADE_BPF: the result, by the command
 * @FX_OP_MADE_SECCOMP: the result, by the flags
 * @FX_OP_MADE_LANDLOCK_CREATE_RULESET: the result, unless flags are given
 * @FX_OP_MADE_IOCTL: by the command
 */
enum fx_op_kind {
	FX_OP_FILE,
	FX_OP_RESULT_FILE,
	FX_OP_BYTES,
	FX_OP_CSTR,
	FX_OP_STRV,
	FX_OP_IOVEC,
	FX_OP_MSGHDR,
	FX_OP_MMSGHDR,
	FX_OP_IOCTL,
	FX_OP_CLONE3,
	FX_OP_FCNTL,
	FX_OP_FUTEX,
	FX_OP_PRCTL,
	FX_OP_ARCH_PRCTL,
	FX_OP_SEMCTL,
	FX_OP_SIGMASK,
	FX_OP_SECCOMP,
	FX_OP_KEYCTL,
	FX_OP_IOCBS,
	FX_OP_BPF,
	FX_OP_URING,
	FX_OP_QUOTA,
	FX_OP_QUOTA_FD,
	FX_OP_FSCONFIG,
	FX_OP_PERF,
	FX_OP_LANDLOCK,
	FX_OP_MAPPED,
	FX_OP_IPC,
	FX_OP_RADDR,
	FX_OP_MADE,
	FX_OP_MADE_CLONE,
	FX_OP_MADE_CLONE3,
	FX_OP_MADE_GETSOCKOPT,
	FX_OP_MADE_BPF,
	FX_OP_MADE_SECCOMP,
	FX_OP_MADE_LANDLOCK_CREATE_RULESET,
	FX_OP_MADE_IOCTL,
};

/**
 * enum fx_length - where the length of FX_OP_BYTES comes from; of others, RESULT is an output
 * @FX_LENGTH_FIXED: scale bytes
 * @FX_LENGTH_ARG: the value of argument from, times scale
 * @FX_LENGTH_INT: the same, of its low half, a signed number
 * @FX_LENGTH_UINT: the same, not signed
 * @FX_LENGTH_PAGES: a byte for each page of as many bytes as argument from says
 * @FX_LENGTH_RESULT: the result, times scale; at most the value of argument from,
 *	unless that is the argument captured
 * @FX_LENGTH_POINTER: the 32-bit number that argument from points to; for an
 *	output at most what stood there at entry
 */
enum fx_length {
	FX_LENGTH_FIXED,
	FX_LENGTH_ARG,
	FX_LENGTH_INT,
	FX_LENGTH_UINT,
	FX_LENGTH_PAGES,
	FX_LENGTH_RESULT,
	FX_LENGTH_POINTER,
};

/**
 * enum fx_op_flag - bits of fx_op.flags
 * @FX_OP_BY_RESULT: an input of which the call used no more bytes than it returned
 * @FX_OP_TWO_WAY: an input that the call itself overwrites
 */
enum fx_op_flag {
	FX_OP_BY_RESULT = 1,
	FX_OP_TWO_WAY = 2,
};

/**
 * struct fx_op - one thing to capture
 * @kind: enum fx_op_kind
 * @arg: argument it is about
 * @length: enum fx_length
 * @from: argument that the length comes from
 * @scale: bytes, or bytes per element
 * @flags: enum fx_op_flag
 * @add: bytes more than that
 */
struct fx_op {
	u8 kind;
	u8 arg;
	u8 length;
	u8 from;
	u16 scale;
	u8 flags;
	u8 add;
};

/**
 * enum fx_row_flag - bits of fx_row.flags
 * @FX_ROW_EARLY: an ENTER record is due
 * @FX_ROW_MAKES: returns a descriptor of a file that was not open before
 * @FX_ROW_ADDRESS: may give a socket an address: that in its first argument
 * @FX_ROW_MAPS: may map a file
 * @FX_ROW_OUTER: stands for another call, see inner.c
 */
enum fx_row_flag {
	FX_ROW_EARLY = 1,
	FX_ROW_MAKES = 2,
	FX_ROW_ADDRESS = 4,
	FX_ROW_MAPS = 8,
	FX_ROW_OUTER = 16,
};

/**
 * enum fx_in - what a usual call has at entry: what quick.c tells apart
 * @FX_IN_GENERAL: something that only call.c does
 * @FX_IN_NOTHING: nothing
 * @FX_IN_FILE: a descriptor in argument 0
 * @FX_IN_WRITE: that, and bytes at argument 1, as many as argument 2 says
 * @FX_IN_PATH: a path at argument 0
 * @FX_IN_AT: a descriptor in argument 0 and a path at argument 1
 * @FX_IN_OPS: other descriptors, strings and bytes
 */
enum fx_in {
	FX_IN_GENERAL,
	FX_IN_NOTHING,
	FX_IN_FILE,
	/* From here on there is memory that may change while the call runs. */
	FX_IN_WRITE,
	FX_IN_PATH,
	FX_IN_AT,
	FX_IN_OPS,
};

/**
 * enum fx_out - what a usual call has at exit, when it has not failed
 * @FX_OUT_GENERAL: something that only call.c does
 * @FX_OUT_NOTHING: nothing
 * @FX_OUT_FILE: the descriptor that it returned
 * @FX_OUT_READ: bytes at argument 1, as many as it returned
 * @FX_OUT_FIXED: a structure of whole words
 * @FX_OUT_OPS: other descriptors and bytes
 */
enum fx_out {
	FX_OUT_GENERAL,
	FX_OUT_NOTHING,
	FX_OUT_FILE,
	FX_OUT_READ,
	FX_OUT_FIXED,
	FX_OUT_OPS,
};

/**
 * struct fx_row - one system call
 * @ops: index of its first op in fx_ops; those for entry come first
 * @flags: enum fx_row_flag
 * @entry: number of ops at entry
 * @exit: number of ops at exit
 * @busy: there is more to do than to write the call down
 * @in: enum fx_in
 * @out: enum fx_out
 */
struct fx_row {
	u16 ops;
	u8 flags;
	u8 entry;
	u8 exit;
	u8 busy;
	u8 in;
	u8 out;
};

extern const struct fx_op fx_ops[];
extern const struct fx_row fx_rows_x86_64[];
extern const struct fx_row fx_rows_ia32[];
extern const struct fx_row fx_row_unknown;
extern const u32 fx_rows_x86_64_count;
extern const u32 fx_rows_ia32_count;
extern const u32 fx_table_crc;

/**
 * fx_row - how a call is captured
 * @abi: enum fx_abi
 * @nr: number of the call; any value, it comes from user space
 *
 * Return: its row; never NULL.
 */
static inline const struct fx_row *fx_row(unsigned int abi, u32 nr)
{
	const struct fx_row *rows = fx_rows_x86_64;
	u32 count = fx_rows_x86_64_count;

	if (unlikely(abi == FX_ABI_IA32)) {
		rows = fx_rows_ia32;
		count = fx_rows_ia32_count;
	}
	if (unlikely(nr >= count))
		return &fx_row_unknown;
	return &rows[array_index_nospec(nr, count)];
}

const char *fx_call_name(unsigned int abi, u32 nr);
u64 fx_call_groups(unsigned int abi, u32 nr);
u64 fx_group_mask(const char *name);

/* Nothing to do for this call but to write it down. */
static inline bool fx_row_plain(const struct fx_row *row)
{
	return !row->busy;
}

#endif
