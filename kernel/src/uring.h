/* SPDX-License-Identifier: GPL-2.0 */
/*
 * io_uring: operations that are no system calls.
 */
#ifndef FX_URING_H
#define FX_URING_H

#include <linux/types.h>

struct io_kiocb;

void fx_uring_submitted(struct io_kiocb *request);
void fx_uring_completed(void *ring, void *request, u64 user_data, s32 result, u32 flags);
u64 fx_uring_missed(void);

#endif
