// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static io.forensix.text.CallLines.call;
import static io.forensix.text.CallLines.ints;
import static io.forensix.text.CallLines.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.ItemKind;
import io.forensix.syscall.Abi;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Odd corners of strace's manner, each from a line that strace 6.1 printed. */
class CallTextStraceTest {
  private static final long MINUS_ONE = 0xffff_ffffL;

  @Test
  void numbersAmongFlags() {
    assertThat(call("mmap", 0, 4096, 1, 0x54040002L, 99, 0).ret(-9))
        .startsWith(
            "mmap(NULL, 4096, PROT_READ, MAP_PRIVATE|MAP_HUGETLB|21<<MAP_HUGE_SHIFT, 99, 0)");
    assertThat(call("memfd_create", 0, 0x54000004L).path(0, "name").ret(14))
        .isEqualTo("memfd_create(\"name\", MFD_HUGETLB|21<<MFD_HUGE_SHIFT) = 14");
    assertThat(call("mmap", 5, 4096, 0, 0, MINUS_ONE, 0).ret(-9))
        .startsWith("mmap(0x5, 4096, PROT_NONE, MAP_FILE, -1, 0) = -1 EBADF");
    assertThat(call("socket", 0x63, 0x63, 99).ret(-22))
        .startsWith("socket(0x63 /* AF_??? */, SOCK_RAW|0x60 /* SOCK_??? */, 99) = -1 EINVAL");
    assertThat(call("sched_get_priority_min", -1).ret(-22))
        .startsWith("sched_get_priority_min(0xffffffff /* SCHED_??? */) = -1 EINVAL");
  }

  @Test
  void argumentsThatCountOnlyWithAFlag() {
    assertThat(call("open", 0, 0, 0644).path(0, "f").ret(3)).isEqualTo("open(\"f\", O_RDONLY) = 3");
    assertThat(call("mremap", 0x1000, 1, 2, 1, 5).ret(-14))
        .startsWith("mremap(0x1000, 1, 2, MREMAP_MAYMOVE) = -1 EFAULT");
    assertThat(call("mremap", 0x1000, 1, 2, 3, 5).ret(-14))
        .startsWith("mremap(0x1000, 1, 2, MREMAP_MAYMOVE|MREMAP_FIXED, 0x5) = -1 EFAULT");
    assertThat(call("mq_open", 0, 0, 0600, 0).path(0, "q").ret(-2))
        .startsWith("mq_open(\"q\", O_RDONLY) = -1 ENOENT");
    assertThat(call("mknod", 0, 0100644, 0).path(0, "f").ret(0))
        .isEqualTo("mknod(\"f\", S_IFREG|0644) = 0");
    assertThat(call("mknod", 0, 0020600, 0x103).path(0, "c").ret(0))
        .isEqualTo("mknod(\"c\", S_IFCHR|0600, makedev(0x1, 0x3)) = 0");
    assertThat(call("clone", 0x100011).data(2, ints(392)).ret(392))
        .isEqualTo(
            "clone(child_stack=NULL, flags=CLONE_PARENT_SETTID|SIGCHLD, parent_tid=[392]) = 392");
    assertThat(call(Abi.IA32, "preadv", 3, 0, 2, 5, 1).ret(-9))
        .startsWith("preadv(3, NULL, 2, 5, 1) = -1 EBADF");
    assertThat(call("preadv", 3, 0, 2, 5, 1).ret(-9))
        .startsWith("preadv(3, NULL, 2, 5) = -1 EBADF");
  }

  @Test
  void structuresInTheOrderOfStrace() {
    ByteBuffer device = words(144).putInt(24, 0020600).putLong(40, 0x103);
    assertThat(call("stat").path(0, "c").data(1, device).ret(0))
        .isEqualTo("stat(\"c\", {st_mode=S_IFCHR|0600, st_rdev=makedev(0x1, 0x3), ...}) = 0");
    ByteBuffer capabilities = ints(0x21, 0, 0, 0x80, 0, 0);
    assertThat(call("capset").data(0, ints(0x20080522, 0)).data(1, capabilities).ret(0))
        .isEqualTo(
            "capset({version=_LINUX_CAPABILITY_VERSION_3, pid=0},"
                + " {effective=1<<CAP_CHOWN|1<<CAP_KILL|1<<CAP_BPF, permitted=0, inheritable=0})"
                + " = 0");
    assertThat(call("shmctl", 2, 1).data(2, words(112, 0, 0, 0x180L << 32)).ret(0))
        .isEqualTo("shmctl(2, IPC_SET, {shm_perm={uid=0, gid=0, mode=0600}}) = 0");
    assertThat(call("msgsnd", 2, 0, 7, 0x800).data(1, "\5\0\0\0\0\0\0\0message").ret(0))
        .isEqualTo("msgsnd(2, {mtype=5, mtext=\"message\"}, 7, IPC_NOWAIT) = 0");
    ByteBuffer event = words(64, 42).putInt(8, 10).putInt(12, 0);
    assertThat(call("timer_create", 1).data(1, event).data(2, ints(0)).ret(0))
        .isEqualTo(
            "timer_create(CLOCK_MONOTONIC, {sigev_value={sival_int=42, sival_ptr=0x2a},"
                + " sigev_signo=SIGUSR1, sigev_notify=SIGEV_SIGNAL}, [0]) = 0");
    assertThat(call("utimensat", -100).path(1, "f").data(2, words(32, 5, 6, 7, 0x3fffffff)).ret(0))
        .isEqualTo("utimensat(AT_FDCWD, \"f\", [{tv_sec=5, tv_nsec=6}, UTIME_NOW], 0) = 0");
  }

  @Test
  void whatACallFound() {
    ByteBuffer before = ints(3, 1, 4, 5);
    ByteBuffer after = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    after.put(before.array()).putShort(14, (short) 4);
    assertThat(call("poll", 0, 2, 10).data(0, before).data(0, after).ret(1))
        .isEqualTo(
            "poll([{fd=3, events=POLLIN}, {fd=4, events=POLLIN|POLLOUT}], 2, 10)"
                + " = 1 ([{fd=4, revents=POLLOUT}])");
    assertThat(
            call("select", 5)
                .data(2, words(128, 0x10))
                .data(2, words(128, 0x10))
                .data(4, words(16, 1, 0))
                .data(4, words(16, 0, 7))
                .ret(1))
        .isEqualTo(
            "select(5, NULL, [4], NULL, {tv_sec=1, tv_usec=0})"
                + " = 1 (out [4], left {tv_sec=0, tv_usec=7})");
    assertThat(call("wait4", 394, 0, 1, 0).data(1, ints(9)).ret(0))
        .isEqualTo("wait4(394, 0x7ffd0000, WNOHANG, NULL) = 0");
    assertThat(call("sendfile", 4, 3, 0, 5).data(2, words(8, 2)).data(2, words(8, 7)).ret(5))
        .isEqualTo("sendfile(4, 3, [2] => [7], 5) = 5");
    assertThat(call("fcntl", 3, 1034).ret(1))
        .isEqualTo("fcntl(3, F_GET_SEALS) = 0x1 (seals F_SEAL_SEAL)");
    assertThat(call("personality", MINUS_ONE).ret(0x40000))
        .isEqualTo("personality(0xffffffff) = 0x40000 (PER_LINUX|ADDR_NO_RANDOMIZE)");
  }

  @Test
  void longArraysAreCutLikeLongData() {
    ByteBuffer groups = ByteBuffer.allocate(4 * 40);
    assertThat(call("setgroups", 40).data(1, groups).ret(0))
        .isEqualTo("setgroups(40, [" + "0, ".repeat(32) + "...]) = 0");
    assertThat(
            call("execve")
                .path(0, "/x")
                .item(ItemKind.STRV, 1, ("a".repeat(40) + "\0").getBytes(StandardCharsets.US_ASCII))
                .ret(0))
        .isEqualTo("execve(\"/x\", [\"" + "a".repeat(32) + "\"...], NULL) = 0");
  }
}
