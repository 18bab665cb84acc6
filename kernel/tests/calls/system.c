// SPDX-License-Identifier: GPL-2.0
/* The system: what it is, devices, mounts, other processes, locks. */
#include <linux/futex.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <termios.h>
#include "calls.h"

FAMILY(devices, "ioctl")
{
	static struct termios tio;
	static struct winsize size = { 24, 80, 0, 0 };
	static int value, lock;
	int master;

	unsaid(SYS_ioctl, 0, TCGETS, &tio);
	expect("ioctl(-1, FIONREAD, 0x1000)", SYS_ioctl, -1, FIONREAD, FX_NOWHERE);
	unsaid(SYS_openat, AT_FDCWD, "f", O_RDWR | O_CREAT, 0600);
	expect("ioctl(3, FIOCLEX)", SYS_ioctl, 3, FIOCLEX, 0);
	expect("ioctl(3, FIONCLEX)", SYS_ioctl, 3, FIONCLEX, 0);
	value = 1;
	unsaid(SYS_ioctl, 3, FIONBIO, &value);
	unsaid(SYS_ioctl, 3, 0x1234, 5);
	unsaid(SYS_ioctl, 3, 0x80045678, &value);
	unsaid(SYS_ioctl, 3, -1, NULL);
	master = unsaid(SYS_openat, AT_FDCWD, "/dev/ptmx", O_RDWR | O_NOCTTY);
	unsaid(SYS_ioctl, master, TIOCSPTLCK, &lock);
	unsaid(SYS_ioctl, master, TIOCSWINSZ, &size);
	unsaid(SYS_ioctl, master, TIOCGWINSZ, &size);
	unsaid(SYS_ioctl, master, TIOCSWINSZ, NULL);
	unsaid(SYS_ioctl, master, FIONREAD, &value);
}

FAMILY(facts, "uname sysinfo sethostname setdomainname getrandom syslog sysfs futex unshare "
	      "kcmp pidfd_open pidfd_getfd pidfd_send_signal process_vm_readv process_vm_writev "
	      "umount2 mount")
{
	static char buf[512];
	static uint32_t word = 5, other;
	static struct timespec ts;
	static struct iovec here = { buf, 6 }, there = { "memory", 6 };
	long fd;

	unsaid(SYS_uname, buf);
	unsaid(SYS_uname, NULL);
	unsaid(SYS_sysinfo, buf);
	unsaid(SYS_sysinfo, FX_NOWHERE);
	unsaid(SYS_sethostname, "fx", -1);
	expect("unshare(CLONE_NEWNS|CLONE_NEWUTS)", SYS_unshare, 0x4020000);
	unsaid(SYS_unshare, 0x800);
	unsaid(SYS_unshare, 0x1);
	expect("sethostname(\"fx\", 2)", SYS_sethostname, "fx", 2);
	expect("setdomainname(\"domain\", 6)", SYS_setdomainname, "domain", 6);
	unsaid(SYS_setdomainname, NULL, 6);
	unsaid(SYS_getrandom, buf, 8, 0);
	unsaid(SYS_getrandom, buf, 8, 0x1f);
	unsaid(SYS_getrandom, NULL, 8, 1);
	unsaid(SYS_syslog, 10, NULL, 0);
	unsaid(SYS_syslog, 99, NULL, 0);
	unsaid(SYS_sysfs, 3, 0, 0);
	unsaid(SYS_sysfs, 1, "tmpfs", 0);
	unsaid(SYS_sysfs, 7, 0, 0);
	unsaid(SYS_futex, &word, FUTEX_WAIT_PRIVATE, 4, NULL);
	unsaid(SYS_futex, &word, FUTEX_WAIT, 5, &ts);
	unsaid(SYS_futex, &word, FUTEX_WAIT, 4, FX_NOWHERE);
	unsaid(SYS_futex, &word, FUTEX_WAIT_BITSET, 4, &ts, NULL, -1);
	expect(text("futex(%p, FUTEX_WAKE_PRIVATE, 1)", (void *)&word), SYS_futex, &word,
	       FUTEX_WAKE_PRIVATE, 1);
	unsaid(SYS_futex, &word, FUTEX_REQUEUE, 1, 2, &other);
	unsaid(SYS_futex, &word, FUTEX_CMP_REQUEUE_PRIVATE, 1, 2, &other, 5);
	unsaid(SYS_futex, &word, FUTEX_WAIT_BITSET_PRIVATE | FUTEX_CLOCK_REALTIME, 4, NULL, NULL,
	       -1);
	unsaid(SYS_futex, &word, FUTEX_WAKE_BITSET, 4, NULL, NULL, 7);
	unsaid(SYS_futex, NULL, 99, 4, NULL, NULL, 7);
	unsaid(SYS_kcmp, fx_pid, fx_pid, 0, 0, 0);
	unsaid(SYS_kcmp, fx_pid, fx_pid, 1, 0, 0);
	unsaid(SYS_kcmp, 1 << 30, 1, 99, 3, 4);
	fd = expect(text("pidfd_open(%d, 0)", fx_pid), SYS_pidfd_open, fx_pid, 0);
	unsaid(SYS_pidfd_open, -1, 0x801);
	expect("pidfd_send_signal(3, 0, NULL, 0)", SYS_pidfd_send_signal, fd, 0, NULL, 0);
	unsaid(SYS_pidfd_send_signal, 0, SIGTERM, NULL, 1);
	expect("pidfd_getfd(3, 0, 0)", SYS_pidfd_getfd, fd, 0, 0);
	unsaid(SYS_pidfd_getfd, fd, 99, 1);
	unsaid(SYS_process_vm_readv, fx_pid, &here, 1, &there, 1, 0);
	unsaid(SYS_process_vm_writev, fx_pid, &here, 1, &here, 1, 0);
	unsaid(SYS_process_vm_writev, 1 << 30, &here, 1, &there, 1, 1);
	unsaid(SYS_mount, "none", "no", "tmpfs", 7, "size=1m");
	unsaid(SYS_mount, NULL, NULL, NULL, 0x5000, NULL);
	unsaid(SYS_mount, "none", "/proc", NULL, 0x44000, NULL);
	expect("umount2(\"no\", MNT_DETACH)", SYS_umount2, "no", 2);
	unsaid(SYS_umount2, NULL, 0x1f);
}
