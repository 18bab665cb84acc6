// SPDX-License-Identifier: GPL-2.0
/*
 * keyctl: what each of its arguments is, the operation says. Runs as capture.c does: preemption
 * off, page faults disabled. Lengths are those of the caller, any value at all: fx_payload() and
 * fx_piece() cut them at the room there is.
 */
#include <linux/kernel.h>
#include <linux/keyctl.h>
#include <linux/limits.h>
#include "capture.h"

/* struct keyctl_dh_params; keyctl_pkey_params and keyctl_pkey_query. */
#define FX_DH_BYTES 12
#define FX_PKEY_BYTES 40

/*
 * How an argument is read: as text, as a structure of so many bytes, or as bytes whose length is
 * the argument after it; or what was stored there, as many bytes as the call returned.
 */
enum fx_key_way {
	FX_KEY_TEXT,
	FX_KEY_BYTES,
	FX_KEY_VECTOR,
	FX_KEY_STRUCT,
	FX_KEY_STORED,
	FX_KEY_STORED_STRUCT,
	FX_KEY_PKEY_IN,
	FX_KEY_PKEY_IN2,
	FX_KEY_PKEY_OUT,
};

/* By operation and argument; what is not here is a number. */
static const struct fx_key_arg {
	u8 operation;
	u8 arg;
	u8 way;
	u8 bytes;
} fx_key_args[] = {
	{ KEYCTL_JOIN_SESSION_KEYRING, 1, FX_KEY_TEXT },
	{ KEYCTL_UPDATE, 2, FX_KEY_BYTES },
	{ KEYCTL_DESCRIBE, 2, FX_KEY_STORED },
	{ KEYCTL_SEARCH, 2, FX_KEY_TEXT },
	{ KEYCTL_SEARCH, 3, FX_KEY_TEXT },
	{ KEYCTL_READ, 2, FX_KEY_STORED },
	{ KEYCTL_INSTANTIATE, 2, FX_KEY_BYTES },
	{ KEYCTL_GET_SECURITY, 2, FX_KEY_STORED },
	{ KEYCTL_INSTANTIATE_IOV, 2, FX_KEY_VECTOR },
	{ KEYCTL_DH_COMPUTE, 1, FX_KEY_STRUCT, FX_DH_BYTES },
	{ KEYCTL_DH_COMPUTE, 2, FX_KEY_STORED },
	{ KEYCTL_PKEY_QUERY, 3, FX_KEY_TEXT },
	{ KEYCTL_PKEY_QUERY, 4, FX_KEY_STORED_STRUCT, FX_PKEY_BYTES },
	{ KEYCTL_PKEY_ENCRYPT, 1, FX_KEY_STRUCT, FX_PKEY_BYTES },
	{ KEYCTL_PKEY_ENCRYPT, 2, FX_KEY_TEXT },
	{ KEYCTL_PKEY_ENCRYPT, 3, FX_KEY_PKEY_IN },
	{ KEYCTL_PKEY_ENCRYPT, 4, FX_KEY_PKEY_OUT },
	{ KEYCTL_PKEY_DECRYPT, 1, FX_KEY_STRUCT, FX_PKEY_BYTES },
	{ KEYCTL_PKEY_DECRYPT, 2, FX_KEY_TEXT },
	{ KEYCTL_PKEY_DECRYPT, 3, FX_KEY_PKEY_IN },
	{ KEYCTL_PKEY_DECRYPT, 4, FX_KEY_PKEY_OUT },
	{ KEYCTL_PKEY_SIGN, 1, FX_KEY_STRUCT, FX_PKEY_BYTES },
	{ KEYCTL_PKEY_SIGN, 2, FX_KEY_TEXT },
	{ KEYCTL_PKEY_SIGN, 3, FX_KEY_PKEY_IN },
	{ KEYCTL_PKEY_SIGN, 4, FX_KEY_PKEY_OUT },
	{ KEYCTL_PKEY_VERIFY, 1, FX_KEY_STRUCT, FX_PKEY_BYTES },
	{ KEYCTL_PKEY_VERIFY, 2, FX_KEY_TEXT },
	{ KEYCTL_PKEY_VERIFY, 3, FX_KEY_PKEY_IN },
	{ KEYCTL_PKEY_VERIFY, 4, FX_KEY_PKEY_IN2 },
	{ KEYCTL_RESTRICT_KEYRING, 2, FX_KEY_TEXT },
	{ KEYCTL_RESTRICT_KEYRING, 3, FX_KEY_TEXT },
	{ KEYCTL_CAPABILITIES, 1, FX_KEY_STORED },
};

/*
 * A length within the struct keyctl_pkey_params that argument 1 points to. It is read apart from
 * the structure that stands on record; one changed in between only cuts elsewhere.
 */
static u64 fx_pkey_length(struct fx_capture *c, unsigned int field)
{
	u32 length = 0;

	if (fx_copy(c, (u8 *)&length, c->args[1] + field * sizeof(u32), sizeof(length)) <
	    sizeof(length))
		return 0;
	return length;
}

static void fx_key_arg(struct fx_capture *c, unsigned int i, const struct fx_op *op,
		       const struct fx_key_arg *arg)
{
	u64 at = c->args[op->arg];
	bool stored = op->length == FX_LENGTH_RESULT;
	u64 room = op->arg + 1 < FX_ARGS ? c->args[op->arg + 1] : 0;

	if (stored != (arg->way == FX_KEY_STORED || arg->way == FX_KEY_STORED_STRUCT ||
		       arg->way == FX_KEY_PKEY_OUT))
		return;
	switch (arg->way) {
	case FX_KEY_TEXT:
		fx_capture_text(c, op->arg, at, PATH_MAX);
		break;
	case FX_KEY_BYTES:
		fx_payload(c, FX_ITEM_BYTES, op->arg, at, room);
		break;
	case FX_KEY_VECTOR:
		fx_capture_vector(c, i, op, at, room, U64_MAX);
		/* A payload of a key is short; what of it does not fit is cut. */
		c->task->rest &= ~(1 << i);
		break;
	case FX_KEY_STRUCT:
	case FX_KEY_STORED_STRUCT:
		fx_piece(c, FX_ITEM_BYTES, op->arg, at, arg->bytes);
		break;
	case FX_KEY_STORED:
		/* The call returns how much there is, also where that is more than it stored. */
		if (c->ret > 0)
			fx_payload(c, FX_ITEM_BYTES, op->arg, at, min_t(u64, c->ret, room));
		break;
	case FX_KEY_PKEY_IN:
		fx_payload(c, FX_ITEM_BYTES, op->arg, at, fx_pkey_length(c, 1));
		break;
	case FX_KEY_PKEY_IN2:
		fx_payload(c, FX_ITEM_BYTES, op->arg, at, fx_pkey_length(c, 2));
		break;
	case FX_KEY_PKEY_OUT:
		if (c->ret > 0)
			fx_payload(c, FX_ITEM_BYTES, op->arg, at,
				   min_t(u64, c->ret, fx_pkey_length(c, 2)));
		break;
	}
}

/**
 * fx_capture_keyctl - an argument of keyctl
 * @c: the capture
 * @i: index of the op in its row
 * @op: which one; op->length says whether it is an input or an output
 */
void fx_capture_keyctl(struct fx_capture *c, unsigned int i, const struct fx_op *op)
{
	unsigned int k;

	for (k = 0; k < ARRAY_SIZE(fx_key_args); k++)
		if (fx_key_args[k].operation == (u32)c->args[0] && fx_key_args[k].arg == op->arg)
			fx_key_arg(c, i, op, &fx_key_args[k]);
}
