// SPDX-License-Identifier: GPL-2.0
/*
 * The call that socketcall() and ipc() stand for.
 *
 * Both are one number for many calls of the 32-bit convention, which any program
 * can make: their arguments stand in memory, or in other registers. Put on record
 * as the call that is meant, with a flag, all that is known of that call is
 * captured too: nobody is unseen for coming in by the old door.
 */
#include <linux/kernel.h>
#include <linux/net.h>
#include <linux/nospec.h>
#include <linux/string.h>
#include <asm/unistd_32_ia32.h>
#include "inner.h"
#include "user.h"

/* No call in socketcall() has more arguments. */
#define FX_SOCKET_ARGS 6

/* What the kernel itself makes of each: missing arguments are 0. */
static const struct fx_socket_inner {
	u16 nr;
	u8 args;
} fx_socket_inners[] = {
	[SYS_SOCKET] = { __NR_ia32_socket, 3 },
	[SYS_BIND] = { __NR_ia32_bind, 3 },
	[SYS_CONNECT] = { __NR_ia32_connect, 3 },
	[SYS_LISTEN] = { __NR_ia32_listen, 2 },
	[SYS_ACCEPT] = { __NR_ia32_accept4, 3 },
	[SYS_GETSOCKNAME] = { __NR_ia32_getsockname, 3 },
	[SYS_GETPEERNAME] = { __NR_ia32_getpeername, 3 },
	[SYS_SOCKETPAIR] = { __NR_ia32_socketpair, 4 },
	[SYS_SEND] = { __NR_ia32_sendto, 4 },
	[SYS_RECV] = { __NR_ia32_recvfrom, 4 },
	[SYS_SENDTO] = { __NR_ia32_sendto, 6 },
	[SYS_RECVFROM] = { __NR_ia32_recvfrom, 6 },
	[SYS_SHUTDOWN] = { __NR_ia32_shutdown, 2 },
	[SYS_SETSOCKOPT] = { __NR_ia32_setsockopt, 5 },
	[SYS_GETSOCKOPT] = { __NR_ia32_getsockopt, 5 },
	[SYS_SENDMSG] = { __NR_ia32_sendmsg, 3 },
	[SYS_RECVMSG] = { __NR_ia32_recvmsg, 3 },
	[SYS_ACCEPT4] = { __NR_ia32_accept4, 4 },
	[SYS_RECVMMSG] = { __NR_ia32_recvmmsg, 5 },
	[SYS_SENDMMSG] = { __NR_ia32_sendmmsg, 4 },
};

static bool fx_inner_socket(u32 *nr, u64 *args)
{
	const struct fx_socket_inner *inner;
	u32 call = args[0], words[FX_SOCKET_ARGS] = {}, i;
	size_t bytes;

	if (call >= ARRAY_SIZE(fx_socket_inners))
		return false;
	inner = &fx_socket_inners[array_index_nospec(call, ARRAY_SIZE(fx_socket_inners))];
	bytes = inner->args * sizeof(*words);
	if (!inner->nr || fx_user_copy((u8 *)words, args[1], bytes) < bytes)
		return false;
	*nr = inner->nr;
	for (i = 0; i < FX_ARGS; i++)
		args[i] = words[i];
	return true;
}

/* Numbers in ipc(), as linux/ipc.h has them: the two of which a part is in memory. */
#define FX_SEMCTL 3
#define FX_MSGRCV 12

/*
 * Which register of ipc() each argument comes from; 0: it is 0. semtimedop() is
 * left as it is: its time has 32 bits, as in no call with a number of its own.
 */
static const struct fx_ipc_inner {
	u8 call;
	u16 nr;
	u8 from[5];
} fx_ipc_inners[] = {
	{ 1, __NR_ia32_semtimedop_time64, { 1, 4, 2, 0 } }, /* SEMOP */
	{ 2, __NR_ia32_semget, { 1, 2, 3 } },
	{ FX_SEMCTL, __NR_ia32_semctl, { 1, 2, 3, 4 } },
	{ 11, __NR_ia32_msgsnd, { 1, 4, 2, 3 } },
	{ FX_MSGRCV, __NR_ia32_msgrcv, { 1, 4, 2, 5, 3 } },
	{ 13, __NR_ia32_msgget, { 1, 2 } },
	{ 14, __NR_ia32_msgctl, { 1, 2, 4 } },
	/* Where the address goes is an argument that only this way to shmat() has. */
	{ 21, __NR_ia32_shmat, { 1, 4, 2, 3 } },
	{ 22, __NR_ia32_shmdt, { 4 } },
	{ 23, __NR_ia32_shmget, { 1, 2, 3 } },
	{ 24, __NR_ia32_shmctl, { 1, 2, 4 } },
};

/* An argument of semctl(), and message and type of the old version of msgrcv(), are in memory. */
static bool fx_inner_ipc_memory(const u64 *outer, u64 *args)
{
	u32 words[2] = {};

	switch ((u32)outer[0]) {
	case FX_SEMCTL:
		if (fx_user_copy((u8 *)words, outer[4], sizeof(*words)) < sizeof(*words))
			return false;
		args[3] = words[0];
		return true;
	case FX_MSGRCV:
		if (fx_user_copy((u8 *)words, outer[4], sizeof(words)) < sizeof(words))
			return false;
		args[1] = words[0];
		args[3] = words[1];
		return true;
	}
	return true;
}

static bool fx_inner_ipc(u32 *nr, u64 *args)
{
	/* The upper half is the version, which is told by msgrcv() alone. */
	u32 call = args[0] & 0xffff, i, k;
	u64 outer[FX_ARGS];

	memcpy(outer, args, sizeof(outer));
	for (i = 0; i < ARRAY_SIZE(fx_ipc_inners); i++) {
		const struct fx_ipc_inner *inner = &fx_ipc_inners[i];

		if (inner->call != call)
			continue;
		memset(args, 0, sizeof(outer));
		for (k = 0; k < ARRAY_SIZE(inner->from); k++)
			if (inner->from[k])
				args[k] = outer[inner->from[k]];
		if (fx_inner_ipc_memory(outer, args)) {
			*nr = inner->nr;
			return true;
		}
		memcpy(args, outer, sizeof(outer));
	}
	return false;
}

/**
 * fx_inner_call - which call do socketcall() or ipc() stand for?
 * @nr: number of one of these in the 32-bit convention; on return, of the call
 * @args: its arguments; on return, those of the call
 *
 * Preemption is off. Memory is read once: what the kernel reads a moment later may
 * be another call, which is seen when it returns.
 *
 * Return: false, and nothing is changed, when there is no such call or its
 * arguments cannot be read.
 */
bool fx_inner_call(u32 *nr, u64 *args)
{
	return *nr == __NR_ia32_socketcall ? fx_inner_socket(nr, args) : fx_inner_ipc(nr, args);
}
