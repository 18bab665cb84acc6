/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What is left out, by the administrator's wish.
 */
#ifndef FX_FILTER_H
#define FX_FILTER_H

#include "task.h"

/* Is there a filter at all? */
extern bool fx_filtering;
/* 64-bit calls below this number need not be looked at by a filter: none where there is one, all
 * that there are where there is none. One comparison tells both.
 */
extern u32 fx_unfiltered;

bool fx_filter_skips(struct fx_task *task, unsigned int abi, u32 nr);
void fx_filter_judge(struct fx_task *task);
const char *fx_filter_text(char *to, size_t room);
u64 fx_filter_count(void);
void fx_filter_init(void);
void fx_filter_exit(void);

#endif
