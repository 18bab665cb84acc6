/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Whether we record, and what begins and ends it.
 */
#ifndef FX_RECORDING_H
#define FX_RECORDING_H

#include <linux/types.h>
#include "../include/uapi/forensix.h"

int fx_recording_seal(const struct fx_seal_key *first, const u8 *recording_id);
int fx_recording_start(void);
int fx_recording_stop(void);
void fx_recording_end(void);
bool fx_recording_on(void);
void fx_recording_settings(void);
void fx_recording_attach(void);
void fx_recording_mark(enum fx_mark_kind kind);
void fx_recording_clocks(__u64 *monotonic, __u64 *realtime, __u64 *boottime);

#endif
