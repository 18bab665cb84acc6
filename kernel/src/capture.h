/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Copying what the arguments of a call point to.
 */
#ifndef FX_CAPTURE_H
#define FX_CAPTURE_H

#include <uapi/linux/futex.h>
#include "table.h"
#include "task.h"

/**
 * struct fx_capture - where items are laid down, and how far it went
 * @at: where the next item goes
 * @end: the end of the room
 * @task: state of the current task
 * @args: arguments of the call
 * @ret: its result
 * @abi: enum fx_abi, which says how long a pointer is
 * @items: items laid down
 * @flags: enum fx_item_flag that each item gets
 * @final: take what can be had: a page that cannot be read ends the item
 * @full: an item did not fit
 * @fault: address that could not be read, 0 when all could
 * @fault_bytes: bytes from there on that are wanted
 * @exit: at the exit of the call, else at its entry
 */
struct fx_capture {
	u8 *at;
	u8 *end;
	struct fx_task *task;
	const u64 *args;
	s64 ret;
	u8 abi;
	u8 items;
	u8 flags;
	bool final;
	bool full;
	bool exit;
	u64 fault;
	u64 fault_bytes;
};

/**
 * struct fx_source - bytes in user memory, in one piece or many
 * @base: address, of the bytes or (unused for vectors) 0
 * @vec: copy of the iovec array in kernel memory, or NULL
 * @count: its elements
 * @full: bytes there are
 * @compat: elements are of 32-bit callers
 */
struct fx_source {
	u64 base;
	const void *vec;
	u32 count;
	u64 full;
	bool compat;
};

/* The kernel takes no longer address (sizeof(struct sockaddr_storage)). */
#define FX_NAME_MAX_BYTES 128

/* The longest output that is copied without further ado, unless payload_max_bytes is less. */
#define FX_QUICK_BYTES 4096

/* The operations of futex() whose fourth argument is a time and not a number. */
static inline bool fx_futex_timed(u32 op)
{
	const u32 timed = 1u << FUTEX_WAIT | 1u << FUTEX_LOCK_PI | 1u << FUTEX_LOCK_PI2 |
			  1u << FUTEX_WAIT_BITSET | 1u << FUTEX_WAIT_REQUEUE_PI;

	op &= FUTEX_CMD_MASK;
	return op < 32 && timed >> op & 1;
}

extern uint fx_payload_max_bytes;
extern uint fx_quick_max_bytes;

void fx_capture_op(struct fx_capture *c, unsigned int i, const struct fx_op *op);
void fx_capture_file(struct fx_capture *c, unsigned int arg, u64 fd);
void fx_capture_struct_file(struct fx_capture *c, unsigned int arg, const struct file *file);
void fx_capture_text(struct fx_capture *c, unsigned int arg, u64 from, u32 most);
void fx_capture_strings(struct fx_capture *c, unsigned int arg, u64 from, u64 to);
size_t fx_source_copy(struct fx_capture *c, const struct fx_source *source, u64 offset, u8 *to,
		      size_t bytes);
u64 fx_op_length(struct fx_capture *c, const struct fx_op *op);
void *fx_item_begin(struct fx_capture *c);
void fx_item_end(struct fx_capture *c, enum fx_item_kind kind, unsigned int arg, unsigned int flags,
		 u32 size, u64 full);
void fx_capture_init(void);
void fx_capture_source(struct fx_capture *c, unsigned int i, const struct fx_op *op,
		       enum fx_item_kind kind, const struct fx_source *source);
void fx_capture_vector(struct fx_capture *c, unsigned int i, const struct fx_op *op, u64 base,
		       u64 count, u64 limit);
void fx_capture_irregular(struct fx_capture *c, unsigned int i, const struct fx_op *op);
void fx_capture_commanded(struct fx_capture *c, unsigned int i, const struct fx_op *op);
void fx_capture_keyctl(struct fx_capture *c, unsigned int i, const struct fx_op *op);
void fx_capture_iocbs(struct fx_capture *c, unsigned int i, const struct fx_op *op);
void fx_piece(struct fx_capture *c, enum fx_item_kind kind, unsigned int arg, u64 from, u64 bytes);
void fx_payload(struct fx_capture *c, enum fx_item_kind kind, unsigned int arg, u64 from,
		u64 bytes);
size_t fx_copy(struct fx_capture *c, u8 *to, u64 from, size_t bytes);
u64 fx_out_limit(const struct fx_capture *c, const struct fx_op *op);

/* Room for the bytes of the item that begins here. */
static inline u64 fx_item_room(const struct fx_capture *c)
{
	return c->end - c->at - sizeof(struct fx_item);
}

/* A message header, of either ABI. */
struct fx_message {
	u64 name;
	u64 vec;
	u64 count;
	u64 control;
	u32 name_bytes;
	u32 control_bytes;
};

/* Messages of one sendmmsg or recvmmsg that are laid down: items are counted in a byte. */
#define FX_MESSAGES_MAX 48

u32 fx_message_bytes(bool compat);
void fx_message_parse(struct fx_message *m, const u8 *raw, bool compat);

/* The most an op may take of user memory. */
static inline u64 fx_payload_limit(u64 full)
{
	return min_t(u64, full, READ_ONCE(fx_payload_max_bytes));
}

#endif
