// SPDX-License-Identifier: GPL-2.0
/*
 * The identity of the open file behind a descriptor.
 */
#include <linux/fdtable.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/nospec.h>
#include <linux/random.h>
#include <linux/sched.h>
#include "capture.h"
#include "file.h"

u64 fx_file_secret;
u64 fx_file_factor;

/**
 * fx_capture_init - choose what makes file numbers opaque
 */
void fx_capture_init(void)
{
	fx_file_secret = get_random_u64();
	fx_file_factor = get_random_u64() | 1;
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
	id->file = fx_file_number(file);
	id->inode = inode->i_ino;
	id->dev = inode->i_sb->s_dev;
	id->mode = inode->i_mode;
	fx_item_end(c, FX_ITEM_FILE, arg, 0, sizeof(*id), sizeof(*id));
}

/**
 * fx_capture_file - lay down the identity behind a descriptor
 * @c: the capture
 * @arg: argument it belongs to
 * @fd: the descriptor; any value
 *
 * No reference is taken: preemption is off, and files, inodes and super blocks
 * are freed after a grace period. Where another thread closes the descriptor at
 * this moment, what is read is the file of just before or (a file's memory may
 * be used again at once) of just after, which is what the call may have got too.
 */
void fx_capture_file(struct fx_capture *c, unsigned int arg, u64 fd)
{
	struct files_struct *files = current->files;
	struct fdtable *fdt;
	struct file *file;

	if (unlikely(!files))
		return;
	fdt = rcu_dereference_raw(files->fdt);
	if ((u32)fd >= fdt->max_fds)
		return;
	fd = array_index_nospec((u32)fd, fdt->max_fds);
	file = rcu_dereference_raw(fdt->fd[fd]);
	if (file)
		fx_capture_struct_file(c, arg, file);
}
