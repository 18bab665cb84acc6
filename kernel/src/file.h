/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Open files: their numbers, and which of them are on record.
 */
#ifndef FX_FILE_H
#define FX_FILE_H

#include <linux/fs.h>
#include <linux/types.h>
#include "../include/uapi/forensix.h"

/* The longest FILE record: a path, two addresses (FX_NAME_MAX_BYTES), and the heads of these items.
 */
#define FX_FILE_MAX_BYTES (sizeof(struct fx_file) + PATH_MAX + 2 * FX_NAME_MAX_BYTES + 64)

/* Chosen at random when the module is loaded. */
extern u64 fx_file_secret;
extern u64 fx_file_factor;

/* Places for files that are on record: more than are used at a time on most machines. Where two
 * want one place, each is put on record anew when its turn comes; more is not at stake.
 */
#define FX_SEEN_BITS 15

extern u64 fx_files_seen[1 << FX_SEEN_BITS];

/* Says which records are about the same open file, and not where it is in memory. */
static inline u64 fx_file_number(const struct file *file)
{
	return ((u64)file ^ fx_file_secret) * fx_file_factor;
}

/**
 * fx_file_known - is an open file on record?
 * @number: its number
 * @inode: its inode
 *
 * The memory of a file that was closed may be that of another one; what makes a
 * new one says so (FX_ROW_MAKES), for the rest the inode tells them apart.
 *
 * Return: true when it is.
 */
static __always_inline bool fx_file_known(u64 number, const struct inode *inode)
{
	return READ_ONCE(fx_files_seen[number >> (64 - FX_SEEN_BITS)]) == (number ^ (u64)inode);
}

void fx_file_identify(struct fx_file_id *id, const struct file *file, const struct inode *inode);
bool fx_file_describe(struct file *file);
bool fx_file_meet(u64 fd, bool anew);
bool fx_file_made(struct fx_made *to, u32 fd);
void fx_files_forget(void);

#endif
