/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The call that socketcall() and ipc() stand for.
 */
#ifndef FX_INNER_H
#define FX_INNER_H

#include <linux/types.h>
#include "../include/uapi/forensix.h"

bool fx_inner_call(u32 *nr, u64 *args);

#endif
