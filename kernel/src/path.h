/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The kernel's path of an open file.
 */
#ifndef FX_PATH_H
#define FX_PATH_H

#include <linux/path.h>
#include <linux/types.h>

int fx_path(const struct path *path, u8 *to, size_t room);

#endif
