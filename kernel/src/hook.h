/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the kernel calls us.
 */
#ifndef FX_HOOK_H
#define FX_HOOK_H

int fx_hook_find(void);
int fx_hook_start(void);
void fx_hook_stop(void);

#endif
