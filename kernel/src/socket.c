// SPDX-License-Identifier: GPL-2.0
/*
 * The addresses of a socket, read where they stand: getname() of a socket may
 * sleep. Another thread that connects or binds it at this moment may be seen half
 * way; its own call puts the socket on record when it is done.
 */
#include <linux/in.h>
#include <linux/in6.h>
#include <linux/net.h>
#include <linux/un.h>
#include <net/af_unix.h>
#include <net/inet_sock.h>
#include <net/ipv6.h>
#include <net/sock.h>
#include "socket.h"
#include "user.h"

/* fx_item.arg of the two names. */
#define FX_OWN_NAME 0
#define FX_PEER_NAME 1

static void fx_socket_name(struct fx_capture *c, unsigned int arg, const void *name, u32 bytes)
{
	void *to = fx_item_begin(c);

	if (!to || bytes > FX_NAME_MAX_BYTES || bytes > fx_item_room(c))
		return;
	memcpy(to, name, bytes);
	fx_item_end(c, FX_ITEM_NAME, arg, 0, bytes, bytes);
}

static void fx_socket_inet(struct fx_capture *c, const struct sock *sk)
{
	const struct inet_sock *inet = inet_sk(sk);
	struct sockaddr_in name = { .sin_family = AF_INET };

	if (!inet->inet_sport)
		return;
	name.sin_port = inet->inet_sport;
	name.sin_addr.s_addr = inet->inet_rcv_saddr ?: inet->inet_saddr;
	fx_socket_name(c, FX_OWN_NAME, &name, sizeof(name));
	if (!inet->inet_dport)
		return;
	name.sin_port = inet->inet_dport;
	name.sin_addr.s_addr = inet->inet_daddr;
	fx_socket_name(c, FX_PEER_NAME, &name, sizeof(name));
}

#if IS_ENABLED(CONFIG_IPV6)
static void fx_socket_inet6(struct fx_capture *c, const struct sock *sk)
{
	const struct inet_sock *inet = inet_sk(sk);
	struct sockaddr_in6 name = { .sin6_family = AF_INET6 };

	if (!inet->inet_sport)
		return;
	name.sin6_port = inet->inet_sport;
	name.sin6_addr =
		ipv6_addr_any(&sk->sk_v6_rcv_saddr) ? inet6_sk(sk)->saddr : sk->sk_v6_rcv_saddr;
	fx_socket_name(c, FX_OWN_NAME, &name, sizeof(name));
	if (!inet->inet_dport)
		return;
	name.sin6_port = inet->inet_dport;
	name.sin6_addr = sk->sk_v6_daddr;
	fx_socket_name(c, FX_PEER_NAME, &name, sizeof(name));
}
#endif

/* The address of a unix socket is set once, and goes with the socket. */
static void fx_socket_path(struct fx_capture *c, unsigned int arg, const struct sock *sk)
{
	/* Pairs with the release in unix_bind(). */
	const struct unix_address *address = smp_load_acquire(&unix_sk(sk)->addr);
	const u16 nameless = AF_UNIX;

	if (address)
		fx_socket_name(c, arg, address->name, min_t(u32, address->len, FX_NAME_MAX_BYTES));
	else if (arg == FX_PEER_NAME)
		fx_socket_name(c, arg, &nameless, sizeof(nameless));
}

static void fx_socket_unix(struct fx_capture *c, struct sock *sk)
{
	struct sock *peer;

	fx_socket_path(c, FX_OWN_NAME, sk);
	unix_state_lock(sk);
	peer = unix_peer(sk);
	if (peer)
		sock_hold(peer);
	unix_state_unlock(sk);
	if (!peer)
		return;
	fx_socket_path(c, FX_PEER_NAME, peer);
	sock_put(peer);
}

/**
 * fx_socket_addressed - which socket did a call give an address?
 * @task: state of the current task; its row has FX_ROW_ADDRESS
 * @fd: on return, the descriptor
 *
 * Preemption is off.
 *
 * Return: true when it is a call that does so, and has done it.
 */
bool fx_socket_addressed(const struct fx_task *task, u64 *fd)
{
	if (task->ret && task->ret != -EINPROGRESS)
		return false;
	*fd = task->args[0];
	return true;
}

/**
 * fx_socket_describe - what a record about an open file says of a socket
 * @c: where its addresses are laid down
 * @to: the record
 * @file: the socket, to which the caller has a reference
 *
 * Does not sleep; takes the state lock of a unix socket.
 */
void fx_socket_describe(struct fx_capture *c, struct fx_file *to, struct file *file)
{
	struct socket *sock = sock_from_file(file);
	struct sock *sk = sock ? READ_ONCE(sock->sk) : NULL;

	if (!sk)
		return;
	to->family = READ_ONCE(sk->sk_family);
	to->type = sk->sk_type;
	to->protocol = sk->sk_protocol;
	switch (to->family) {
	case AF_INET:
		fx_socket_inet(c, sk);
		break;
#if IS_ENABLED(CONFIG_IPV6)
	case AF_INET6:
		fx_socket_inet6(c, sk);
		break;
#endif
	case AF_UNIX:
		fx_socket_unix(c, sk);
		break;
	}
}
