/* SPDX-License-Identifier: GPL-2.0 */
/*
 * /proc/auditinfo: the counters, for people.
 */
#ifndef FX_STAT_H
#define FX_STAT_H

int fx_stat_init(void);
void fx_stat_exit(void);

#endif
