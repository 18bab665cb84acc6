// SPDX-License-Identifier: GPL-2.0
/* Processes: made, awaited, asked about. */
#include <asm/prctl.h>
#include <linux/sched.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include "calls.h"

static int status, tid;
static struct rusage usage;
static siginfo_t info;

static void child(int code)
{
	fx_raw(SYS_exit_group, code, 0, 0, 0, 0, 0);
}

FAMILY(children, "fork vfork clone clone3 wait4 waitid exit exit_group")
{
	static struct clone_args args = { .exit_signal = SIGCHLD };
	long pid;

	expect("wait4(-1, NULL, 0, NULL)", SYS_wait4, -1, NULL, 0, NULL);
	expect("waitid(P_ALL, 0, NULL, WEXITED, NULL)", SYS_waitid, P_ALL, 0, NULL, WEXITED, NULL);
	if (!(pid = unsaid(SYS_fork)))
		child(3);
	expect_as(text("wait4(%ld, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL)", pid),
		  text("%ld", pid), SYS_wait4, pid, &status, 0, NULL);
	fx_vfork();
	unsaid(SYS_wait4, -1, &status, WUNTRACED | WCONTINUED, &usage);
	if (!(pid = unsaid(SYS_clone, CLONE_PARENT_SETTID | SIGCHLD, NULL, &tid, NULL, NULL)))
		fx_raw(SYS_exit, 300, 0, 0, 0, 0, 0);
	expect_as(text("waitid(P_PID, %ld, NULL, WEXITED|WNOWAIT, NULL)", pid), "0", SYS_waitid,
		  P_PID, pid, NULL, WEXITED | WNOWAIT, NULL);
	unsaid(SYS_waitid, P_PID, pid, &info, WEXITED, &usage);
	if (!(pid = unsaid(SYS_clone, SIGCHLD | CLONE_CHILD_CLEARTID | CLONE_CHILD_SETTID, NULL,
			   NULL, &tid, NULL)))
		fx_raw(SYS_kill, fx_raw(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGKILL, 0, 0, 0, 0);
	expect_as(text("wait4(%ld, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL)", pid),
		  text("%ld", pid), SYS_wait4, pid, &status, 0, NULL);
	if (!(pid = unsaid(SYS_fork))) {
		fx_raw(SYS_kill, fx_raw(SYS_getpid, 0, 0, 0, 0, 0, 0), SIGSTOP, 0, 0, 0, 0);
		child(0);
	}
	unsaid(SYS_waitid, P_PID, pid, &info, WSTOPPED | WNOWAIT, NULL);
	unsaid(SYS_wait4, pid, &status, WUNTRACED, NULL);
	unsaid(SYS_wait4, pid, &status, WNOHANG, NULL);
	unsaid(SYS_kill, pid, SIGKILL);
	unsaid(SYS_waitid, P_PID, pid, &info, WEXITED, NULL);
	unsaid(SYS_clone, CLONE_THREAD | CLONE_VM, NULL, NULL, NULL, NULL);
	unsaid(SYS_clone, CLONE_NEWUSER | CLONE_FS | 77, NULL, NULL, NULL, NULL);
	if (!(pid = unsaid(SYS_clone3, &args, sizeof(args))))
		child(255);
	unsaid(SYS_wait4, -1, &status, __WALL, NULL);
	args.flags = CLONE_PIDFD | CLONE_PARENT_SETTID;
	args.pidfd = args.parent_tid = (uint64_t)&tid;
	unsaid(SYS_clone3, &args, sizeof(args));
	args.flags = CLONE_PIDFD;
	if (!(pid = unsaid(SYS_clone3, &args, 64)))
		child(1);
	unsaid(SYS_waitid, P_PIDFD, tid, &info, WEXITED, NULL);
	unsaid(SYS_waitid, P_PGID, 77, NULL, 0, NULL);
	args.flags = CLONE_THREAD;
	unsaid(SYS_clone3, &args, sizeof(args));
	unsaid(SYS_clone3, &args, 10);
	unsaid(SYS_clone3, NULL, 88);
	unsaid(SYS_wait4, -1, NULL, 0x10000000, NULL);
	unsaid(SYS_wait4, 1, FX_NOWHERE, WNOHANG, NULL);
	unsaid(SYS_waitid, 9, 0, &info, 0x100, NULL);
}

FAMILY(programs, "execve execveat")
{
	static char *argv[] = { "true", "-x", "a b\n", NULL };
	static char *envp[] = { "A=1", "B=2", NULL };
	static char *nothing[] = { NULL };
	long pid;

	expect("execve(\"/no\", NULL, NULL)", SYS_execve, "/no", NULL, NULL);
	unsaid(SYS_execve, "no", argv, envp);
	unsaid(SYS_execve, NULL, argv, nothing);
	unsaid(SYS_execve, "/bin/true", FX_NOWHERE, envp);
	unsaid(SYS_execve, ".", nothing, nothing);
	if (!(pid = unsaid(SYS_fork))) {
		fx_raw(SYS_execve, (long)"/bin/true", (long)argv, (long)envp, 0, 0, 0);
		child(9);
	}
	unsaid(SYS_wait4, pid, &status, 0, NULL);
	unsaid(SYS_openat, AT_FDCWD, "/bin/true", O_PATH);
	if (!(pid = unsaid(SYS_fork))) {
		fx_raw(SYS_execveat, 3, (long)"", (long)argv, (long)nothing, AT_EMPTY_PATH, 0);
		child(9);
	}
	unsaid(SYS_wait4, pid, &status, 0, NULL);
	unsaid(SYS_execveat, AT_FDCWD, "no", argv, envp, AT_SYMLINK_NOFOLLOW);
	unsaid(SYS_execveat, 99, "no", NULL, NULL, 0x10001000);
}

FAMILY(identity, "getpid getppid gettid getpgid getpgrp getsid setpgid setsid prctl arch_prctl "
		 "set_tid_address personality getrusage getrlimit setrlimit prlimit64 getcpu "
		 "seccomp sched_yield capget capset rseq set_robust_list get_robust_list")
{
	static struct rlimit limit, old;
	static unsigned int cpu, node;
	static long head[3];
	static void *where;
	static size_t size;
	static uint32_t caps[2] = { 0x20080522, 0 }, data[6];
	static char name[16];
	static struct sock_filter allow = BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW);
	static struct sock_fprog program = { .len = 1, .filter = &allow };
	static unsigned int action = SECCOMP_RET_LOG;
	int pid = fx_pid, i;

	expect_as("getpid()", text("%d", pid), SYS_getpid);
	unsaid(SYS_getppid);
	expect_as("gettid()", text("%d", pid), SYS_gettid);
	unsaid(SYS_getpgid, 0);
	unsaid(SYS_getpgid, 1 << 30);
	unsaid(SYS_getpgrp);
	unsaid(SYS_getsid, 0);
	unsaid(SYS_getsid, -1);
	expect("setpgid(0, 0)", SYS_setpgid, 0, 0);
	expect("setpgid(1, -1)", SYS_setpgid, 1, -1);
	unsaid(SYS_setsid);
	unsaid(SYS_arch_prctl, ARCH_GET_FS, &where);
	unsaid(SYS_arch_prctl, ARCH_SET_GS, 0);
	unsaid(SYS_arch_prctl, ARCH_GET_GS, &where);
	unsaid(SYS_arch_prctl, ARCH_GET_FS, FX_NOWHERE);
	unsaid(SYS_arch_prctl, 77, NULL);
	expect_as("set_tid_address(0)", text("%d", pid), SYS_set_tid_address, NULL);
	unsaid(SYS_set_tid_address, FX_NOWHERE);
	unsaid(SYS_set_tid_address, NULL);
	unsaid(SYS_personality, 0xffffffff);
	unsaid(SYS_personality, 0x40000);
	unsaid(SYS_personality, 0x0400006);
	unsaid(SYS_personality, 0);
	unsaid(SYS_getrusage, RUSAGE_SELF, &usage);
	unsaid(SYS_getrusage, RUSAGE_CHILDREN, &usage);
	unsaid(SYS_getrusage, 7, &usage);
	unsaid(SYS_getrusage, RUSAGE_THREAD, NULL);
	for (i = 0; i < 17; i++)
		unsaid(SYS_getrlimit, i, &limit);
	limit = (struct rlimit){ 1000, 2048 };
	expect("setrlimit(RLIMIT_NOFILE, {rlim_cur=1000, rlim_max=2*1024})", SYS_setrlimit,
	       RLIMIT_NOFILE, &limit);
	unsaid(SYS_setrlimit, RLIMIT_CORE, NULL);
	limit.rlim_cur = 4096;
	unsaid(SYS_setrlimit, RLIMIT_NOFILE, &limit);
	unsaid(SYS_prlimit64, 0, RLIMIT_CORE, NULL, &old);
	limit = (struct rlimit){ 0, RLIM_INFINITY };
	unsaid(SYS_prlimit64, 0, RLIMIT_CORE, &limit, &old);
	unsaid(SYS_prlimit64, 1 << 30, RLIMIT_CORE, &limit, &old);
	unsaid(SYS_prlimit64, 0, 99, NULL, NULL);
	unsaid(SYS_getcpu, &cpu, &node, NULL);
	unsaid(SYS_getcpu, NULL, NULL, NULL);
	unsaid(SYS_getcpu, FX_NOWHERE, NULL, NULL);
	expect("sched_yield()", SYS_sched_yield);
	unsaid(SYS_capget, caps, data);
	unsaid(SYS_capget, caps, NULL);
	unsaid(SYS_capset, caps, data);
	caps[0] = 7;
	unsaid(SYS_capget, caps, data);
	unsaid(SYS_capset, caps, data);
	unsaid(SYS_capset, NULL, NULL);
	unsaid(SYS_rseq, NULL, 32, 0, 0x53053053);
	unsaid(SYS_rseq, 32, 5, 7, 0);
	expect("set_robust_list(NULL, 24)", SYS_set_robust_list, NULL, 24);
	unsaid(SYS_set_robust_list, head, 24);
	unsaid(SYS_set_robust_list, head, 5);
	unsaid(SYS_get_robust_list, 0, &where, &size);
	unsaid(SYS_get_robust_list, 1 << 30, &where, &size);
	unsaid(SYS_set_robust_list, NULL, 24);
	unsaid(SYS_prctl, PR_SET_NAME, "short");
	unsaid(SYS_prctl, PR_GET_NAME, name);
	unsaid(SYS_prctl, PR_SET_NAME, FX_NOWHERE);
	unsaid(SYS_prctl, PR_GET_NAME, FX_NOWHERE);
	unsaid(SYS_prctl, PR_GET_TSC, &status);
	unsaid(SYS_prctl, PR_GET_TSC, NULL);
	unsaid(SYS_prctl, PR_SET_PDEATHSIG, SIGTERM);
	unsaid(SYS_prctl, PR_SET_PDEATHSIG, 99);
	unsaid(SYS_prctl, PR_GET_PDEATHSIG, &status);
	unsaid(SYS_prctl, PR_GET_DUMPABLE);
	unsaid(SYS_prctl, PR_SET_DUMPABLE, 1);
	unsaid(SYS_prctl, PR_SET_DUMPABLE, 9);
	unsaid(SYS_prctl, PR_GET_KEEPCAPS);
	unsaid(SYS_prctl, PR_SET_KEEPCAPS, 1);
	unsaid(SYS_prctl, PR_CAPBSET_READ, 5);
	unsaid(SYS_prctl, PR_CAPBSET_READ, 99);
	unsaid(SYS_prctl, PR_GET_SECCOMP);
	unsaid(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
	unsaid(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, FX_NOWHERE);
	unsaid(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
	unsaid(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, NULL);
	unsaid(SYS_prctl, PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
	unsaid(SYS_prctl, PR_GET_SECUREBITS);
	unsaid(SYS_prctl, PR_GET_TIMERSLACK);
	unsaid(SYS_prctl, PR_SET_TIMERSLACK, 50000);
	unsaid(SYS_prctl, PR_SET_CHILD_SUBREAPER, 0);
	unsaid(SYS_prctl, PR_GET_CHILD_SUBREAPER, &status);
	unsaid(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	unsaid(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0);
	unsaid(SYS_prctl, PR_SET_NO_NEW_PRIVS, 0, 1, 2, 3);
	unsaid(SYS_prctl, PR_GET_TID_ADDRESS, &where);
	unsaid(SYS_prctl, PR_GET_THP_DISABLE, 0, 0, 0, 0);
	unsaid(SYS_prctl, PR_SET_THP_DISABLE, 1, 0, 0, 0);
	unsaid(SYS_prctl, PR_SET_VMA, 0, FX_PAGES, 4096, NULL);
	unsaid(SYS_prctl, PR_SET_VMA, 0, FX_PAGES, 4096, "a name");
	unsaid(SYS_prctl, 7777, 1, 2, 3, 4);
}
