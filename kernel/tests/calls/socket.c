// SPDX-License-Identifier: GPL-2.0
/* Sockets. */
#include <linux/netlink.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <arpa/inet.h>
#include "calls.h"

static struct sockaddr_in in = { .sin_family = AF_INET };
static struct sockaddr_un un = { .sun_family = AF_UNIX };
static struct sockaddr_storage got;
static socklen_t len;
static char buf[128];
static int sv[2], value;

FAMILY(sockets, "socket socketpair bind listen connect accept accept4 getsockname getpeername "
		"shutdown setsockopt getsockopt")
{
	static struct sockaddr_in6 in6 = { .sin6_family = AF_INET6 };
	static struct sockaddr_nl nl = { .nl_family = AF_NETLINK, .nl_groups = 5 };
	static struct linger linger = { 1, 5 };
	static struct timeval tv = { 2, 500 };
	static struct ucred cred;
	int client, other, datagram;

	expect("socket(AF_INET, SOCK_STREAM, IPPROTO_IP)", SYS_socket, AF_INET, SOCK_STREAM, 0);
	expect("socket(AF_INET, SOCK_DGRAM|SOCK_CLOEXEC|SOCK_NONBLOCK, IPPROTO_UDP)", SYS_socket,
	       AF_INET, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, IPPROTO_UDP);
	expect("socket(AF_UNIX, SOCK_SEQPACKET, 0)", SYS_socket, AF_UNIX, SOCK_SEQPACKET, 0);
	expect("socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE)", SYS_socket, AF_NETLINK, SOCK_RAW, 0);
	datagram = unsaid(SYS_socket, AF_INET6, SOCK_DGRAM, 0);
	unsaid(SYS_socket, AF_PACKET, SOCK_RAW, 0x300);
	unsaid(SYS_socket, 99, 99, 99);
	unsaid(SYS_socket, -1, -1, -1);
	unsaid(SYS_socket, AF_INET, SOCK_RAW, 250);
	in.sin_port = htons(4711);
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	value = 1;
	expect("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4)", SYS_setsockopt, 3, SOL_SOCKET,
	       SO_REUSEADDR, &value, 4);
	expect("bind(3, {sa_family=AF_INET, sin_port=htons(4711), "
	       "sin_addr=inet_addr(\"127.0.0.1\")}, 16)",
	       SYS_bind, 3, &in, 16);
	unsaid(SYS_bind, 3, &in, 7);
	unsaid(SYS_bind, 3, &in, 0);
	unsaid(SYS_bind, 3, NULL, 16);
	unsaid(SYS_bind, 3, FX_NOWHERE, 16);
	unsaid(SYS_bind, 3, &in, -1);
	unsaid(SYS_bind, -1, &in, 1);
	expect("listen(3, 5)", SYS_listen, 3, 5);
	expect("listen(0, -1)", SYS_listen, 0, -1);
	client = expect("socket(AF_INET, SOCK_STREAM, IPPROTO_TCP)", SYS_socket, AF_INET,
			SOCK_STREAM, IPPROTO_TCP);
	unsaid(SYS_connect, client, &in, sizeof(in));
	unsaid(SYS_connect, 8, &in, sizeof(in));
	unsaid(SYS_fcntl, 3, F_SETFL, O_NONBLOCK);
	len = 16;
	unsaid(SYS_accept, 3, &got, &len);
	unsaid(SYS_accept, 4, NULL, NULL);
	unsaid(SYS_accept, 99, &got, NULL);
	other = unsaid(SYS_socket, AF_INET, SOCK_STREAM, 0);
	unsaid(SYS_connect, other, &in, sizeof(in));
	len = 6;
	unsaid(SYS_accept4, 3, &got, &len, SOCK_CLOEXEC | SOCK_NONBLOCK);
	unsaid(SYS_accept4, 3, &got, &len, 0x10);
	len = 128;
	unsaid(SYS_getsockname, 3, &got, &len);
	len = 0;
	unsaid(SYS_getsockname, 3, &got, &len);
	unsaid(SYS_getsockname, 3, NULL, NULL);
	len = 16;
	unsaid(SYS_getpeername, client, &got, &len);
	unsaid(SYS_getpeername, client, &got, &len);
	unsaid(SYS_getpeername, 3, &got, &len);
	in6.sin6_port = htons(53);
	in6.sin6_flowinfo = htonl(7);
	in6.sin6_scope_id = 1;
	inet_pton(AF_INET6, "fe80::1:0:0:2", &in6.sin6_addr);
	unsaid(SYS_connect, datagram, &in6, sizeof(in6));
	in6.sin6_addr = in6addr_loopback;
	in6.sin6_scope_id = 0;
	unsaid(SYS_connect, datagram, &in6, sizeof(in6));
	inet_pton(AF_INET6, "::ffff:1.2.3.4", &in6.sin6_addr);
	unsaid(SYS_connect, datagram, &in6, sizeof(in6));
	unsaid(SYS_connect, datagram, &in6, 24);
	inet_pton(AF_INET6, "1:0:0:2:0:0:0:3", &in6.sin6_addr);
	unsaid(SYS_bind, datagram, &in6, sizeof(in6));
	strcpy(un.sun_path, "name");
	unsaid(SYS_bind, 5, &un, sizeof(un));
	unsaid(SYS_bind, 5, &un, 3 + 3);
	memcpy(un.sun_path, "\0ab\1stract", 10);
	unsaid(SYS_connect, 5, &un, 2 + 10);
	unsaid(SYS_connect, 5, &un, 2);
	unsaid(SYS_connect, 5, &un, 3);
	memset(un.sun_path, 'x', sizeof(un.sun_path));
	unsaid(SYS_connect, 5, &un, sizeof(un));
	unsaid(SYS_bind, 6, &nl, sizeof(nl));
	len = sizeof(nl);
	unsaid(SYS_getsockname, 6, &nl, &len);
	got.ss_family = 77;
	unsaid(SYS_connect, 5, &got, 9);
	unsaid(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, sv);
	unsaid(SYS_socketpair, AF_INET, SOCK_STREAM, 0, sv);
	unsaid(SYS_socketpair, AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, NULL);
	unsaid(SYS_setsockopt, 3, SOL_SOCKET, SO_LINGER, &linger, sizeof(linger));
	unsaid(SYS_setsockopt, 3, SOL_SOCKET, SO_RCVTIMEO, &tv, sizeof(tv));
	unsaid(SYS_setsockopt, 3, SOL_SOCKET, SO_RCVBUF, &value, 2);
	unsaid(SYS_setsockopt, 3, SOL_SOCKET, SO_BINDTODEVICE, "lo", 3);
	unsaid(SYS_setsockopt, 3, SOL_SOCKET, 999, &value, 4);
	unsaid(SYS_setsockopt, 3, SOL_TCP, TCP_NODELAY, &value, 4);
	unsaid(SYS_setsockopt, 3, SOL_TCP, TCP_CONGESTION, "reno", 4);
	unsaid(SYS_setsockopt, 3, SOL_IP, IP_TOS, &value, 4);
	unsaid(SYS_setsockopt, datagram, SOL_IPV6, IPV6_V6ONLY, &value, 4);
	unsaid(SYS_setsockopt, 3, 77, 88, "bytes", 5);
	unsaid(SYS_setsockopt, 3, SOL_SOCKET, SO_REUSEADDR, NULL, 4);
	unsaid(SYS_setsockopt, 3, SOL_SOCKET, SO_REUSEADDR, &value, -1);
	len = 4;
	unsaid(SYS_getsockopt, 3, SOL_SOCKET, SO_TYPE, &value, &len);
	len = 4;
	unsaid(SYS_getsockopt, 3, SOL_SOCKET, SO_ERROR, &value, &len);
	len = sizeof(linger);
	unsaid(SYS_getsockopt, 3, SOL_SOCKET, SO_LINGER, &linger, &len);
	len = sizeof(tv);
	unsaid(SYS_getsockopt, 3, SOL_SOCKET, SO_RCVTIMEO, &tv, &len);
	len = 12;
	unsaid(SYS_getsockopt, sv[0], SOL_SOCKET, SO_PEERCRED, &cred, &len);
	len = 128;
	unsaid(SYS_getsockopt, 3, SOL_TCP, TCP_CONGESTION, buf, &len);
	len = 2;
	unsaid(SYS_getsockopt, 3, SOL_TCP, TCP_NODELAY, &value, &len);
	unsaid(SYS_getsockopt, 3, SOL_SOCKET, 12345, &value, &len);
	unsaid(SYS_getsockopt, -1, SOL_SOCKET, SO_TYPE, NULL, NULL);
	expect(text("shutdown(%d, SHUT_RD)", client), SYS_shutdown, client, SHUT_RD);
	expect(text("shutdown(%d, SHUT_RDWR)", client), SYS_shutdown, client, SHUT_RDWR);
	unsaid(SYS_shutdown, client, SHUT_WR);
	unsaid(SYS_shutdown, client, 9);
	unsaid(SYS_shutdown, 0, 0);
}

static char control[128] __attribute__((aligned(8)));

static size_t rights(int a, int b)
{
	struct cmsghdr *c = (struct cmsghdr *)control;

	memset(control, 0, sizeof(control));
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_RIGHTS;
	c->cmsg_len = CMSG_LEN(8);
	((int *)CMSG_DATA(c))[0] = a;
	((int *)CMSG_DATA(c))[1] = b;
	return CMSG_SPACE(8);
}

static size_t credentials(void)
{
	struct cmsghdr *c = (struct cmsghdr *)control;
	struct ucred *cred = (struct ucred *)CMSG_DATA(c);

	memset(control, 0, sizeof(control));
	c->cmsg_level = SOL_SOCKET;
	c->cmsg_type = SCM_CREDENTIALS;
	c->cmsg_len = CMSG_LEN(sizeof(*cred));
	*cred = (struct ucred){ 1, 0, 0 };
	return CMSG_SPACE(sizeof(*cred));
}

FAMILY(messages, "sendto recvfrom sendmsg recvmsg sendmmsg recvmmsg")
{
	static struct iovec vec[2] = { { "hello ", 6 }, { "world", 5 } },
			    into[2] = { { buf, 4 }, { buf + 4, 100 } };
	static struct msghdr msg;
	static struct mmsghdr many[3];
	static struct timespec ts = { 0, 1000 };
	int i;

	in.sin_port = htons(4712);
	in.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	unsaid(SYS_socket, AF_INET, SOCK_DGRAM, 0);
	unsaid(SYS_bind, 3, &in, sizeof(in));
	unsaid(SYS_socketpair, AF_UNIX, SOCK_STREAM, 0, sv);
	unsaid(SYS_socketpair, AF_UNIX, SOCK_DGRAM, 0, sv);
	expect("sendto(4, \"abc\", 3, 0, NULL, 0)", SYS_sendto, 4, "abc", 3, 0, NULL, 0);
	expect("sendto(3, \"dgram\", 5, MSG_DONTWAIT|MSG_NOSIGNAL, {sa_family=AF_INET, "
	       "sin_port=htons(4712), sin_addr=inet_addr(\"127.0.0.1\")}, 16)",
	       SYS_sendto, 3, "dgram", 5, MSG_DONTWAIT | MSG_NOSIGNAL, &in, sizeof(in));
	unsaid(SYS_sendto, 3, "x", 1, 0x80000000, &in, 5);
	unsaid(SYS_sendto, 99, NULL, 0, 0, NULL, 10);
	unsaid(SYS_sendto, 3, "x", 1, MSG_OOB, FX_NOWHERE, 16);
	expect("recvfrom(5, \"abc\", 128, 0, NULL, NULL)", SYS_recvfrom, 5, buf, 128, 0, NULL,
	       NULL);
	len = 16;
	unsaid(SYS_recvfrom, 3, buf, 128, MSG_PEEK, &got, &len);
	len = 4;
	unsaid(SYS_recvfrom, 3, buf, 2, MSG_TRUNC, &got, &len);
	len = 16;
	unsaid(SYS_recvfrom, 3, buf, 2, MSG_DONTWAIT, &got, &len);
	unsaid(SYS_recvfrom, 0, buf, 2, MSG_DONTWAIT, NULL, &len);
	msg = (struct msghdr){ .msg_iov = vec, .msg_iovlen = 2 };
	unsaid(SYS_sendmsg, 4, &msg, 0);
	msg.msg_control = control;
	msg.msg_controllen = rights(0, 3);
	unsaid(SYS_sendmsg, 4, &msg, MSG_NOSIGNAL);
	msg.msg_controllen = credentials();
	unsaid(SYS_sendmsg, 4, &msg, 0);
	((struct cmsghdr *)control)->cmsg_type = 77;
	unsaid(SYS_sendmsg, 4, &msg, 0);
	((struct cmsghdr *)control)->cmsg_len = 3;
	unsaid(SYS_sendmsg, 4, &msg, 0);
	msg = (struct msghdr){ &in, sizeof(in), vec, 1, NULL, 0, 0x40 };
	unsaid(SYS_sendmsg, 3, &msg, 0);
	unsaid(SYS_sendmsg, -1, &msg, 0);
	unsaid(SYS_sendmsg, 3, NULL, 0);
	unsaid(SYS_sendmsg, 3, FX_NOWHERE, 0);
	msg = (struct msghdr){ .msg_iov = into, .msg_iovlen = 2 };
	unsaid(SYS_recvmsg, 5, &msg, MSG_DONTWAIT);
	msg = (struct msghdr){
		.msg_iov = into, .msg_iovlen = 2, .msg_control = control, .msg_controllen = 128
	};
	unsaid(SYS_recvmsg, 5, &msg, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
	value = 1;
	unsaid(SYS_setsockopt, 5, SOL_SOCKET, SO_PASSCRED, &value, 4);
	msg.msg_controllen = 128;
	unsaid(SYS_recvmsg, 5, &msg, MSG_DONTWAIT);
	msg = (struct msghdr){ &got, sizeof(got), into, 1, NULL, 0, 0 };
	unsaid(SYS_recvmsg, 3, &msg, MSG_DONTWAIT);
	unsaid(SYS_recvmsg, 3, &msg, MSG_DONTWAIT);
	unsaid(SYS_recvmsg, 3, NULL, 0);
	for (i = 0; i < 3; i++)
		many[i].msg_hdr = (struct msghdr){ .msg_iov = &vec[i % 2], .msg_iovlen = 1 };
	unsaid(SYS_sendmmsg, 6, many, 3, 0);
	unsaid(SYS_sendmmsg, 99, many, 3, 0);
	unsaid(SYS_sendmmsg, 6, NULL, 3, 0);
	unsaid(SYS_sendmmsg, 6, many, 0, 0);
	for (i = 0; i < 3; i++)
		many[i].msg_hdr = (struct msghdr){ .msg_iov = into, .msg_iovlen = 2 };
	unsaid(SYS_recvmmsg, 7, many, 2, MSG_DONTWAIT, NULL);
	unsaid(SYS_recvmmsg, 7, many, 3, MSG_WAITFORONE | MSG_DONTWAIT, &ts);
	unsaid(SYS_recvmmsg, 7, many, 3, MSG_DONTWAIT, NULL);
	unsaid(SYS_recvmmsg, 7, NULL, 1, MSG_DONTWAIT, NULL);
}
