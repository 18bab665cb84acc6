// SPDX-License-Identifier: GPL-2.0
/*
 * The kernel's path of an open file, as d_path() has it.
 *
 * Each file that is opened is named once, so d_path(), which is made for paths
 * through any mounts, would be most of what an open costs. A file on the mount
 * that the root of the task is on, which most are, is named here by one walk up
 * its folders; anything else is left to d_path().
 */
#include <linux/dcache.h>
#include <linux/err.h>
#include <linux/fs_struct.h>
#include <linux/limits.h>
#include <linux/sched.h>
#include <linux/seqlock.h>
#include <linux/string.h>
#include "path.h"

/* Folders of a path that is named here. */
#define FX_DEPTH_MAX 24

/*
 * The dentries from @dentry up to below @root; 0 when it is the root, or not
 * below it, or too deep. They stay where they are for as long as RCU is held.
 */
static unsigned int fx_path_climb(const struct dentry *dentry, const struct dentry *root,
				  const struct dentry **steps)
{
	unsigned int n = 0;

	while (dentry != root) {
		if (n == FX_DEPTH_MAX || IS_ROOT(dentry))
			return 0;
		steps[n++] = dentry;
		dentry = READ_ONCE(dentry->d_parent);
	}
	return n;
}

/*
 * Writes the names down, from the last step to the first. A rename at this moment
 * may change a name and its length: the text then ends with its NUL at the
 * latest, and the caller finds out. Returns the end, or NULL when it does not fit.
 */
static u8 *fx_path_descend(const struct dentry *const *steps, unsigned int n, u8 *to, const u8 *end)
{
	while (n--) {
		const struct qstr *name = &steps[n]->d_name;
		/* Pairs with the release in __d_alloc() and swap_names(), as in d_path(). */
		const unsigned char *from = smp_load_acquire(&name->name);
		u32 left = READ_ONCE(name->len);
		char c;

		if (left >= end - to)
			return NULL;
		*to++ = '/';
		while (left-- && (c = *from++))
			*to++ = c;
	}
	return to;
}

/* Returns the length, or 0 for what is left to d_path(). */
static int fx_path_near(const struct path *path, u8 *to, size_t room)
{
	const struct dentry *steps[FX_DEPTH_MAX], *dentry = path->dentry;
	const struct path *root = &current->fs->root;
	u8 *end = NULL;
	unsigned int seq, n;

	/* Pipes, sockets and the like name themselves. */
	if (path->mnt != READ_ONCE(root->mnt) || (dentry->d_op && dentry->d_op->d_dname) ||
	    d_unlinked(dentry))
		return 0;
	seq = read_seqbegin(&rename_lock);
	n = fx_path_climb(dentry, READ_ONCE(root->dentry), steps);
	if (n)
		end = fx_path_descend(steps, n, to, to + room);
	return end && !read_seqretry(&rename_lock, seq) ? end - to : 0;
}

/**
 * fx_path - the path of an open file, from the root of the current task
 * @path: where the file is; held by the caller
 * @to: room for the text
 * @room: bytes of it, at least PATH_MAX
 *
 * Preemption is off, which holds RCU. A name from another root begins with
 * "(unreachable)", one that is gone ends in " (deleted)".
 *
 * Return: its length, or a negative errno.
 */
int fx_path(const struct path *path, u8 *to, size_t room)
{
	int n = fx_path_near(path, to, room);
	char *text;

	if (n)
		return n;
	/* Builds the name at the end of the room it is given, under RCU and seqlocks only. */
	text = d_path(path, (char *)to, room);
	if (IS_ERR(text))
		return PTR_ERR(text);
	n = strlen(text);
	memmove(to, text, n);
	return n;
}
