// SPDX-License-Identifier: GPL-2.0
/*
 * Open files: the identity behind a descriptor, and the record that says what it
 * is, written when the file is first met.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include <linux/random.h>
#include <linux/sched.h>
#include "capture.h"
#include "file.h"
#include "path.h"
#include "record.h"
#include "socket.h"
#include "wake.h"

u64 fx_file_secret;
u64 fx_file_factor;
u64 fx_files_seen[1 << FX_SEEN_BITS];

/**
 * fx_capture_init - choose what makes file numbers opaque
 */
void fx_capture_init(void)
{
	fx_file_secret = get_random_u64();
	fx_file_factor = get_random_u64() | 1;
}

/**
 * fx_file_identify - the identity of an open file
 * @id: in a record
 * @file: the file
 * @inode: its inode
 */
void fx_file_identify(struct fx_file_id *id, const struct file *file, const struct inode *inode)
{
	id->file = fx_file_number(file);
	id->inode = inode->i_ino;
	id->dev = inode->i_sb->s_dev;
	id->mode = inode->i_mode;
}

/**
 * fx_capture_struct_file - lay down the identity of an open file
 * @c: the capture
 * @arg: argument it belongs to
 * @file: the file; alive, or at least not yet given back to the allocator
 */
void fx_capture_struct_file(struct fx_capture *c, unsigned int arg, const struct file *file)
{
	struct fx_file_id *id = fx_item_begin(c);
	const struct inode *inode;

	if (!id)
		return;
	if (unlikely(fx_item_room(c) < sizeof(*id))) {
		c->full = true;
		return;
	}
	inode = READ_ONCE(file->f_inode);
	if (!inode)
		return;
	fx_file_identify(id, file, inode);
	fx_item_end(c, FX_ITEM_FILE, arg, 0, sizeof(*id), sizeof(*id));
}

/*
 * The file behind a descriptor, without a reference: preemption is off, and
 * files, inodes and super blocks are freed after a grace period. Where another
 * thread closes the descriptor at this moment, what is read is the file of just
 * before or (a file's memory may be used again at once) of just after, which is
 * what the call may have got too.
 */
static const struct file *fx_file_peek(u64 fd)
{
	struct files_struct *files = current->files;
	struct fdtable *fdt;

	if (unlikely(!files))
		return NULL;
	fdt = rcu_dereference_raw(files->fdt);
	if ((u32)fd >= fdt->max_fds)
		return NULL;
	fd = array_index_nospec((u32)fd, fdt->max_fds);
	return rcu_dereference_raw(fdt->fd[fd]);
}

/**
 * fx_capture_file - lay down the identity behind a descriptor
 * @c: the capture
 * @arg: argument it belongs to
 * @fd: the descriptor; any value
 */
void fx_capture_file(struct fx_capture *c, unsigned int arg, u64 fd)
{
	const struct file *file = fx_file_peek(fd);

	if (file)
		fx_capture_struct_file(c, arg, file);
}

/**
 * fx_file_made - lay down a descriptor and the identity behind it
 * @to: in a record
 * @fd: the descriptor; any value
 *
 * Preemption is off; without a reference, see fx_file_peek(). Whether exec closes it
 * is read beside the file: another thread may change it at any time.
 *
 * Return: false when there is none.
 */
bool fx_file_made(struct fx_made *to, u32 fd)
{
	const struct file *file = fx_file_peek(fd);
	const struct inode *inode = file ? READ_ONCE(file->f_inode) : NULL;
	const struct fdtable *fdt;

	if (!inode)
		return false;
	fdt = rcu_dereference_raw(current->files->fdt);
	/* A table that came in between is not smaller: it never shrinks. */
	fd = array_index_nospec(fd, fdt->max_fds);
	fx_file_identify(&to->id, file, inode);
	to->fd = fd;
	to->flags = test_bit(fd, fdt->close_on_exec) ? FX_FD_CLOEXEC : 0;
	return true;
}

/* As fx_item_begin() and fx_item_end(), in a straight line: each open comes here. */
static void fx_file_path(struct fx_capture *c, const struct file *file)
{
	struct fx_item *item = (struct fx_item *)c->at;
	u8 *text = (u8 *)(item + 1), *end;
	int n = fx_path(&file->f_path, text, PATH_MAX);

	if (n < 0)
		return;
	*item = (struct fx_item){ .kind = FX_ITEM_CSTR, .size = n, .full = n };
	for (end = text + n; (unsigned long)end % FX_ALIGN_BYTES; end++)
		*end = 0;
	c->at = end;
	c->items++;
}

/**
 * fx_file_describe - put an open file on record
 * @file: the file, to which the caller has a reference
 *
 * Preemption is off, nothing is reserved in the ring, and no lock is held that
 * naming a file or a socket may take. Where the ring is full nothing is written,
 * and the file is met again with its next use.
 *
 * Return: true when it is on record.
 */
bool fx_file_describe(struct file *file)
{
	const struct inode *inode = file_inode(file);
	u64 number = fx_file_number(file), now = fx_now();
	struct fx_ring *ring = fx_this_ring();
	struct fx_file *to = fx_ring_reserve(ring, ALIGN(FX_FILE_MAX_BYTES, FX_ALIGN_BYTES), now);
	struct fx_capture c = { .exit = true };
	u32 size;

	if (!to)
		return false;
	c.at = (u8 *)(to + 1);
	c.end = (u8 *)to + FX_FILE_MAX_BYTES;
	fx_file_identify(&to->id, file, inode);
	to->family = 0;
	to->type = 0;
	to->protocol = 0;
	to->flags = READ_ONCE(file->f_flags);
	fx_file_path(&c, file);
	if (S_ISSOCK(inode->i_mode))
		fx_socket_describe(&c, to, file);
	to->items = c.items;
	fx_record_who(&to->record, current);
	size = c.at - (u8 *)to;
	fx_ring_stamp(ring, &to->record, FX_REC_FILE, size, now);
	fx_ring_commit(ring, size);
	fx_wake_check(ring);
	WRITE_ONCE(fx_files_seen[number >> (64 - FX_SEEN_BITS)], number ^ (u64)inode);
	return true;
}

/**
 * fx_file_meet - a call is about this descriptor: is its file on record?
 * @fd: the descriptor; any value
 * @anew: put it on record in any case
 *
 * As fx_file_describe().
 *
 * Return: false when it is not on record now, for want of room.
 */
bool fx_file_meet(u64 fd, bool anew)
{
	const struct file *met = fx_file_peek(fd);
	const struct inode *inode = met ? READ_ONCE(met->f_inode) : NULL;
	struct file *file;
	bool done;

	if (!inode || (!anew && fx_file_known(fx_file_number(met), inode)))
		return true;
	/* Nobody else can close it: as fdget(). */
	if (atomic_read(&current->files->count) == 1)
		return fx_file_describe((struct file *)met);
	/* To name it takes a reference. If it becomes the last, the file goes when we leave. */
	file = fget_raw((u32)fd);
	if (!file)
		return true;
	done = fx_file_describe(file);
	fput(file);
	return done;
}

/**
 * fx_files_forget - have all files put on record again when they are met
 */
void fx_files_forget(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(fx_files_seen); i++)
		WRITE_ONCE(fx_files_seen[i], 0);
}
