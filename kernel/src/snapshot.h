/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The tasks that were alive when recording began.
 */
#ifndef FX_SNAPSHOT_H
#define FX_SNAPSHOT_H

void fx_snapshot_start(void);
void fx_snapshot_stop(void);

#endif
