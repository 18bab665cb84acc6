// SPDX-License-Identifier: GPL-2.0
/*
 * The seals of one ring: reading what its producer wrote, and writing a SEAL
 * among it. What exactly is computed is in uapi/forensix_seal.h.
 *
 * A ring has one producer, who is on its CPU with preemption off. So a seal is
 * written there; or, while the CPU is offline and cannot come back, by whoever
 * holds cpus_read_lock(). Who finds itself elsewhere, since its CPU went away,
 * writes nothing: the timer's next turn sees to it.
 *
 * A seal that finds no room is not lost: it comes later and covers more.
 */
#include <linux/sched.h>
#include <linux/string.h>
#include "clock.h"
#include "sealer.h"
#include "wake.h"

/* So much is read at once before who waits for room is told. */
#define FX_SEAL_PIECE_BYTES 65536u

/* What may be left to be read with preemption off: some microseconds. */
#define FX_SEAL_REST_BYTES 8192

/* A sealer tries so often to get near to the producer; then others have their turn. */
#define FX_SEAL_ROUNDS 64

struct fx_sealing fx_sealing = {
	.wait = __WAIT_QUEUE_HEAD_INITIALIZER(fx_sealing.wait),
};

/* key = H(key, label | what); all that has held the old one is wiped. */
static void fx_seal_derive(u8 *key, const char *label, const void *what, size_t bytes)
{
	struct fx_blake2s mac;

	fx_blake2s_begin(&mac, key);
	fx_blake2s_add(&mac, label, strlen(label));
	fx_blake2s_add(&mac, what, bytes);
	/* Wipes its state, too. */
	fx_blake2s_end(&mac, key);
}

/* Reads the ring up to @to. */
static void fx_seal_take(struct fx_sealer *s, struct fx_ring *ring, u64 to)
{
	u64 from = ring->sealed;

	/* Mapped twice back to back, so it is in one piece. */
	fx_blake2s_add(&s->mac, ring->data + (from & (ring->size - 1)), to - from);
	/* Pairs with fx_ring_free_to(). */
	smp_store_release(&ring->sealed, to);
}

/* Who waits for room in a ring may find some. */
static void fx_seal_made_room(struct fx_cpu_ring *r)
{
	/* Pairs with that in fx_sleep(), between joining the queue and looking at the ring. */
	smp_mb();
	if (waitqueue_active(&r->room))
		wake_up_all(&r->room);
}

/* Reads until not much is left; false when the producer is too fast. May sleep. */
static bool fx_seal_catch_up(struct fx_sealer *s, struct fx_cpu_ring *r)
{
	struct fx_ring *ring = &r->ring;
	unsigned int round;
	u64 head;

	for (round = 0; round < FX_SEAL_ROUNDS; round++) {
		/* Pairs with the release store in fx_ring_advance(). */
		head = smp_load_acquire(&ring->producer->head);
		if (head - ring->sealed <= FX_SEAL_REST_BYTES)
			return true;
		while (ring->sealed != head) {
			fx_seal_take(s, ring,
				     ring->sealed +
					     min_t(u64, head - ring->sealed, FX_SEAL_PIECE_BYTES));
			fx_seal_made_room(r);
			cond_resched();
		}
	}
	return false;
}

/**
 * fx_sealer_shut - nothing of the key is left
 * @s: the sealer of a ring; its last seal was written, or nobody will read it
 */
void fx_sealer_shut(struct fx_sealer *s)
{
	memzero_explicit(s->key, sizeof(s->key));
	memzero_explicit(&s->mac, sizeof(s->mac));
	smp_store_release(&per_cpu(fx_cpu_ring, s->cpu)->ring.sealed, FX_RING_UNSEALED);
	/* Who sees it sees the last seal in the ring. */
	smp_store_release(&s->open, false);
}

/* After a seal: the next key, and a sum that begins with that seal. */
static void fx_seal_forward(struct fx_sealer *s, struct fx_ring *ring, const struct fx_seal *seal)
{
	fx_seal_derive(s->key, FX_SEAL_NEXT, NULL, 0);
	fx_blake2s_begin(&s->mac, s->key);
	fx_blake2s_add(&s->mac, seal, sizeof(*seal));
	s->turn++;
	s->from = ring->head;
	smp_store_release(&ring->sealed, ring->head);
}

/* Writes a seal; false when there is no room. We are the ring's producer, preemption is off. */
static bool fx_seal_write(struct fx_sealer *s, struct fx_ring *ring, u32 flags)
{
	u64 now = fx_now();
	struct fx_seal *seal = fx_ring_reserve(ring, sizeof(*seal), now);

	if (!seal)
		return false;
	if (flags & FX_SEAL_FIRST) {
		s->from = ring->head;
		fx_blake2s_begin(&s->mac, s->key);
		smp_store_release(&ring->sealed, ring->head);
	}
	/* What came since, and a LOST that the reservation may have written. */
	fx_seal_take(s, ring, ring->head);
	memset(seal, 0, sizeof(*seal));
	seal->number = atomic64_inc_return(&fx_sealing.number) - 1;
	seal->turn = s->turn;
	seal->covered = ring->head - s->from;
	memcpy(seal->key_id, fx_sealing.id, sizeof(seal->key_id));
	seal->flags = flags;
	fx_ring_stamp(ring, &seal->record, FX_REC_SEAL, sizeof(*seal), now);
	fx_blake2s_add(&s->mac, seal, offsetof(struct fx_seal, mac));
	fx_blake2s_end(&s->mac, seal->mac);
	atomic64_add(seal->covered, &fx_sealing.covered);
	fx_ring_commit(ring, sizeof(*seal));
	if (flags & FX_SEAL_FINAL)
		fx_sealer_shut(s);
	else
		fx_seal_forward(s, ring, seal);
	/* The next record looks again, by what holds now. */
	ring->look = 0;
	if (flags)
		wake_up(&fx_sealing.wait);
	return true;
}

/* Is one due, and which? We are the ring's producer, preemption is off. */
static void fx_seal_write_due(struct fx_sealer *s, struct fx_ring *ring)
{
	u32 flags = 0;

	if (!s->turn)
		flags |= FX_SEAL_FIRST;
	if (READ_ONCE(fx_sealing.mode) == FX_SEAL_CLOSING)
		flags |= FX_SEAL_FINAL;
	if ((flags || ring->head != s->from) && fx_seal_write(s, ring, flags))
		fx_wake_check(ring);
}

/**
 * fx_sealer_run - read what is in the ring, and seal it
 * @s: the sealer
 * @offline: its CPU is, and stays so; else this is to run there
 *
 * Sleeps.
 *
 * Return: false when the producer was too fast: there is to be another run.
 */
bool fx_sealer_run(struct fx_sealer *s, bool offline)
{
	struct fx_cpu_ring *r = per_cpu(fx_cpu_ring, s->cpu);
	bool near = true;

	mutex_lock(&s->lock);
	if (s->open && s->turn)
		near = fx_seal_catch_up(s, r);
	if (s->open && near) {
		preempt_disable();
		if (offline || smp_processor_id() == s->cpu)
			fx_seal_write_due(s, &r->ring);
		preempt_enable();
		fx_seal_made_room(r);
	}
	mutex_unlock(&s->lock);
	return near;
}

/**
 * fx_sealer_open - give a ring its first key; its next run writes the first seal
 * @s: the sealer
 * @first: the key that all rings' are made of
 * @recording_id: 16 bytes
 */
void fx_sealer_open(struct fx_sealer *s, const struct fx_seal_key *first, const u8 *recording_id)
{
	u8 name[FX_RECORDING_ID_BYTES + sizeof(u32)];
	u32 number = s->cpu;

	memcpy(name, recording_id, FX_RECORDING_ID_BYTES);
	memcpy(name + FX_RECORDING_ID_BYTES, &number, sizeof(number));
	mutex_lock(&s->lock);
	memcpy(s->key, first->key, sizeof(s->key));
	fx_seal_derive(s->key, FX_SEAL_RING, name, sizeof(name));
	s->turn = 0;
	smp_store_release(&s->open, true);
	mutex_unlock(&s->lock);
}
