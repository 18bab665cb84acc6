/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The seals of one ring.
 */
#ifndef FX_SEALER_H
#define FX_SEALER_H

#include <linux/atomic.h>
#include <linux/irq_work.h>
#include <linux/mutex.h>
#include <linux/workqueue.h>
#include "compat.h"
#include "rings.h"

/**
 * enum fx_seal_mode - what is done in all rings
 * @FX_SEAL_OFF: there is no key
 * @FX_SEAL_OPEN: there is
 * @FX_SEAL_CLOSING: the last seals are being written
 */
enum fx_seal_mode {
	FX_SEAL_OFF,
	FX_SEAL_OPEN,
	FX_SEAL_CLOSING,
};

/**
 * struct fx_sealer - what seals a ring
 * @lock: held by who reads the ring or seals it
 * @work: does so, on the ring's CPU
 * @kick: queues the work
 * @cpu: whose ring it is
 * @mac: over what was read since the last seal
 * @key: of the next seal
 * @open: there is a key
 * @turn: number of the next seal
 * @from: position behind the last seal
 */
struct fx_sealer {
	struct mutex lock;
	struct work_struct work;
	struct irq_work kick;
	unsigned int cpu;
	struct fx_blake2s mac;
	u8 key[FX_SEAL_KEY_BYTES];
	bool open;
	u64 turn;
	u64 from;
};

/**
 * struct fx_sealing - what the seals of all rings have in common
 * @mode: what is done
 * @id: which first key
 * @number: of the next seal
 * @covered: bytes that seals cover, since load
 * @wait: who waits for the first or the last seals of all rings
 */
struct fx_sealing {
	enum fx_seal_mode mode;
	u8 id[FX_SEAL_ID_BYTES];
	atomic64_t number;
	atomic64_t covered;
	wait_queue_head_t wait;
};

extern struct fx_sealing fx_sealing;

void fx_sealer_open(struct fx_sealer *s, const struct fx_seal_key *first, const u8 *recording_id);
bool fx_sealer_run(struct fx_sealer *s, bool offline);
void fx_sealer_shut(struct fx_sealer *s);

#endif
