// SPDX-License-Identifier: GPL-2.0
/*
 * Calls that would change the machine: in forms that fail, or that take back what they did; first
 * as root, then without any right.
 */
#include <asm/ldt.h>
#include <linux/kexec.h>
#include <linux/quota.h>
#include <linux/reboot.h>
#include "calls.h"

#define QUOTA(command, type) QCMD(command, type)

FAMILY(machine, "acct swapon swapoff quotactl quotactl_fd iopl ioperm modify_ldt init_module "
		"finit_module delete_module kexec_load kexec_file_load reboot vhangup")
{
	static struct user_desc desc = { .entry_number = 1,
					 .base_addr = 0x1000,
					 .limit = 0xfffff,
					 .seg_32bit = 1,
					 .limit_in_pages = 1,
					 .useable = 1 };
	static struct kexec_segment {
		void *buf;
		size_t bytes;
		void *mem;
		size_t mem_bytes;
	} segments[2] = { { "image", 5, (void *)0x100000, 4096 }, { NULL, 0, (void *)1, 2 } };
	static char table[64], quota[72], info[24];
	long file;

	file = unsaid(SYS_openat, AT_FDCWD, "f", O_RDWR | O_CREAT, 0644);
	unsaid(SYS_pwrite64, file, "no module, no kernel", 20, 0);
	expect("acct(\"nowhere\")", SYS_acct, "nowhere");
	unsaid(SYS_acct, ".");
	unsaid(SYS_acct, FX_NOWHERE);
	expect("acct(NULL)", SYS_acct, NULL);
	expect("swapon(\"f\", 0)", SYS_swapon, "f", 0);
	unsaid(SYS_swapon, "nowhere", 0x18005);
	unsaid(SYS_swapon, NULL, 0x7fff);
	unsaid(SYS_swapon, FX_NOWHERE, -1);
	expect("swapoff(\"f\")", SYS_swapoff, "f");
	unsaid(SYS_swapoff, NULL);
	expect("quotactl(QCMD(Q_QUOTAON, USRQUOTA), \"f\", QFMT_VFS_V0, \"aquota\")", SYS_quotactl,
	       QUOTA(Q_QUOTAON, USRQUOTA), "f", 2, "aquota");
	unsaid(SYS_quotactl, QUOTA(Q_QUOTAON, GRPQUOTA), "/dev/null", 77, FX_NOWHERE);
	unsaid(SYS_quotactl, QUOTA(Q_QUOTAOFF, PRJQUOTA), "nowhere", 5, "x");
	unsaid(SYS_quotactl, QUOTA(Q_SYNC, USRQUOTA), NULL, 0, NULL);
	unsaid(SYS_quotactl, QUOTA(Q_GETQUOTA, USRQUOTA), "f", 1000, quota);
	unsaid(SYS_quotactl, QUOTA(Q_SETQUOTA, 9), "f", -1, quota);
	unsaid(SYS_quotactl, QUOTA(Q_GETFMT, USRQUOTA), "f", 1, info);
	unsaid(SYS_quotactl, QUOTA(Q_GETINFO, USRQUOTA), "f", 1, info);
	unsaid(SYS_quotactl, QUOTA(Q_SETINFO, USRQUOTA), "f", 1, info);
	unsaid(SYS_quotactl, QUOTA(Q_SETINFO, USRQUOTA), "f", 1, FX_NOWHERE);
	unsaid(SYS_quotactl, QUOTA(Q_GETNEXTQUOTA, USRQUOTA), "f", 7, quota);
	unsaid(SYS_quotactl, 0x12345678, FX_NOWHERE, 3, 0x4000);
	unsaid(SYS_quotactl_fd, file, QUOTA(Q_GETQUOTA, USRQUOTA), 1000, quota);
	unsaid(SYS_quotactl_fd, file, QUOTA(Q_SETQUOTA, USRQUOTA), 1000, quota);
	unsaid(SYS_quotactl_fd, -1, QUOTA(Q_QUOTAON, USRQUOTA), 4, "aquota");
	unsaid(SYS_quotactl_fd, file, QUOTA(Q_SYNC, GRPQUOTA), 4, NULL);
	expect("iopl(0)", SYS_iopl, 0);
	unsaid(SYS_iopl, 9);
	expect("ioperm(0x80, 0x1, 1)", SYS_ioperm, 0x80, 1, 1);
	expect("ioperm(0x80, 0x1, 0)", SYS_ioperm, 0x80, 1, 0);
	unsaid(SYS_ioperm, 0, 70000, -1);
	unsaid(SYS_modify_ldt, 1, &desc, sizeof(desc));
	unsaid(SYS_modify_ldt, 0, table, sizeof(table));
	unsaid(SYS_modify_ldt, 0x11, &desc, 5);
	unsaid(SYS_modify_ldt, 1, NULL, sizeof(desc));
	unsaid(SYS_modify_ldt, 2, FX_NOWHERE, 16);
	unsaid(SYS_modify_ldt, 9, NULL, 0);
	unsaid(SYS_init_module, "no module", 9, "a=b");
	unsaid(SYS_init_module, NULL, 0, NULL);
	unsaid(SYS_init_module, FX_NOWHERE, 4096, FX_NOWHERE);
	unsaid(SYS_finit_module, file, "a=b", 0);
	unsaid(SYS_finit_module, -1, NULL, 3);
	unsaid(SYS_finit_module, 0, FX_NOWHERE, 0xf0);
	expect("delete_module(\"no_such_module\", O_NONBLOCK|O_TRUNC)", SYS_delete_module,
	       "no_such_module", O_NONBLOCK | O_TRUNC);
	unsaid(SYS_delete_module, NULL, 0);
	unsaid(SYS_delete_module, FX_NOWHERE, 0x123);
	unsaid(SYS_kexec_load, 0x100000, 1, segments, KEXEC_ARCH_MASK);
	unsaid(SYS_kexec_load, 0, 2, segments, KEXEC_ON_CRASH | KEXEC_ARCH_X86_64 | 0x70);
	unsaid(SYS_kexec_load, 0, 1, FX_NOWHERE, 0x1230000);
	unsaid(SYS_kexec_load, 5, 17, NULL, 0x30);
	unsaid(SYS_kexec_file_load, -1, -1, 6, "quiet", 0);
	unsaid(SYS_kexec_file_load, file, -1, 0, NULL, 4);
	unsaid(SYS_kexec_file_load, 0, 0, 5000, FX_NOWHERE, 0x70);
	unsaid(SYS_reboot, LINUX_REBOOT_MAGIC1, 5, LINUX_REBOOT_CMD_RESTART2, "arg");
	unsaid(SYS_reboot, 1, LINUX_REBOOT_MAGIC2A, LINUX_REBOOT_CMD_RESTART2, FX_NOWHERE);
	unsaid(SYS_reboot, 0, 0, LINUX_REBOOT_CMD_CAD_ON, NULL);
	unsaid(SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, 0x123, NULL);
	unsaid(SYS_setresuid, 65534, 65534, 65534);
	expect("acct(\"f\")", SYS_acct, "f");
	expect("swapon(\"f\", SWAP_FLAG_PREFER|5)", SYS_swapon, "f", 0x8005);
	expect("swapoff(\"f\")", SYS_swapoff, "f");
	unsaid(SYS_quotactl, QUOTA(Q_SYNC, USRQUOTA), "f", 0, NULL);
	expect("iopl(3)", SYS_iopl, 3);
	expect("ioperm(0, 0x10, 1)", SYS_ioperm, 0, 16, 1);
	unsaid(SYS_init_module, "no module", 9, "a=b");
	unsaid(SYS_finit_module, file, "", 0);
	expect("delete_module(\"forensix\", 0)", SYS_delete_module, "forensix", 0);
	unsaid(SYS_kexec_load, 0, 0, NULL, 0);
	unsaid(SYS_kexec_file_load, file, file, 0, NULL, 0);
	expect("reboot(LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF)",
	       SYS_reboot, LINUX_REBOOT_MAGIC1, LINUX_REBOOT_MAGIC2, LINUX_REBOOT_CMD_CAD_OFF,
	       NULL);
	expect("vhangup()", SYS_vhangup);
}

FAMILY(tracing, "ptrace restart_syscall")
{
	static struct {
		void *base;
		size_t bytes;
	} vec = { NULL, 8 };

	unsaid(SYS_ptrace, 99, 1 << 30, 0x123, 0x456);
	expect("ptrace(PTRACE_ATTACH, 1073741824)", SYS_ptrace, 16, 1 << 30, 0, 0);
	expect("ptrace(PTRACE_SEIZE, 1073741824, NULL, PTRACE_O_TRACEFORK)", SYS_ptrace, 0x4206,
	       1 << 30, 0, 2);
	unsaid(SYS_ptrace, 1, 1 << 30, &vec, NULL);
	unsaid(SYS_ptrace, 4, 1 << 30, &vec, 0x77);
	unsaid(SYS_ptrace, 7, 1 << 30, 1, SIGUSR1);
	unsaid(SYS_ptrace, 8, 1 << 30, 0, 0);
	unsaid(SYS_ptrace, 12, 1 << 30, 0, &vec);
	unsaid(SYS_ptrace, 17, 1 << 30, 0, SIGTERM);
	unsaid(SYS_ptrace, 24, 1 << 30, 0, 0);
	unsaid(SYS_ptrace, 0x4200, 1 << 30, 0, 0x100001);
	unsaid(SYS_ptrace, 0x4201, 1 << 30, 0, &vec);
	unsaid(SYS_ptrace, 0x4207, 1 << 30, 0, 0);
	unsaid(SYS_ptrace, 0x4208, 1 << 30, 0, 0);
	unsaid(SYS_restart_syscall);
}
