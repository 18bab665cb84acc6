// SPDX-License-Identifier: GPL-2.0
/* Making, duplicating and closing descriptors. */
#include <linux/openat2.h>
#include <sys/file.h>
#include "calls.h"

FAMILY(opening, "open openat openat2 creat close close_range dup dup2 dup3 pipe pipe2 flock "
		"memfd_create name_to_handle_at open_by_handle_at")
{
	static struct open_how how = { .flags = O_RDONLY | O_CLOEXEC, .resolve = 0 };
	static struct {
		struct open_how how;
		uint64_t more;
	} longer;
	static int fds[2];
	static struct {
		uint32_t bytes;
		int32_t type;
		unsigned char handle[128];
	} handle;
	static int mount;

	expect("open(\"f\", O_RDWR|O_CREAT|O_TRUNC, 0640)", SYS_open, "f",
	       O_RDWR | O_CREAT | O_TRUNC, 0640);
	expect("open(\"f\", O_RDONLY)", SYS_open, "f", O_RDONLY, 0);
	expect("open(\"f\", O_WRONLY|O_APPEND)", SYS_open, "f", O_WRONLY | O_APPEND, 0);
	expect("open(\"no\", O_RDONLY|O_NOCTTY|O_NONBLOCK|O_DIRECTORY)", SYS_open, "no",
	       O_NONBLOCK | O_NOCTTY | O_DIRECTORY, 0);
	expect("open(NULL, O_RDONLY)", SYS_open, NULL, O_RDONLY);
	expect("open(0x1000, O_RDONLY)", SYS_open, FX_NOWHERE, O_RDONLY);
	expect("open(\"\", O_ACCMODE)", SYS_open, "", 3);
	unsaid(SYS_open, "f", 0x40000000);
	unsaid(SYS_open, "f", O_SYNC | O_RDWR | O_NOATIME);
	unsaid(SYS_open, "f", O_DSYNC | O_RDWR | O_DIRECT | O_LARGEFILE);
	unsaid(SYS_open, "f", O_CREAT | O_EXCL, 07777);
	unsaid(SYS_open, ".", O_TMPFILE | O_RDWR, 0600);
	unsaid(SYS_open, "f", O_PATH | O_NOFOLLOW);
	unsaid(SYS_open, "f\n\"q\\\x80", O_PATH | O_NOFOLLOW);
	expect("openat(AT_FDCWD, \"f\", O_RDONLY|O_CLOEXEC)", SYS_openat, AT_FDCWD, "f",
	       O_RDONLY | O_CLOEXEC);
	expect("openat(3, \"x\", O_RDONLY)", SYS_openat, 3, "x", O_RDONLY);
	expect("openat(-5, \"x\", O_RDONLY)", SYS_openat, -5, "x", O_RDONLY);
	expect("openat(AT_FDCWD, NULL, O_RDONLY)", SYS_openat, AT_FDCWD, NULL, O_RDONLY);
	unsaid(SYS_openat2, AT_FDCWD, "f", &how, sizeof(how));
	how.resolve = 0x3f;
	unsaid(SYS_openat2, AT_FDCWD, "f", &how, sizeof(how));
	how.resolve = 0x100;
	unsaid(SYS_openat2, AT_FDCWD, "f", &how, sizeof(how));
	how = (struct open_how){ .flags = O_CREAT | O_RDWR, .mode = 0600, .resolve = 8 };
	unsaid(SYS_openat2, AT_FDCWD, "g", &how, sizeof(how));
	unsaid(SYS_openat2, AT_FDCWD, "g", &how, 10);
	unsaid(SYS_openat2, AT_FDCWD, "g", NULL, 24);
	longer.how = how;
	unsaid(SYS_openat2, AT_FDCWD, "g", &longer, sizeof(longer));
	longer.more = 1;
	unsaid(SYS_openat2, AT_FDCWD, "g", &longer, sizeof(longer));
	expect("creat(\"h\", 0600)", SYS_creat, "h", 0600);
	expect("creat(\"no/h\", 0600)", SYS_creat, "no/h", 0600);
	expect("creat(NULL, 000)", SYS_creat, NULL, 0);
	expect("close(3)", SYS_close, 3);
	expect("close(3)", SYS_close, 3);
	expect("close(-1)", SYS_close, -1);
	expect("dup(4)", SYS_dup, 4);
	expect("dup(99)", SYS_dup, 99);
	expect("dup2(4, 50)", SYS_dup2, 4, 50);
	expect("dup2(4, 4)", SYS_dup2, 4, 4);
	expect("dup2(99, -1)", SYS_dup2, 99, -1);
	expect("dup3(4, 51, O_CLOEXEC)", SYS_dup3, 4, 51, O_CLOEXEC);
	expect("dup3(4, 4, 0)", SYS_dup3, 4, 4, 0);
	unsaid(SYS_dup3, 4, 52, 0x8000001);
	expect("close_range(50, 51, 0)", SYS_close_range, 50, 51, 0);
	unsaid(SYS_close_range, 10, 4294967295, 4);
	unsaid(SYS_close_range, 10, 9, 0);
	unsaid(SYS_close_range, 60, 61, 2);
	unsaid(SYS_close_range, 60, 61, 0x18);
	unsaid(SYS_close_range, 6, 40, 0);
	expect("pipe([6, 7])", SYS_pipe, fds);
	expect("pipe(NULL)", SYS_pipe, NULL);
	expect("pipe2([8, 9], O_NONBLOCK|O_CLOEXEC)", SYS_pipe2, fds, O_NONBLOCK | O_CLOEXEC);
	unsaid(SYS_pipe2, fds, O_DIRECT);
	unsaid(SYS_pipe2, fds, 0x10000001);
	unsaid(SYS_pipe2, FX_NOWHERE, 0);
	expect("flock(4, LOCK_SH)", SYS_flock, 4, LOCK_SH);
	expect("flock(4, LOCK_EX|LOCK_NB)", SYS_flock, 4, LOCK_EX | LOCK_NB);
	expect("flock(4, LOCK_UN)", SYS_flock, 4, LOCK_UN);
	unsaid(SYS_flock, 4, 0);
	unsaid(SYS_flock, 4, 0x70);
	unsaid(SYS_flock, -1, LOCK_UN);
	unsaid(SYS_memfd_create, "name", 0);
	unsaid(SYS_memfd_create, "name", 3);
	unsaid(SYS_memfd_create, "name", 4 | 21 << 26);
	unsaid(SYS_memfd_create, NULL, 0);
	unsaid(SYS_memfd_create, "", 0x80);
	handle.bytes = 0;
	unsaid(SYS_name_to_handle_at, AT_FDCWD, "f", &handle, &mount, 0);
	handle.bytes = 128;
	unsaid(SYS_name_to_handle_at, AT_FDCWD, "f", &handle, &mount, AT_SYMLINK_FOLLOW);
	unsaid(SYS_name_to_handle_at, AT_FDCWD, "no", &handle, &mount, AT_EMPTY_PATH);
	unsaid(SYS_name_to_handle_at, AT_FDCWD, "f", NULL, NULL, 0x8000000);
	unsaid(SYS_open_by_handle_at, AT_FDCWD, &handle, O_RDONLY);
	unsaid(SYS_open_by_handle_at, 4, NULL, O_RDONLY);
}

FAMILY(fcntls, "fcntl")
{
	static struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 10 };
	static struct f_owner_ex owner = { .type = F_OWNER_PID };
	static uint64_t hint = 2;
	int fd;

	expect("openat(AT_FDCWD, \"f\", O_RDWR|O_CREAT, 0644)", SYS_openat, AT_FDCWD, "f",
	       O_RDWR | O_CREAT, 0644);
	expect("fcntl(3, F_DUPFD, 20)", SYS_fcntl, 3, F_DUPFD, 20);
	expect("fcntl(3, F_DUPFD_CLOEXEC, 20)", SYS_fcntl, 3, F_DUPFD_CLOEXEC, 20);
	expect("fcntl(-1, F_DUPFD, 20)", SYS_fcntl, -1, F_DUPFD, 20);
	expect_as("fcntl(21, F_GETFD)", "0x1 (flags FD_CLOEXEC)", SYS_fcntl, 21, F_GETFD);
	expect("fcntl(20, F_GETFD)", SYS_fcntl, 20, F_GETFD);
	expect("fcntl(20, F_SETFD, FD_CLOEXEC)", SYS_fcntl, 20, F_SETFD, FD_CLOEXEC);
	expect("fcntl(20, F_SETFD, 0)", SYS_fcntl, 20, F_SETFD, 0);
	unsaid(SYS_fcntl, 20, F_SETFD, 7);
	unsaid(SYS_fcntl, 20, F_SETFD, 2);
	expect_as("fcntl(3, F_GETFL)", "0x8002 (flags O_RDWR|O_LARGEFILE)", SYS_fcntl, 3, F_GETFL);
	expect("fcntl(3, F_SETFL, O_RDONLY|O_APPEND|O_NONBLOCK)", SYS_fcntl, 3, F_SETFL,
	       O_APPEND | O_NONBLOCK);
	unsaid(SYS_fcntl, 3, F_GETFL);
	expect("fcntl(3, F_SETLK, {l_type=F_WRLCK, l_whence=SEEK_SET, l_start=0, l_len=10})",
	       SYS_fcntl, 3, F_SETLK, &lock);
	unsaid(SYS_fcntl, 3, F_GETLK, &lock);
	lock.l_type = 77;
	lock.l_whence = 7;
	unsaid(SYS_fcntl, 3, F_SETLKW, &lock);
	unsaid(SYS_fcntl, 3, F_GETLK, &lock);
	unsaid(SYS_fcntl, 3, F_SETLK, NULL);
	unsaid(SYS_fcntl, 3, F_SETLK, FX_NOWHERE);
	lock = (struct flock){ .l_type = F_RDLCK, .l_whence = SEEK_END, .l_start = -1 };
	unsaid(SYS_fcntl, 3, F_OFD_SETLK, &lock);
	unsaid(SYS_fcntl, 3, F_OFD_GETLK, &lock);
	unsaid(SYS_fcntl, 3, F_SETOWN, 1);
	unsaid(SYS_fcntl, 3, F_GETOWN);
	unsaid(SYS_fcntl, 3, F_SETOWN, -1);
	owner.pid = 1;
	unsaid(SYS_fcntl, 3, F_SETOWN_EX, &owner);
	unsaid(SYS_fcntl, 3, F_GETOWN_EX, &owner);
	owner.type = 9;
	unsaid(SYS_fcntl, 3, F_SETOWN_EX, &owner);
	unsaid(SYS_fcntl, 3, F_SETSIG, SIGUSR1);
	expect_as("fcntl(3, F_GETSIG)", "10 (SIGUSR1)", SYS_fcntl, 3, F_GETSIG);
	unsaid(SYS_fcntl, 3, F_SETSIG, 100);
	unsaid(SYS_fcntl, 3, F_GETLEASE);
	unsaid(SYS_fcntl, 3, F_SETLEASE, F_WRLCK);
	unsaid(SYS_fcntl, 3, F_NOTIFY, 0x80000007);
	unsaid(SYS_fcntl, 3, F_GETPIPE_SZ);
	unsaid(SYS_fcntl, 3, F_SETPIPE_SZ, 8192);
	unsaid(SYS_fcntl, 3, F_GET_SEALS);
	unsaid(SYS_fcntl, 3, F_GET_RW_HINT, &hint);
	unsaid(SYS_fcntl, 3, F_SET_RW_HINT, &hint);
	unsaid(SYS_fcntl, 3, 99, 5);
	unsaid(SYS_fcntl, 3, -1, 0);
	fd = unsaid(SYS_memfd_create, "sealed", 2);
	unsaid(SYS_fcntl, fd, F_ADD_SEALS, 0x3);
	unsaid(SYS_fcntl, fd, F_GET_SEALS);
	unsaid(SYS_fcntl, fd, F_ADD_SEALS, 0x1f);
	unsaid(SYS_fcntl, fd, F_GET_SEALS);
}
