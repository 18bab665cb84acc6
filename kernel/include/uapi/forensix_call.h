/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * The record of a system call, and the items that hold its data.
 * A part of forensix.h, which includes it.
 */
#ifndef _UAPI_FORENSIX_CALL_H
#define _UAPI_FORENSIX_CALL_H

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
 * @FX_CALL_UNSEEN: the call made, or was about, a shared and writable mapping of
 *	a file: what is stored there is on no record.
 * @FX_CALL_INNER: made through socketcall() or ipc() of the 32-bit convention: nr
 *	and args are those of the call that these stood for.
 */
enum fx_call_flag {
	FX_CALL_NO_ENTRY = 1,
	FX_CALL_LATE = 2,
	FX_CALL_MORE = 4,
	FX_CALL_NO_MEMORY = 8,
	FX_CALL_CHANGED = 16,
	FX_CALL_UNSEEN = 32,
	FX_CALL_INNER = 64,
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
 *	header), then what there is of NAME, CONTROL, MADE, IOVEC, GATHER, in this
 *	order.
 * @FX_ITEM_MADE: struct fx_made of each descriptor that was made and is not the
 *	result of the call: what pipe(2) stored at the argument, what came with a
 *	message; of an io_uring operation, what it returned.
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
	FX_ITEM_MADE = 9,
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

/* fx_made.flags and fx_fd.flags: closed by exec. */
#define FX_FD_CLOEXEC 1

/**
 * struct fx_made - a descriptor that was made
 * @id: the open file behind it when the call returned.
 * @fd: the descriptor, in the process of the call; of seccomp's ADDFD ioctl, in
 *	the process that is supervised.
 * @flags: FX_FD_CLOEXEC.
 */
struct fx_made {
	struct fx_file_id id;
	__s32 fd;
	__u32 flags;
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

#endif /* _UAPI_FORENSIX_CALL_H */
