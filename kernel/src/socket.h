/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The addresses of a socket.
 */
#ifndef FX_SOCKET_H
#define FX_SOCKET_H

#include <linux/fs.h>
#include "capture.h"

bool fx_socket_addressed(const struct fx_task *task, u64 *fd);
void fx_socket_describe(struct fx_capture *c, struct fx_file *to, struct file *file);

#endif
