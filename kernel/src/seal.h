/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Sealing what is recorded, with a key that moves forward.
 */
#ifndef FX_SEAL_H
#define FX_SEAL_H

#include <linux/types.h>
#include "../include/uapi/forensix.h"

int fx_seal_init(void);
void fx_seal_exit(void);
int fx_seal_begin(const struct fx_seal_key *first, const u8 *recording_id);
int fx_seal_finish(void);
int fx_seal_resume(void);
bool fx_seal_on(void);
u32 fx_seal_interval_ms(void);
u64 fx_seal_count(void);
u64 fx_seal_bytes(void);

#endif
