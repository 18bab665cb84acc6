/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Seals: what stands in a ring is authenticated while it is written, with keys
 * that are gone afterwards. Included by forensix.h.
 *
 * H(k, m) is BLAKE2s with a key k of 32 bytes and a result of 32 bytes. Who
 * begins a recording hands the kernel a first key K; of it each ring has its own
 *
 *	k[0]     = H(K, FX_SEAL_RING | recording_id | number of the CPU, __u32)
 *	k[n + 1] = H(k[n], FX_SEAL_NEXT)
 *
 * (labels without their NUL), and a key is wiped when the next one is made. The
 * records of a ring from FX_IOC_SEAL on are S[0] R.. S[1] R.. S[2], with seals S
 * and other records R. The seal S[n] has
 *
 *	mac = H(k[n], S[n-1] | R.. | S[n] without its mac)
 *
 * Whoever learns k[n] can neither change what S[n-1] and those before it cover,
 * nor make another seal in their place. S[0] is written by FX_IOC_SEAL; the
 * last one, with FX_SEAL_FINAL, by FX_IOC_STOP, and nothing is sealed after it.
 */
#ifndef _UAPI_FORENSIX_SEAL_H
#define _UAPI_FORENSIX_SEAL_H

/* Bytes of a key, and of what BLAKE2s makes of it. */
#define FX_SEAL_KEY_BYTES 32
/* Bytes of the name of a first key. */
#define FX_SEAL_ID_BYTES 16

#define FX_SEAL_RING "forensix seal ring"
#define FX_SEAL_NEXT "forensix seal next"

/**
 * enum fx_seal_flags - which seal of its ring it is
 * @FX_SEAL_FIRST: the first with this key: it covers itself alone.
 * @FX_SEAL_FINAL: the last: recording ended.
 */
enum fx_seal_flags {
	FX_SEAL_FIRST = 1,
	FX_SEAL_FINAL = 2,
};

/**
 * struct fx_seal - a seal over the records of this ring since the seal before
 * @record: the head; of no process.
 * @number: of the seals with this first key, on all CPUs, from 0: where one is
 *	missing, an end was cut off.
 * @turn: of the seals of this ring, from 0: how often its key moved forward.
 * @covered: bytes of the records between the seal before and this one.
 * @key_id: which first key.
 * @flags: enum fx_seal_flags.
 * @reserved: 0.
 * @mac: see above.
 */
struct fx_seal {
	struct fx_record record;
	__u64 number;
	__u64 turn;
	__u64 covered;
	__u8 key_id[FX_SEAL_ID_BYTES];
	__u32 flags;
	__u32 reserved;
	__u8 mac[FX_SEAL_KEY_BYTES];
};

/**
 * struct fx_seal_key - a first key (FX_IOC_SEAL)
 * @id: its name, which is in each seal and is no secret.
 * @key: random. Never used a second time; the caller wipes it.
 */
struct fx_seal_key {
	__u8 id[FX_SEAL_ID_BYTES];
	__u8 key[FX_SEAL_KEY_BYTES];
};

#endif /* _UAPI_FORENSIX_SEAL_H */
