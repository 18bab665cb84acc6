/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The items of usual calls, laid down without a function call (quick.c).
 *
 * The functions move *@at to where the next item goes, or leave it when there is none; they return
 * false when something is not as usual.
 */
#ifndef FX_QUICK_ITEM_H
#define FX_QUICK_ITEM_H

#include <linux/fdtable.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include "capture.h"
#include "file.h"
#include "user.h"

/* An item that holds a file: all that most calls have at entry. */
struct fx_file_item {
	struct fx_item item;
	struct fx_file_id id;
};

/* Where the arguments of a 64-bit call stand in pt_regs. */
static const u8 fx_arg_offset[FX_ARGS] = {
	offsetof(struct pt_regs, di),  offsetof(struct pt_regs, si), offsetof(struct pt_regs, dx),
	offsetof(struct pt_regs, r10), offsetof(struct pt_regs, r8), offsetof(struct pt_regs, r9),
};

static __always_inline u64 fx_arg(const struct pt_regs *regs, unsigned int i)
{
	return *(const u64 *)((const u8 *)regs + fx_arg_offset[i]);
}

/* One word, read as part of the comparison, where READ_ONCE() would take a register. */
static __always_inline u32 fx_quick_most(void)
{
	return data_race(fx_quick_max_bytes);
}

/* An item head is two words: kind, argument, flags and size; and the full size. */
static __always_inline void fx_quick_item(u8 *at, enum fx_item_kind kind, unsigned int arg,
					  u32 size, u64 full)
{
	((u64 *)at)[0] = kind | (u64)arg << 16 | (u64)size << 32;
	((u64 *)at)[1] = full;
}

/* Not for a file that is not yet on record. See fx_file_peek() for why this is safe. */
static __always_inline bool fx_quick_file(u8 **at, unsigned int arg, u32 fd)
{
	struct fx_file_item *item = (struct fx_file_item *)*at;
	const struct inode *inode;
	struct fdtable *fdt;
	struct file *file;
	u64 number;

	/* AT_FDCWD, for one. */
	if ((s32)fd < 0)
		return true;
	fdt = rcu_dereference_raw(current->files->fdt);
	if (fd >= fdt->max_fds)
		return true;
	file = rcu_dereference_raw(fdt->fd[array_index_nospec(fd, fdt->max_fds)]);
	if (!file)
		return true;
	inode = READ_ONCE(file->f_inode);
	if (!inode)
		return true;
	number = fx_file_number(file);
	if (unlikely(!fx_file_known(number, inode)))
		return false;
	fx_quick_item(*at, FX_ITEM_FILE, arg, sizeof(item->id), sizeof(item->id));
	item->id.file = number;
	item->id.inode = inode->i_ino;
	item->id.dev = inode->i_sb->s_dev;
	item->id.mode = inode->i_mode;
	*at = (u8 *)(item + 1);
	return true;
}

/* Not when a page is missing. */
static __always_inline bool fx_quick_bytes(u8 **at, unsigned int arg, u64 from, u32 bytes)
{
	u8 *to = *at + sizeof(struct fx_item);

	if (!from)
		return true;
	fx_quick_item(*at, FX_ITEM_BYTES, arg, bytes, bytes);
	*at = to + ALIGN(bytes, FX_ALIGN_BYTES);
	if (!bytes)
		return true;
	/* The padding; what belongs to the item is written over it. */
	((u64 *)to)[(bytes - 1) / FX_ALIGN_BYTES] = 0;
	return likely(fx_user_copy(to, from, bytes) == bytes);
}

static __always_inline bool fx_quick_cstr(u8 **at, unsigned int arg, u64 from, u64 room)
{
	u8 *to = *at + sizeof(struct fx_item);
	long n;

	if (!from)
		return true;
	n = fx_user_string(to, from, room);
	if (unlikely((u64)n >= room))
		return false;
	fx_quick_item(*at, FX_ITEM_CSTR, arg, n, n);
	*at = to + ALIGN(n, FX_ALIGN_BYTES);
	return true;
}

/* A structure of whole words; not a missing one. */
static __always_inline bool fx_quick_fixed(u8 **at, const struct fx_op *op,
					   const struct pt_regs *regs)
{
	u64 from = fx_arg(regs, op->arg);
	u8 *to = *at + sizeof(struct fx_item);
	u32 bytes = op->scale;

	if (unlikely(!from) || unlikely(bytes > fx_quick_most()))
		return false;
	fx_quick_item(*at, FX_ITEM_BYTES, op->arg, bytes, bytes);
	*at = to + bytes;
	return likely(fx_user_words(to, from, bytes));
}

static __always_inline void fx_quick_words(u64 *to, const u64 *from, u32 bytes)
{
	size_t words = bytes / sizeof(u64);

	asm volatile("rep movsq" : "+c"(words), "+D"(to), "+S"(from) : : "memory");
}

#endif
