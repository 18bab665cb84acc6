// SPDX-License-Identifier: GPL-2.0
/* Signals, without a handler of our own but one. */
#include "calls.h"

struct kernel_sigaction {
	void *handler;
	unsigned long flags;
	void *restorer;
	uint64_t mask;
};

void fx_restorer(void);
__asm__(".globl fx_restorer\nfx_restorer:\n\tmov $15, %eax\n\tsyscall");

static volatile int handled;

static void handler(int sig)
{
	handled = sig;
}

FAMILY(signals, "rt_sigaction rt_sigprocmask rt_sigpending rt_sigtimedwait rt_sigqueueinfo "
		"rt_tgsigqueueinfo rt_sigsuspend rt_sigreturn kill tkill tgkill sigaltstack alarm "
		"pause signalfd signalfd4")
{
	static struct kernel_sigaction act, old;
	static uint64_t mask, was;
	static siginfo_t info;
	static stack_t ss, oss;
	static struct timespec ts;
	int pid = fx_pid;

	act.handler = SIG_IGN;
	unsaid(SYS_rt_sigaction, SIGUSR1, &act, NULL, 8);
	act.handler = handler;
	act.flags = 0x04000000 | SA_RESTART | SA_NODEFER;
	act.restorer = fx_restorer;
	act.mask = 1ul << (SIGHUP - 1) | 1ul << 33;
	unsaid(SYS_rt_sigaction, SIGUSR2, &act, &old, 8);
	unsaid(SYS_rt_sigaction, SIGUSR2, NULL, &old, 8);
	unsaid(SYS_rt_sigaction, SIGUSR2, &act, &old, 8);
	act.mask = ~0ul;
	act.flags = 0xffffffff & ~0x00000400;
	unsaid(SYS_rt_sigaction, 34, &act, NULL, 8);
	unsaid(SYS_rt_sigaction, SIGKILL, &act, NULL, 8);
	unsaid(SYS_rt_sigaction, 77, NULL, NULL, 8);
	unsaid(SYS_rt_sigaction, 0, FX_NOWHERE, NULL, 8);
	unsaid(SYS_rt_sigaction, SIGHUP, NULL, NULL, 3);
	mask = 1ul << (SIGUSR2 - 1) | 1ul << (SIGTERM - 1);
	unsaid(SYS_rt_sigprocmask, SIG_BLOCK, &mask, &was, 8);
	mask = ~0ul;
	unsaid(SYS_rt_sigprocmask, SIG_UNBLOCK, NULL, &was, 8);
	unsaid(SYS_rt_sigprocmask, 9, &mask, NULL, 8);
	unsaid(SYS_rt_sigprocmask, SIG_BLOCK, &mask, NULL, 4);
	unsaid(SYS_rt_sigprocmask, SIG_BLOCK, FX_NOWHERE, NULL, 8);
	expect(text("kill(%d, SIGTERM)", pid), SYS_kill, pid, SIGTERM);
	expect(text("kill(%d, 0)", pid), SYS_kill, pid, 0);
	expect("kill(-99999999, SIGKILL)", SYS_kill, -99999999, SIGKILL);
	unsaid(SYS_kill, pid, 77);
	expect(text("tkill(%d, SIGTERM)", pid), SYS_tkill, pid, SIGTERM);
	expect("tkill(-1, SIGRT_2)", SYS_tkill, -1, 34);
	expect(text("tgkill(%d, %d, SIGUSR2)", pid, pid), SYS_tgkill, pid, pid, SIGUSR2);
	unsaid(SYS_tgkill, pid, 1, SIGUSR2);
	unsaid(SYS_rt_sigpending, &was, 8);
	unsaid(SYS_rt_sigpending, NULL, 8);
	unsaid(SYS_rt_sigpending, &was, 16);
	mask = 1ul << (SIGTERM - 1);
	unsaid(SYS_rt_sigtimedwait, &mask, &info, &ts, 8);
	unsaid(SYS_rt_sigtimedwait, &mask, NULL, &ts, 8);
	unsaid(SYS_rt_sigtimedwait, &mask, NULL, NULL, 7);
	unsaid(SYS_rt_sigtimedwait, NULL, &info, NULL, 8);
	info = (siginfo_t){ .si_signo = SIGUSR1, .si_code = SI_QUEUE };
	info.si_pid = pid;
	info.si_value.sival_int = 5;
	unsaid(SYS_rt_sigqueueinfo, pid, SIGUSR1, &info);
	unsaid(SYS_rt_sigqueueinfo, pid, SIGTERM, &info);
	unsaid(SYS_rt_sigqueueinfo, 1 << 30, SIGTERM, &info);
	info.si_code = SI_USER;
	unsaid(SYS_rt_sigqueueinfo, 1, SIGTERM, &info);
	unsaid(SYS_rt_sigqueueinfo, pid, 0, NULL);
	info.si_code = SI_TIMER;
	unsaid(SYS_rt_tgsigqueueinfo, pid, pid, SIGTERM, &info);
	unsaid(SYS_rt_tgsigqueueinfo, pid, 1, 99, &info);
	unsaid(SYS_rt_sigtimedwait, &mask, &info, &ts, 8);
	mask = ~(1ul << (SIGUSR2 - 1));
	/* SIGUSR2 waits since above: its handler runs. */
	unsaid(SYS_rt_sigsuspend, &mask, 8);
	unsaid(SYS_rt_sigsuspend, &mask, 7);
	unsaid(SYS_rt_sigsuspend, NULL, 8);
	ss = (stack_t){ (void *)FX_PAGES, 0, 8192 };
	unsaid(SYS_sigaltstack, NULL, &oss);
	unsaid(SYS_sigaltstack, &ss, &oss);
	ss.ss_size = 5;
	unsaid(SYS_sigaltstack, &ss, NULL);
	ss.ss_flags = 0x70;
	unsaid(SYS_sigaltstack, &ss, NULL);
	ss.ss_flags = 2;
	unsaid(SYS_sigaltstack, &ss, &oss);
	act.handler = handler;
	act.flags = 0x04000000;
	act.mask = 0;
	unsaid(SYS_rt_sigaction, SIGALRM, &act, NULL, 8);
	expect("alarm(100)", SYS_alarm, 100);
	expect("alarm(1)", SYS_alarm, 1);
	unsaid(SYS_pause);
	expect("alarm(0)", SYS_alarm, 0);
	mask = 1ul << (SIGTERM - 1);
	unsaid(SYS_signalfd, -1, &mask, 8);
	unsaid(SYS_signalfd, 0, &mask, 8);
	unsaid(SYS_signalfd4, -1, &mask, 8, 0x80800);
	unsaid(SYS_signalfd4, 3, &mask, 8, 0);
	unsaid(SYS_signalfd4, -1, NULL, 8, 1);
}
