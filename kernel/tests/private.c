// SPDX-License-Identifier: GPL-2.0
/*
 * private: who may open the device? Run as root in the guest, with the module loaded.
 *
 * Root without CAP_SYS_ADMIN may not, nor another user, whoever owns the file, nor
 * root of a user namespace. Prints a line for each; exit code 1 when it was otherwise.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define DEVICE "/dev/forensix"
#define USER 1000

static void capabilities(unsigned long mask)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2] = {
		{ .effective = mask, .permitted = mask },
		{ .effective = mask >> 32, .permitted = mask >> 32 },
	};

	if (syscall(SYS_capset, &head, data))
		_exit(99);
}

static void as_root(void)
{
}

static void without_admin(void)
{
	capabilities(~0ul >> 24 & ~(1ul << CAP_SYS_ADMIN));
}

static void with_admin_alone(void)
{
	capabilities(1ul << CAP_SYS_ADMIN);
}

static void as_user(void)
{
	if (setgid(USER) || setuid(USER))
		_exit(99);
}

static void as_user_with_admin(void)
{
	prctl(PR_SET_KEEPCAPS, 1);
	as_user();
	capabilities(1ul << CAP_SYS_ADMIN);
}

/* There is no user namespace to be had in a chroot, which scripts/guest runs us in. */
static void in_user_namespace(void)
{
	int i;

	mkdir("/tmp/private", 0700);
	if (chroot("/tmp/private"))
		_exit(99);
	for (i = 0; i < 32; i++)
		if (chdir(".."))
			_exit(99);
	if (chroot(".") || unshare(CLONE_NEWUSER))
		_exit(99);
}

static int failed;

static void may(const char *who, void (*become)(void), mode_t mode, int error)
{
	int status, got, folder;
	pid_t pid;

	chmod(DEVICE, mode);
	folder = open("/dev", O_PATH);
	pid = fork();
	if (!pid) {
		become();
		_exit(openat(folder, "forensix", O_RDWR) < 0 ? errno : 0);
	}
	waitpid(pid, &status, 0);
	close(folder);
	got = WIFEXITED(status) ? WEXITSTATUS(status) : 99;
	printf("private: %s, mode %o: %s%s\n", who, mode, got ? strerror(got) : "opened",
	       got == error ? "" : " (WRONG)");
	failed |= got != error;
}

int main(void)
{
	struct stat s;

	if (stat(DEVICE, &s) || (s.st_mode & 07777) != 0600 || s.st_uid) {
		printf("private: %s is not root's alone\n", DEVICE);
		failed = 1;
	}
	may("root", as_root, 0600, 0);
	may("root without CAP_SYS_ADMIN", without_admin, 0600, EPERM);
	may("root with nothing but CAP_SYS_ADMIN", with_admin_alone, 0600, 0);
	may("a user", as_user, 0600, EACCES);
	may("a user", as_user, 0666, EPERM);
	may("a user with CAP_SYS_ADMIN", as_user_with_admin, 0666, 0);
	may("root in a user namespace", in_user_namespace, 0600, EPERM);
	may("root in a user namespace", in_user_namespace, 0666, EPERM);
	chmod(DEVICE, 0600);
	return failed;
}
