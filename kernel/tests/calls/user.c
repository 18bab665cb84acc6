// SPDX-License-Identifier: GPL-2.0
/* Users and groups. */
#include "calls.h"

FAMILY(users, "getuid geteuid getgid getegid setuid setgid setreuid setregid setresuid setresgid "
	      "getresuid getresgid getgroups setgroups setfsuid setfsgid")
{
	static unsigned int a, b, c, list[4] = { 1, 2, 3, 0xfffffffe };

	expect("getuid()", SYS_getuid);
	expect("geteuid()", SYS_geteuid);
	expect("getgid()", SYS_getgid);
	expect("getegid()", SYS_getegid);
	expect("setgroups(2, [1, 2])", SYS_setgroups, 2, list);
	unsaid(SYS_setgroups, 4, list);
	unsaid(SYS_setgroups, -1, list);
	unsaid(SYS_setgroups, 70000, NULL);
	unsaid(SYS_setgroups, 2, NULL);
	expect("getgroups(0, NULL)", SYS_getgroups, 0, NULL);
	unsaid(SYS_getgroups, 4, list);
	unsaid(SYS_getgroups, 1, list);
	unsaid(SYS_getgroups, -1, NULL);
	expect("setgroups(0, NULL)", SYS_setgroups, 0, NULL);
	expect("setfsgid(5)", SYS_setfsgid, 5);
	expect("setfsgid(-1)", SYS_setfsgid, -1);
	expect("setfsuid(5)", SYS_setfsuid, 5);
	expect("setfsuid(0)", SYS_setfsuid, 0);
	expect("setregid(-1, 7)", SYS_setregid, -1, 7);
	expect("setresgid(1, 2, 3)", SYS_setresgid, 1, 2, 3);
	expect("getresgid([1], [2], [3])", SYS_getresgid, &a, &b, &c);
	unsaid(SYS_getresgid, &a, FX_NOWHERE, &c);
	expect("setgid(4)", SYS_setgid, 4);
	expect("setgid(-1)", SYS_setgid, -1);
	expect("setreuid(-1, 7)", SYS_setreuid, -1, 7);
	expect("setreuid(0, 8)", SYS_setreuid, 0, 8);
	expect("setresuid(0, 0, 0)", SYS_setresuid, 0, 0, 0);
	expect("setresuid(1, 2, 3)", SYS_setresuid, 1, 2, 3);
	expect("getresuid([1], [2], [3])", SYS_getresuid, &a, &b, &c);
	unsaid(SYS_getresuid, NULL, NULL, NULL);
	expect("setresuid(-1, -1, 9)", SYS_setresuid, -1, -1, 9);
	expect("setuid(3)", SYS_setuid, 3);
	expect("setuid(0)", SYS_setuid, 0);
	expect("setuid(-1)", SYS_setuid, -1);
	expect("setgid(77)", SYS_setgid, 77);
	expect("setregid(77, 77)", SYS_setregid, 77, 77);
	expect("setresgid(-1, 77, -1)", SYS_setresgid, -1, 77, -1);
	expect("geteuid()", SYS_geteuid);
}
