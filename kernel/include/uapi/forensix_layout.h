/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/*
 * Every offset of forensix.h is part of the interface: a compiler that lays a
 * structure out differently, or an edit that moves a field, stops here.
 */
#ifndef _UAPI_FORENSIX_LAYOUT_H
#define _UAPI_FORENSIX_LAYOUT_H

#ifdef __KERNEL__
#include <linux/build_bug.h>
#define FX_ASSERT static_assert
#elif defined(__cplusplus)
#define FX_ASSERT static_assert
#else
#define FX_ASSERT _Static_assert
#endif

FX_ASSERT(__builtin_offsetof(struct fx_producer, head) == 0, "fx_producer.head");
FX_ASSERT(__builtin_offsetof(struct fx_producer, seq) == 8, "fx_producer.seq");
FX_ASSERT(__builtin_offsetof(struct fx_producer, lost) == 16, "fx_producer.lost");
FX_ASSERT(__builtin_offsetof(struct fx_producer, bytes_lost) == 24, "fx_producer.bytes_lost");
FX_ASSERT(__builtin_offsetof(struct fx_producer, held) == 32, "fx_producer.held");
FX_ASSERT(__builtin_offsetof(struct fx_producer, cpu) == 36, "fx_producer.cpu");
FX_ASSERT(__builtin_offsetof(struct fx_producer, ring_bytes) == 40, "fx_producer.ring_bytes");
FX_ASSERT(sizeof(struct fx_producer) == 48, "fx_producer");

FX_ASSERT(__builtin_offsetof(struct fx_consumer, tail) == 0, "fx_consumer.tail");
FX_ASSERT(__builtin_offsetof(struct fx_consumer, seq) == 8, "fx_consumer.seq");
FX_ASSERT(sizeof(struct fx_consumer) == 16, "fx_consumer");

FX_ASSERT(__builtin_offsetof(struct fx_record, size) == 0, "fx_record.size");
FX_ASSERT(__builtin_offsetof(struct fx_record, type) == 4, "fx_record.type");
FX_ASSERT(__builtin_offsetof(struct fx_record, cpu) == 6, "fx_record.cpu");
FX_ASSERT(__builtin_offsetof(struct fx_record, seq) == 8, "fx_record.seq");
FX_ASSERT(__builtin_offsetof(struct fx_record, time) == 16, "fx_record.time");
FX_ASSERT(__builtin_offsetof(struct fx_record, start) == 24, "fx_record.start");
FX_ASSERT(__builtin_offsetof(struct fx_record, tgid) == 32, "fx_record.tgid");
FX_ASSERT(__builtin_offsetof(struct fx_record, tid) == 36, "fx_record.tid");
FX_ASSERT(sizeof(struct fx_record) == 40, "fx_record");

FX_ASSERT(__builtin_offsetof(struct fx_call, record) == 0, "fx_call.record");
FX_ASSERT(__builtin_offsetof(struct fx_call, entered) == 40, "fx_call.entered");
FX_ASSERT(__builtin_offsetof(struct fx_call, left) == 48, "fx_call.left");
FX_ASSERT(__builtin_offsetof(struct fx_call, ret) == 56, "fx_call.ret");
FX_ASSERT(__builtin_offsetof(struct fx_call, nr) == 64, "fx_call.nr");
FX_ASSERT(__builtin_offsetof(struct fx_call, flags) == 68, "fx_call.flags");
FX_ASSERT(__builtin_offsetof(struct fx_call, abi) == 70, "fx_call.abi");
FX_ASSERT(__builtin_offsetof(struct fx_call, items) == 71, "fx_call.items");
FX_ASSERT(__builtin_offsetof(struct fx_call, args) == 72, "fx_call.args");
FX_ASSERT(sizeof(struct fx_call) == 120, "fx_call");

FX_ASSERT(__builtin_offsetof(struct fx_item, kind) == 0, "fx_item.kind");
FX_ASSERT(__builtin_offsetof(struct fx_item, arg) == 2, "fx_item.arg");
FX_ASSERT(__builtin_offsetof(struct fx_item, flags) == 3, "fx_item.flags");
FX_ASSERT(__builtin_offsetof(struct fx_item, size) == 4, "fx_item.size");
FX_ASSERT(__builtin_offsetof(struct fx_item, full) == 8, "fx_item.full");
FX_ASSERT(sizeof(struct fx_item) == 16, "fx_item");

FX_ASSERT(__builtin_offsetof(struct fx_file_id, file) == 0, "fx_file_id.file");
FX_ASSERT(__builtin_offsetof(struct fx_file_id, inode) == 8, "fx_file_id.inode");
FX_ASSERT(__builtin_offsetof(struct fx_file_id, dev) == 16, "fx_file_id.dev");
FX_ASSERT(__builtin_offsetof(struct fx_file_id, mode) == 20, "fx_file_id.mode");
FX_ASSERT(sizeof(struct fx_file_id) == 24, "fx_file_id");

FX_ASSERT(__builtin_offsetof(struct fx_made, id) == 0, "fx_made.id");
FX_ASSERT(__builtin_offsetof(struct fx_made, fd) == 24, "fx_made.fd");
FX_ASSERT(__builtin_offsetof(struct fx_made, flags) == 28, "fx_made.flags");
FX_ASSERT(sizeof(struct fx_made) == 32, "fx_made");

FX_ASSERT(__builtin_offsetof(struct fx_data, record) == 0, "fx_data.record");
FX_ASSERT(__builtin_offsetof(struct fx_data, entered) == 40, "fx_data.entered");
FX_ASSERT(__builtin_offsetof(struct fx_data, offset) == 48, "fx_data.offset");
FX_ASSERT(__builtin_offsetof(struct fx_data, item) == 56, "fx_data.item");
FX_ASSERT(sizeof(struct fx_data) == 72, "fx_data");

FX_ASSERT(__builtin_offsetof(struct fx_lost, record) == 0, "fx_lost.record");
FX_ASSERT(__builtin_offsetof(struct fx_lost, count) == 40, "fx_lost.count");
FX_ASSERT(__builtin_offsetof(struct fx_lost, bytes) == 48, "fx_lost.bytes");
FX_ASSERT(__builtin_offsetof(struct fx_lost, first) == 56, "fx_lost.first");
FX_ASSERT(__builtin_offsetof(struct fx_lost, last) == 64, "fx_lost.last");
FX_ASSERT(__builtin_offsetof(struct fx_lost, reasons) == 72, "fx_lost.reasons");
FX_ASSERT(sizeof(struct fx_lost) == 80, "fx_lost");

FX_ASSERT(__builtin_offsetof(struct fx_fork, record) == 0, "fx_fork.record");
FX_ASSERT(__builtin_offsetof(struct fx_fork, child_start) == 40, "fx_fork.child_start");
FX_ASSERT(__builtin_offsetof(struct fx_fork, child_tgid) == 48, "fx_fork.child_tgid");
FX_ASSERT(__builtin_offsetof(struct fx_fork, child_tid) == 52, "fx_fork.child_tid");
FX_ASSERT(__builtin_offsetof(struct fx_fork, task_start) == 56, "fx_fork.task_start");
FX_ASSERT(sizeof(struct fx_fork) == 64, "fx_fork");

FX_ASSERT(__builtin_offsetof(struct fx_context, uid) == 0, "fx_context.uid");
FX_ASSERT(__builtin_offsetof(struct fx_context, euid) == 4, "fx_context.euid");
FX_ASSERT(__builtin_offsetof(struct fx_context, suid) == 8, "fx_context.suid");
FX_ASSERT(__builtin_offsetof(struct fx_context, fsuid) == 12, "fx_context.fsuid");
FX_ASSERT(__builtin_offsetof(struct fx_context, gid) == 16, "fx_context.gid");
FX_ASSERT(__builtin_offsetof(struct fx_context, egid) == 20, "fx_context.egid");
FX_ASSERT(__builtin_offsetof(struct fx_context, sgid) == 24, "fx_context.sgid");
FX_ASSERT(__builtin_offsetof(struct fx_context, fsgid) == 28, "fx_context.fsgid");
FX_ASSERT(__builtin_offsetof(struct fx_context, login_uid) == 32, "fx_context.login_uid");
FX_ASSERT(__builtin_offsetof(struct fx_context, audit_session) == 36, "fx_context.audit_session");
FX_ASSERT(__builtin_offsetof(struct fx_context, session) == 40, "fx_context.session");
FX_ASSERT(__builtin_offsetof(struct fx_context, group) == 44, "fx_context.group");
FX_ASSERT(__builtin_offsetof(struct fx_context, tty) == 48, "fx_context.tty");
FX_ASSERT(__builtin_offsetof(struct fx_context, pid_ns) == 52, "fx_context.pid_ns");
FX_ASSERT(__builtin_offsetof(struct fx_context, mnt_ns) == 56, "fx_context.mnt_ns");
FX_ASSERT(__builtin_offsetof(struct fx_context, user_ns) == 60, "fx_context.user_ns");
FX_ASSERT(__builtin_offsetof(struct fx_context, cgroup) == 64, "fx_context.cgroup");
FX_ASSERT(__builtin_offsetof(struct fx_context, capabilities) == 72, "fx_context.capabilities");
FX_ASSERT(sizeof(struct fx_context) == 80, "fx_context");

FX_ASSERT(__builtin_offsetof(struct fx_identity, record) == 0, "fx_identity.record");
FX_ASSERT(__builtin_offsetof(struct fx_identity, context) == 40, "fx_identity.context");
FX_ASSERT(sizeof(struct fx_identity) == 120, "fx_identity");

FX_ASSERT(__builtin_offsetof(struct fx_exec, record) == 0, "fx_exec.record");
FX_ASSERT(__builtin_offsetof(struct fx_exec, old_tid) == 40, "fx_exec.old_tid");
FX_ASSERT(__builtin_offsetof(struct fx_exec, items) == 44, "fx_exec.items");
FX_ASSERT(__builtin_offsetof(struct fx_exec, context) == 48, "fx_exec.context");
FX_ASSERT(__builtin_offsetof(struct fx_exec, comm) == 128, "fx_exec.comm");
FX_ASSERT(sizeof(struct fx_exec) == 144, "fx_exec");

FX_ASSERT(__builtin_offsetof(struct fx_exit, record) == 0, "fx_exit.record");
FX_ASSERT(__builtin_offsetof(struct fx_exit, code) == 40, "fx_exit.code");
FX_ASSERT(__builtin_offsetof(struct fx_exit, live) == 44, "fx_exit.live");
FX_ASSERT(__builtin_offsetof(struct fx_exit, task_start) == 48, "fx_exit.task_start");
FX_ASSERT(__builtin_offsetof(struct fx_exit, comm) == 56, "fx_exit.comm");
FX_ASSERT(sizeof(struct fx_exit) == 72, "fx_exit");

FX_ASSERT(__builtin_offsetof(struct fx_task_state, record) == 0, "fx_task_state.record");
FX_ASSERT(__builtin_offsetof(struct fx_task_state, task_start) == 40, "fx_task_state.task_start");
FX_ASSERT(__builtin_offsetof(struct fx_task_state, parent_tgid) == 48, "fx_task_state.parent_tgid");
FX_ASSERT(__builtin_offsetof(struct fx_task_state, items) == 52, "fx_task_state.items");
FX_ASSERT(__builtin_offsetof(struct fx_task_state, context) == 56, "fx_task_state.context");
FX_ASSERT(__builtin_offsetof(struct fx_task_state, comm) == 136, "fx_task_state.comm");
FX_ASSERT(sizeof(struct fx_task_state) == 152, "fx_task_state");

FX_ASSERT(__builtin_offsetof(struct fx_signal, record) == 0, "fx_signal.record");
FX_ASSERT(__builtin_offsetof(struct fx_signal, signo) == 40, "fx_signal.signo");
FX_ASSERT(__builtin_offsetof(struct fx_signal, code) == 44, "fx_signal.code");
FX_ASSERT(__builtin_offsetof(struct fx_signal, sender_tgid) == 48, "fx_signal.sender_tgid");
FX_ASSERT(__builtin_offsetof(struct fx_signal, sender_uid) == 52, "fx_signal.sender_uid");
FX_ASSERT(__builtin_offsetof(struct fx_signal, error) == 56, "fx_signal.error");
FX_ASSERT(__builtin_offsetof(struct fx_signal, handled) == 60, "fx_signal.handled");
FX_ASSERT(sizeof(struct fx_signal) == 64, "fx_signal");

FX_ASSERT(__builtin_offsetof(struct fx_mark, record) == 0, "fx_mark.record");
FX_ASSERT(__builtin_offsetof(struct fx_mark, kind) == 40, "fx_mark.kind");
FX_ASSERT(__builtin_offsetof(struct fx_mark, items) == 44, "fx_mark.items");
FX_ASSERT(__builtin_offsetof(struct fx_mark, monotonic) == 48, "fx_mark.monotonic");
FX_ASSERT(__builtin_offsetof(struct fx_mark, realtime) == 56, "fx_mark.realtime");
FX_ASSERT(__builtin_offsetof(struct fx_mark, boottime) == 64, "fx_mark.boottime");
FX_ASSERT(sizeof(struct fx_mark) == 72, "fx_mark");

FX_ASSERT(__builtin_offsetof(struct fx_file, record) == 0, "fx_file.record");
FX_ASSERT(__builtin_offsetof(struct fx_file, id) == 40, "fx_file.id");
FX_ASSERT(__builtin_offsetof(struct fx_file, flags) == 64, "fx_file.flags");
FX_ASSERT(__builtin_offsetof(struct fx_file, items) == 68, "fx_file.items");
FX_ASSERT(__builtin_offsetof(struct fx_file, family) == 72, "fx_file.family");
FX_ASSERT(__builtin_offsetof(struct fx_file, type) == 74, "fx_file.type");
FX_ASSERT(__builtin_offsetof(struct fx_file, protocol) == 76, "fx_file.protocol");
FX_ASSERT(sizeof(struct fx_file) == 80, "fx_file");

FX_ASSERT(__builtin_offsetof(struct fx_fd, record) == 0, "fx_fd.record");
FX_ASSERT(__builtin_offsetof(struct fx_fd, id) == 40, "fx_fd.id");
FX_ASSERT(__builtin_offsetof(struct fx_fd, fd) == 64, "fx_fd.fd");
FX_ASSERT(__builtin_offsetof(struct fx_fd, flags) == 68, "fx_fd.flags");
FX_ASSERT(sizeof(struct fx_fd) == 72, "fx_fd");

FX_ASSERT(__builtin_offsetof(struct fx_sent, record) == 0, "fx_sent.record");
FX_ASSERT(__builtin_offsetof(struct fx_sent, target_start) == 40, "fx_sent.target_start");
FX_ASSERT(__builtin_offsetof(struct fx_sent, target_tgid) == 48, "fx_sent.target_tgid");
FX_ASSERT(__builtin_offsetof(struct fx_sent, target_tid) == 52, "fx_sent.target_tid");
FX_ASSERT(__builtin_offsetof(struct fx_sent, signo) == 56, "fx_sent.signo");
FX_ASSERT(__builtin_offsetof(struct fx_sent, code) == 60, "fx_sent.code");
FX_ASSERT(__builtin_offsetof(struct fx_sent, whole) == 64, "fx_sent.whole");
FX_ASSERT(__builtin_offsetof(struct fx_sent, result) == 68, "fx_sent.result");
FX_ASSERT(sizeof(struct fx_sent) == 72, "fx_sent");

FX_ASSERT(__builtin_offsetof(struct fx_uring, record) == 0, "fx_uring.record");
FX_ASSERT(__builtin_offsetof(struct fx_uring, ring) == 40, "fx_uring.ring");
FX_ASSERT(__builtin_offsetof(struct fx_uring, request) == 48, "fx_uring.request");
FX_ASSERT(__builtin_offsetof(struct fx_uring, user_data) == 56, "fx_uring.user_data");
FX_ASSERT(__builtin_offsetof(struct fx_uring, offset) == 64, "fx_uring.offset");
FX_ASSERT(__builtin_offsetof(struct fx_uring, addr) == 72, "fx_uring.addr");
FX_ASSERT(__builtin_offsetof(struct fx_uring, length) == 80, "fx_uring.length");
FX_ASSERT(__builtin_offsetof(struct fx_uring, op_flags) == 84, "fx_uring.op_flags");
FX_ASSERT(__builtin_offsetof(struct fx_uring, fd) == 88, "fx_uring.fd");
FX_ASSERT(__builtin_offsetof(struct fx_uring, result) == 92, "fx_uring.result");
FX_ASSERT(__builtin_offsetof(struct fx_uring, cqe_flags) == 96, "fx_uring.cqe_flags");
FX_ASSERT(__builtin_offsetof(struct fx_uring, phase) == 100, "fx_uring.phase");
FX_ASSERT(__builtin_offsetof(struct fx_uring, opcode) == 101, "fx_uring.opcode");
FX_ASSERT(__builtin_offsetof(struct fx_uring, sqe_flags) == 102, "fx_uring.sqe_flags");
FX_ASSERT(__builtin_offsetof(struct fx_uring, items) == 103, "fx_uring.items");
FX_ASSERT(sizeof(struct fx_uring) == 104, "fx_uring");

FX_ASSERT(__builtin_offsetof(struct fx_info, abi_version) == 0, "fx_info.abi_version");
FX_ASSERT(__builtin_offsetof(struct fx_info, cpus) == 4, "fx_info.cpus");
FX_ASSERT(__builtin_offsetof(struct fx_info, ring_bytes) == 8, "fx_info.ring_bytes");
FX_ASSERT(__builtin_offsetof(struct fx_info, recording_id) == 16, "fx_info.recording_id");
FX_ASSERT(__builtin_offsetof(struct fx_info, table_crc) == 32, "fx_info.table_crc");
FX_ASSERT(__builtin_offsetof(struct fx_info, recording) == 36, "fx_info.recording");
FX_ASSERT(__builtin_offsetof(struct fx_info, monotonic) == 40, "fx_info.monotonic");
FX_ASSERT(__builtin_offsetof(struct fx_info, realtime) == 48, "fx_info.realtime");
FX_ASSERT(__builtin_offsetof(struct fx_info, boottime) == 56, "fx_info.boottime");
FX_ASSERT(__builtin_offsetof(struct fx_info, sealing) == 64, "fx_info.sealing");
FX_ASSERT(__builtin_offsetof(struct fx_info, seal_interval_ms) == 68, "fx_info.seal_interval_ms");
FX_ASSERT(sizeof(struct fx_info) == 72, "fx_info");

FX_ASSERT(__builtin_offsetof(struct fx_seal, record) == 0, "fx_seal.record");
FX_ASSERT(__builtin_offsetof(struct fx_seal, number) == 40, "fx_seal.number");
FX_ASSERT(__builtin_offsetof(struct fx_seal, turn) == 48, "fx_seal.turn");
FX_ASSERT(__builtin_offsetof(struct fx_seal, covered) == 56, "fx_seal.covered");
FX_ASSERT(__builtin_offsetof(struct fx_seal, key_id) == 64, "fx_seal.key_id");
FX_ASSERT(__builtin_offsetof(struct fx_seal, flags) == 80, "fx_seal.flags");
FX_ASSERT(__builtin_offsetof(struct fx_seal, reserved) == 84, "fx_seal.reserved");
FX_ASSERT(__builtin_offsetof(struct fx_seal, mac) == 88, "fx_seal.mac");
FX_ASSERT(sizeof(struct fx_seal) == 120, "fx_seal");

FX_ASSERT(__builtin_offsetof(struct fx_seal_key, id) == 0, "fx_seal_key.id");
FX_ASSERT(__builtin_offsetof(struct fx_seal_key, key) == 16, "fx_seal_key.key");
FX_ASSERT(sizeof(struct fx_seal_key) == 48, "fx_seal_key");

#undef FX_ASSERT

#endif /* _UAPI_FORENSIX_LAYOUT_H */
