// SPDX-License-Identifier: GPL-2.0
/* Programs and events in the kernel, and what a process may be forbidden. */
#include <linux/bpf.h>
#include <linux/landlock.h>
#include <linux/perf_event.h>
#include "calls.h"

#define SIZE(last) (offsetof(union bpf_attr, last) + sizeof(((union bpf_attr *)0)->last))

FAMILY(bpf, "bpf")
{
	static struct bpf_insn program[2] = {
		{ .code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = 0, .imm = 0 },
		{ .code = BPF_JMP | BPF_EXIT },
	};
	static uint32_t key = 1, other;
	static uint64_t value = 0x55;
	static union bpf_attr attr;
	long map, prog;

	attr.map_type = BPF_MAP_TYPE_HASH;
	attr.key_size = 4;
	attr.value_size = 8;
	attr.max_entries = 4;
	map = unsaid(SYS_bpf, BPF_MAP_CREATE, &attr, 16);
	strcpy(attr.map_name, "forensix");
	attr.map_flags = BPF_F_NO_PREALLOC | BPF_F_RDONLY;
	unsaid(SYS_bpf, BPF_MAP_CREATE, &attr, SIZE(map_name));
	unsaid(SYS_bpf, BPF_MAP_CREATE, &attr, 72);
	attr.map_type = 999;
	unsaid(SYS_bpf, BPF_MAP_CREATE, &attr, sizeof(attr));
	memset(&attr, 0, sizeof(attr));
	attr.map_fd = map;
	attr.key = (uint64_t)&key;
	attr.value = (uint64_t)&value;
	unsaid(SYS_bpf, BPF_MAP_UPDATE_ELEM, &attr, 32);
	attr.flags = BPF_NOEXIST;
	unsaid(SYS_bpf, BPF_MAP_UPDATE_ELEM, &attr, 32);
	attr.flags = 0;
	unsaid(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &attr, 24);
	attr.flags = BPF_F_LOCK;
	unsaid(SYS_bpf, BPF_MAP_LOOKUP_ELEM, &attr, 32);
	attr.flags = 0;
	attr.next_key = (uint64_t)&other;
	unsaid(SYS_bpf, BPF_MAP_GET_NEXT_KEY, &attr, 24);
	unsaid(SYS_bpf, BPF_MAP_DELETE_ELEM, &attr, 16);
	unsaid(SYS_bpf, BPF_MAP_DELETE_ELEM, &attr, 16);
	unsaid(SYS_bpf, BPF_MAP_FREEZE, &attr, 4);
	memset(&attr, 0, sizeof(attr));
	attr.prog_type = BPF_PROG_TYPE_SOCKET_FILTER;
	attr.insn_cnt = 2;
	attr.insns = (uint64_t)program;
	attr.license = (uint64_t) "GPL";
	prog = unsaid(SYS_bpf, BPF_PROG_LOAD, &attr, 48);
	attr.prog_flags = BPF_F_STRICT_ALIGNMENT;
	attr.kern_version = 0x60105;
	strcpy(attr.prog_name, "named");
	unsaid(SYS_bpf, BPF_PROG_LOAD, &attr, 120);
	attr.license = FX_NOWHERE;
	attr.insns = FX_NOWHERE;
	unsaid(SYS_bpf, BPF_PROG_LOAD, &attr, 128);
	memset(&attr, 0, sizeof(attr));
	attr.pathname = (uint64_t) "nowhere/pinned";
	attr.bpf_fd = prog;
	unsaid(SYS_bpf, BPF_OBJ_PIN, &attr, 12);
	attr.file_flags = BPF_F_RDONLY;
	unsaid(SYS_bpf, BPF_OBJ_PIN, &attr, 16);
	attr.bpf_fd = 0;
	unsaid(SYS_bpf, BPF_OBJ_GET, &attr, 16);
	attr.pathname = FX_NOWHERE;
	unsaid(SYS_bpf, BPF_OBJ_GET, &attr, 16);
	memset(&attr, 0, sizeof(attr));
	attr.target_fd = -1;
	attr.attach_bpf_fd = prog;
	attr.attach_type = BPF_CGROUP_INET_EGRESS;
	attr.attach_flags = BPF_F_ALLOW_MULTI;
	unsaid(SYS_bpf, BPF_PROG_ATTACH, &attr, 16);
	unsaid(SYS_bpf, BPF_PROG_ATTACH, &attr, 20);
	unsaid(SYS_bpf, BPF_PROG_DETACH, &attr, 12);
	memset(&attr, 0, sizeof(attr));
	attr.start_id = 0xfffffff0;
	unsaid(SYS_bpf, BPF_PROG_GET_NEXT_ID, &attr, 12);
	unsaid(SYS_bpf, BPF_MAP_GET_NEXT_ID, &attr, 8);
	unsaid(SYS_bpf, BPF_PROG_GET_FD_BY_ID, &attr, 12);
	unsaid(SYS_bpf, BPF_MAP_GET_FD_BY_ID, &attr, 12);
	memset(&attr, 0, sizeof(attr));
	attr.raw_tracepoint.name = (uint64_t) "no_such_event";
	attr.raw_tracepoint.prog_fd = prog;
	unsaid(SYS_bpf, BPF_RAW_TRACEPOINT_OPEN, &attr, 12);
	unsaid(SYS_bpf, BPF_PROG_LOAD, NULL, 48);
	unsaid(SYS_bpf, BPF_MAP_CREATE, FX_NOWHERE, 72);
	unsaid(SYS_bpf, BPF_MAP_CREATE, &attr, 0);
	unsaid(SYS_bpf, BPF_MAP_CREATE, NULL, -1);
	unsaid(SYS_bpf, 999, "unknown", 7);
	unsaid(SYS_bpf, -1, NULL, 0);
}

FAMILY(perf, "perf_event_open")
{
	static struct perf_event_attr attr = { .type = PERF_TYPE_SOFTWARE, .size = sizeof(attr) };

	attr.config = PERF_COUNT_SW_TASK_CLOCK;
	attr.disabled = 1;
	attr.exclude_kernel = 1;
	unsaid(SYS_perf_event_open, &attr, 0, -1, -1, PERF_FLAG_FD_CLOEXEC);
	attr.size = PERF_ATTR_SIZE_VER5;
	attr.freq = 1;
	attr.sample_freq = 99;
	attr.sample_type = PERF_SAMPLE_IP | PERF_SAMPLE_TID | PERF_SAMPLE_BRANCH_STACK;
	attr.read_format = PERF_FORMAT_ID | PERF_FORMAT_GROUP;
	attr.precise_ip = 2;
	unsaid(SYS_perf_event_open, &attr, 0, 0, 3, PERF_FLAG_FD_NO_GROUP | PERF_FLAG_FD_OUTPUT);
	attr.type = PERF_TYPE_HARDWARE;
	attr.config = PERF_COUNT_HW_INSTRUCTIONS;
	unsaid(SYS_perf_event_open, &attr, 1 << 30, 0, -1, 0);
	attr.config |= 5ul << 32;
	unsaid(SYS_perf_event_open, &attr, -1, -1, -1, 0xf0);
	attr.type = PERF_TYPE_HW_CACHE;
	attr.config = PERF_COUNT_HW_CACHE_LL | PERF_COUNT_HW_CACHE_OP_WRITE << 8 |
		      PERF_COUNT_HW_CACHE_RESULT_MISS << 16;
	unsaid(SYS_perf_event_open, &attr, 1 << 30, -1, -1, 0);
	attr.type = PERF_TYPE_TRACEPOINT;
	attr.config = 1234567;
	attr.size = 64;
	unsaid(SYS_perf_event_open, &attr, 1 << 30, -1, -1, 0);
	attr.type = PERF_TYPE_BREAKPOINT;
	attr.config = 0;
	attr.size = 80;
	attr.bp_addr = 0x1234;
	attr.bp_len = 4;
	attr.bp_type = 3;
	attr.watermark = 1;
	unsaid(SYS_perf_event_open, &attr, 1 << 30, -1, -1, 0);
	attr.type = 77;
	attr.size = 5;
	unsaid(SYS_perf_event_open, &attr, 1 << 30, -1, -1, 0);
	attr.size = 0;
	unsaid(SYS_perf_event_open, &attr, 1 << 30, -1, -1, 0);
	attr.size = 200;
	unsaid(SYS_perf_event_open, &attr, 0, -1, -1, 0);
	unsaid(SYS_perf_event_open, NULL, 0, -1, -1, 0);
	unsaid(SYS_perf_event_open, FX_NOWHERE, 0, -1, -1, PERF_FLAG_PID_CGROUP);
	unsaid(SYS_perf_event_open, FX_PAGES + 2 * FX_PAGE - 4, 0, -1, -1, 0);
}

FAMILY(landlock, "landlock_create_ruleset landlock_add_rule landlock_restrict_self")
{
	static struct landlock_ruleset_attr rules = { LANDLOCK_ACCESS_FS_EXECUTE |
						      LANDLOCK_ACCESS_FS_WRITE_FILE };
	static struct landlock_path_beneath_attr beneath = { LANDLOCK_ACCESS_FS_EXECUTE, 3 };
	static uint64_t more[2] = { LANDLOCK_ACCESS_FS_REFER, 0 };
	long ruleset;

	unsaid(SYS_openat, AT_FDCWD, "/", O_PATH);
	unsaid(SYS_landlock_create_ruleset, NULL, 0, LANDLOCK_CREATE_RULESET_VERSION);
	ruleset = unsaid(SYS_landlock_create_ruleset, &rules, 8, 0);
	unsaid(SYS_landlock_create_ruleset, &rules, 4, 0);
	unsaid(SYS_landlock_create_ruleset, more, 16, 0);
	more[1] = 1ul << 63;
	unsaid(SYS_landlock_create_ruleset, more, 16, 6);
	unsaid(SYS_landlock_create_ruleset, FX_NOWHERE, 8, 0);
	unsaid(SYS_landlock_create_ruleset, NULL, 8, 0);
	unsaid(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	beneath.allowed_access = 1ul << 40;
	beneath.parent_fd = -1;
	unsaid(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, &beneath, 0);
	unsaid(SYS_landlock_add_rule, ruleset, LANDLOCK_RULE_PATH_BENEATH, NULL, 1);
	unsaid(SYS_landlock_add_rule, ruleset, 99, FX_NOWHERE, 0);
	unsaid(SYS_landlock_add_rule, -1, LANDLOCK_RULE_PATH_BENEATH, FX_PAGES + 2 * FX_PAGE - 12,
	       0);
	expect("landlock_restrict_self(-1, 0x5)", SYS_landlock_restrict_self, -1, 5);
	expect(text("landlock_restrict_self(%ld, 0)", ruleset), SYS_landlock_restrict_self, ruleset,
	       0);
}
