// SPDX-License-Identifier: GPL-2.0
/* Waiting for descriptors, and being told of files. */
#include <poll.h>
#include <sys/epoll.h>
#include <sys/inotify.h>
#include <sys/select.h>
#include "calls.h"

static int fds[2];
static struct timespec ts;
static uint64_t mask;

FAMILY(polling, "poll ppoll select pselect6 epoll_create epoll_create1 epoll_ctl epoll_wait "
		"epoll_pwait epoll_pwait2 eventfd eventfd2")
{
	static struct pollfd p[3];
	static fd_set r, w, e;
	static struct timeval tv;
	static struct {
		void *set;
		size_t size;
	} six = { &mask, 8 };
	static struct epoll_event ev, got[4];
	static uint64_t count;

	unsaid(SYS_pipe2, fds, 0);
	p[0] = (struct pollfd){ fds[0], POLLIN, 0 };
	p[1] = (struct pollfd){ fds[1], POLLOUT | POLLIN, 0 };
	p[2] = (struct pollfd){ 99, POLLPRI, 0x1000 };
	expect_as("poll([{fd=3, events=POLLIN}], 1, 0)", "0 (Timeout)", SYS_poll, p, 1, 0);
	unsaid(SYS_poll, p, 2, 10);
	unsaid(SYS_poll, p, 3, -1);
	unsaid(SYS_poll, NULL, 0, 1);
	unsaid(SYS_poll, NULL, 5, 1);
	unsaid(SYS_poll, p, -1, 1);
	unsaid(SYS_ppoll, p, 1, &ts, NULL, 8);
	mask = 1 << (SIGINT - 1);
	unsaid(SYS_ppoll, p, 3, &ts, &mask, 8);
	unsaid(SYS_ppoll, p, 3, NULL, &mask, 8);
	unsaid(SYS_ppoll, p, 1, &ts, &mask, 3);
	ts.tv_nsec = -1;
	unsaid(SYS_ppoll, p, 1, &ts, NULL, 8);
	ts.tv_nsec = 0;
	FD_SET(3, &r);
	FD_SET(4, &w);
	unsaid(SYS_select, 5, &r, &w, &e, &tv);
	FD_SET(3, &r);
	unsaid(SYS_select, 5, &r, NULL, NULL, &tv);
	unsaid(SYS_select, 0, NULL, NULL, NULL, &tv);
	FD_SET(100, &r);
	unsaid(SYS_select, 101, &r, NULL, NULL, NULL);
	unsaid(SYS_select, -1, &r, NULL, NULL, NULL);
	tv.tv_usec = -1;
	unsaid(SYS_select, 1, NULL, NULL, &e, &tv);
	FD_ZERO(&r);
	FD_SET(3, &r);
	unsaid(SYS_pselect6, 5, &r, &w, NULL, &ts, NULL);
	FD_SET(4, &w);
	unsaid(SYS_pselect6, 5, NULL, &w, NULL, &ts, &six);
	unsaid(SYS_pselect6, 5, NULL, &w, NULL, NULL, FX_NOWHERE);
	six.size = 3;
	unsaid(SYS_pselect6, 5, NULL, &w, NULL, &ts, &six);
	six.set = NULL;
	unsaid(SYS_pselect6, 5, NULL, &w, NULL, &ts, &six);
	expect("epoll_create(1)", SYS_epoll_create, 1);
	expect("epoll_create(0)", SYS_epoll_create, 0);
	expect("epoll_create1(EPOLL_CLOEXEC)", SYS_epoll_create1, EPOLL_CLOEXEC);
	unsaid(SYS_epoll_create1, 5);
	ev.events = EPOLLIN | EPOLLET;
	ev.data.u64 = 0x1234567890;
	unsaid(SYS_epoll_ctl, 5, EPOLL_CTL_ADD, 3, &ev);
	ev.events = EPOLLOUT | EPOLLONESHOT | EPOLLRDHUP;
	ev.data.u64 = 7;
	unsaid(SYS_epoll_ctl, 5, EPOLL_CTL_ADD, 4, &ev);
	unsaid(SYS_epoll_ctl, 5, EPOLL_CTL_ADD, 4, &ev);
	unsaid(SYS_epoll_ctl, 5, EPOLL_CTL_ADD, 4, NULL);
	unsaid(SYS_epoll_ctl, 5, 77, -1, &ev);
	unsaid(SYS_epoll_wait, 5, got, 4, 0);
	unsaid(SYS_epoll_wait, 5, got, 4, 0);
	unsaid(SYS_epoll_wait, 5, got, 0, 0);
	unsaid(SYS_epoll_wait, 3, NULL, 4, -1);
	ev.events = EPOLLOUT;
	expect("epoll_ctl(5, EPOLL_CTL_DEL, 3, NULL)", SYS_epoll_ctl, 5, EPOLL_CTL_DEL, 3, NULL);
	unsaid(SYS_epoll_ctl, 5, EPOLL_CTL_MOD, 4, &ev);
	unsaid(SYS_epoll_pwait, 5, got, 4, 1000, &mask, 8);
	unsaid(SYS_epoll_pwait, 5, got, 4, 0, NULL, 8);
	unsaid(SYS_epoll_pwait, -5, got, 4, 0, NULL, 8);
	unsaid(SYS_epoll_pwait2, 5, got, 4, &ts, NULL, 8);
	unsaid(SYS_epoll_pwait2, 5, got, 4, NULL, &mask, 8);
	unsaid(SYS_epoll_pwait2, -1, got, 4, NULL, &mask, 9);
	expect("eventfd(3)", SYS_eventfd, 3);
	unsaid(SYS_read, 7, &count, 8);
	expect("eventfd2(4294967295, EFD_SEMAPHORE|EFD_CLOEXEC|EFD_NONBLOCK)", SYS_eventfd2, -1,
	       1 | 0x80000 | 0x800);
	unsaid(SYS_eventfd2, 0, 0x10);
}

FAMILY(notices, "inotify_init inotify_init1 inotify_add_watch inotify_rm_watch fanotify_init "
		"fanotify_mark")
{
	expect("inotify_init()", SYS_inotify_init);
	expect("inotify_init1(IN_NONBLOCK|IN_CLOEXEC)", SYS_inotify_init1,
	       IN_CLOEXEC | IN_NONBLOCK);
	unsaid(SYS_inotify_init1, 1);
	expect("inotify_add_watch(3, \".\", IN_CREATE|IN_DELETE)", SYS_inotify_add_watch, 3, ".",
	       IN_CREATE | IN_DELETE);
	unsaid(SYS_inotify_add_watch, 3, ".", IN_ALL_EVENTS);
	unsaid(SYS_inotify_add_watch, 3, "no", IN_ONLYDIR | IN_MASK_ADD | 0x10000);
	unsaid(SYS_inotify_add_watch, 99, NULL, 0);
	expect("inotify_rm_watch(3, 1)", SYS_inotify_rm_watch, 3, 1);
	expect("inotify_rm_watch(3, 77)", SYS_inotify_rm_watch, 3, 77);
	expect("inotify_rm_watch(-1, -1)", SYS_inotify_rm_watch, -1, -1);
	unsaid(SYS_fanotify_init, 0, O_RDONLY);
	unsaid(SYS_fanotify_init, 0x7, O_RDWR | O_CLOEXEC);
	unsaid(SYS_fanotify_init, 0x1004, 0);
	unsaid(SYS_fanotify_init, 0x80000000, 0);
	unsaid(SYS_fanotify_mark, 5, 1, 0x20, AT_FDCWD, ".");
	unsaid(SYS_fanotify_mark, 5, 0x19, 0x4800002b, AT_FDCWD, ".");
	unsaid(SYS_fanotify_mark, 5, 0x80, 0, -1, NULL);
	unsaid(SYS_fanotify_mark, 99, 0x2000, 0, -1, "no");
}
