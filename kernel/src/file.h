/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The number of an open file.
 */
#ifndef FX_FILE_H
#define FX_FILE_H

#include <linux/fs.h>
#include <linux/types.h>

/* Chosen at random when the module is loaded. */
extern u64 fx_file_secret;
extern u64 fx_file_factor;

/* Says which records are about the same open file, and not where it is in memory. */
static inline u64 fx_file_number(const struct file *file)
{
	return ((u64)file ^ fx_file_secret) * fx_file_factor;
}

#endif
