// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static io.forensix.text.CallLines.call;
import static io.forensix.text.CallLines.ints;
import static io.forensix.text.CallLines.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.CallFlag;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.syscall.Abi;
import io.forensix.timeline.Payload;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The lines are those that strace 6.1 printed for the same calls, but for its column of "=". */
class CallTextTest {
  private static final long AT_FDCWD = -100 & 0xffff_ffffL;
  private static final long MINUS_ONE = 0xffff_ffffL;

  @Test
  void files() {
    assertThat(call("openat", AT_FDCWD, 0, 0x80000).path(1, "/etc/passwd").ret(3))
        .isEqualTo("openat(AT_FDCWD, \"/etc/passwd\", O_RDONLY|O_CLOEXEC) = 3");
    assertThat(call("openat", AT_FDCWD, 0, 0x242, 0644).path(1, "x\n\t\0331").ret(14))
        .isEqualTo("openat(AT_FDCWD, \"x\\n\\t\\0331\", O_RDWR|O_CREAT|O_TRUNC, 0644) = 14");
    assertThat(call("open", 0, 0x410001, 0600).path(0, "/tmp").ret(15))
        .isEqualTo("open(\"/tmp\", O_WRONLY|O_TMPFILE, 0600) = 15");
    assertThat(call("unlink").path(0, "/no\033[31m\"quote\\").ret(-2))
        .isEqualTo("unlink(\"/no\\33[31m\\\"quote\\\\\") = -1 ENOENT (No such file or directory)");
    assertThat(call("access", 0, 5).path(0, "/").ret(0)).isEqualTo("access(\"/\", R_OK|X_OK) = 0");
    assertThat(call("faccessat2", 5, 0, 0, 0).path(1, "x").ret(-20))
        .isEqualTo("faccessat2(5, \"x\", F_OK, 0) = -1 ENOTDIR (Not a directory)");
    assertThat(call("mknodat", AT_FDCWD, 0, 0020600, 0x103).path(1, "/no/x").ret(-2))
        .startsWith("mknodat(AT_FDCWD, \"/no/x\", S_IFCHR|0600, makedev(0x1, 0x3)) = -1 ENOENT");
    assertThat(call("chmod", 0, 04755).path(0, "/no").ret(-2))
        .startsWith("chmod(\"/no\", 04755) = -1");
    assertThat(call("chown", 0, MINUS_ONE, 0).path(0, "/no").ret(-2))
        .startsWith("chown(\"/no\", -1, 0) = -1");
    assertThat(call("umask", 022).ret(022)).isEqualTo("umask(022) = 022");
    assertThat(call("lseek", 0, -5, 2).ret(0)).isEqualTo("lseek(0, -5, SEEK_END) = 0");
    assertThat(call("unlinkat", AT_FDCWD, 0, 0x200).path(1, "d").ret(0))
        .isEqualTo("unlinkat(AT_FDCWD, \"d\", AT_REMOVEDIR) = 0");
    assertThat(call("pipe2", 0, 0x80000).data(0, ints(5, 6)).ret(0))
        .isEqualTo("pipe2([5, 6], O_CLOEXEC) = 0");
    assertThat(call("getcwd", 0, 100).data(0, "/tmp\0").ret(5))
        .isEqualTo("getcwd(\"/tmp\", 100) = 5");
  }

  @Test
  void stat() {
    var memory = words(144);
    memory.putInt(24, 0100644);
    memory.putLong(48, 1221);
    assertThat(call("newfstatat", AT_FDCWD).path(1, "/etc/passwd").data(2, memory).ret(0))
        .isEqualTo(
            "newfstatat(AT_FDCWD, \"/etc/passwd\", {st_mode=S_IFREG|0644, st_size=1221, ...}, 0)"
                + " = 0");
    assertThat(call("fstat", 3).data(1, memory).options(TextOptions.ALL).ret(0))
        .contains("st_dev=makedev(0, 0), st_ino=0, st_mode=S_IFREG|0644, st_nlink=0");
    assertThat(call("fstat", 3, 0x7f00).ret(-9))
        .isEqualTo("fstat(3, 0x7f00) = -1 EBADF (Bad file descriptor)");
    assertThat(call("fstat", 3, 0).ret(-14)).isEqualTo("fstat(3, NULL) = -1 EFAULT (Bad address)");
  }

  @Test
  void data() {
    assertThat(call("read", 5, 0, 100).data(1, "abc\n\1\2\0039").ret(8))
        .isEqualTo("read(5, \"abc\\n\\1\\2\\39\", 100) = 8");
    String long40 = "0123456789012345678901234567890123456789";
    assertThat(call("write", 1, 0, 40).data(1, long40).ret(40))
        .isEqualTo("write(1, \"01234567890123456789012345678901\"..., 40) = 40");
    assertThat(call("write", 1, 0, 40).data(1, long40).options(TextOptions.ALL).ret(40))
        .isEqualTo("write(1, \"" + long40 + "\", 40) = 40");
    assertThat(call("read", 5, 0x7f00, 100).ret(0)).isEqualTo("read(5, 0x7f00, 100) = 0");
    assertThat(call("read", 0, 0x7f00, -1).ret(-512))
        .isEqualTo(
            "read(0, 0x7f00, 18446744073709551615) = ? ERESTARTSYS"
                + " (To be restarted if SA_RESTART is set)");
    assertThat(
            call("writev", 6, 0, 2)
                .item(ItemKind.IOVEC, 1, words(32, 0x1000, 4, 0x2000, 4).array())
                .item(ItemKind.GATHER, 1, "abc\n\1\2\0039".getBytes(StandardCharsets.ISO_8859_1))
                .ret(8))
        .isEqualTo(
            "writev(6, [{iov_base=\"abc\\n\", iov_len=4}, {iov_base=\"\\1\\2\\39\", iov_len=4}],"
                + " 2) = 8");
    assertThat(
            call("readv", 6, 0, 2)
                .item(ItemKind.IOVEC, 1, words(32, 0x1000, 4, 0x2000, 4).array())
                .item(ItemKind.GATHER, 1, "ab".getBytes(StandardCharsets.ISO_8859_1))
                .ret(2))
        .isEqualTo("readv(6, [{iov_base=\"ab\", iov_len=4}, {iov_base=\"\", iov_len=4}], 2) = 2");
  }

  @Test
  void saysWhatIsMissing() {
    byte[] some = "abcd".getBytes(StandardCharsets.ISO_8859_1);
    Payload cut = new Payload(ItemKind.BYTES, 1, ItemFlag.LIMIT, 70000, 4, some, false);
    assertThat(call("write", 1, 0, 70000).payload(cut).ret(70000))
        .isEqualTo("write(1, \"abcd\" /* 4 of 70000 bytes captured */, 70000) = 70000");
    Payload fault = new Payload(ItemKind.BYTES, 1, ItemFlag.FAULT, 70000, 4, some, false);
    assertThat(call("write", 1, 0, 70000).payload(fault).ret(4))
        .isEqualTo("write(1, \"abcd\" /* unreadable after 4 bytes */, 70000) = 4");
    Payload lost = new Payload(ItemKind.BYTES, 1, 0, 70000, 4, some, true);
    assertThat(call("write", 1, 0, 70000).payload(lost).ret(70000))
        .isEqualTo("write(1, \"abcd\" /* 4 bytes, the rest is lost */, 70000) = 70000");
    Payload nothing = new Payload(ItemKind.CSTR, 0, ItemFlag.FAULT, 0, 0, new byte[0], false);
    assertThat(call("unlink", 0x1000).payload(nothing).ret(-14))
        .isEqualTo("unlink(0x1000 /* unreadable */) = -1 EFAULT (Bad address)");
    assertThat(call("getpid").flags(CallFlag.NO_ENTRY).ret(-1))
        .isEqualTo("getpid() = -1 EPERM (Operation not permitted) /* entry not seen */");
    assertThat(call("close", 3).flags(CallFlag.CHANGED | CallFlag.NO_MEMORY).ret(0))
        .isEqualTo(
            "close(3) = 0 /* data missing: the kernel had no memory */"
                + " /* arguments changed in memory during the call */");
    assertThat(call("mmap", 0, 4096, 3, 1, 5).flags(CallFlag.UNSEEN).ret(0x7f00))
        .isEqualTo(
            "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_SHARED, 5, 0) = 0x7f00"
                + " /* what is stored through this mapping is on no record */");
    Payload kept = new Payload(ItemKind.BYTES, 1, 0, 70000, 70000, some, false);
    assertThat(call("write", 1, 0, 70000).payload(kept).ret(70000))
        .isEqualTo("write(1, \"abcd\"..., 70000) = 70000");
  }

  @Test
  void sockets() {
    assertThat(call("socket", 2, 0x80001, 0).ret(7))
        .isEqualTo("socket(AF_INET, SOCK_STREAM|SOCK_CLOEXEC, IPPROTO_IP) = 7");
    assertThat(call("socket", 1, 1, 0).ret(9)).isEqualTo("socket(AF_UNIX, SOCK_STREAM, 0) = 9");
    assertThat(call("socket", 16, 3, 0).ret(11))
        .isEqualTo("socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE) = 11");
    assertThat(call("connect", 7, 0, 16).data(1, "\2\0\0P\177\0\0\1\0\0\0\0\0\0\0\0").ret(-111))
        .isEqualTo(
            "connect(7, {sa_family=AF_INET, sin_port=htons(80), sin_addr=inet_addr(\"127.0.0.1\")},"
                + " 16) = -1 ECONNREFUSED (Connection refused)");
    String loopback = "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\1";
    assertThat(
            call("connect", 8, 0, 28).data(1, "\12\0\0005\0\0\0\0" + loopback + "\0\0\0\0").ret(0))
        .isEqualTo(
            "connect(8, {sa_family=AF_INET6, sin6_port=htons(53), sin6_flowinfo=htonl(0),"
                + " inet_pton(AF_INET6, \"::1\", &sin6_addr), sin6_scope_id=0}, 28) = 0");
    assertThat(call("connect", 9, 0, 110).data(1, "\1\0/no/such" + "\0".repeat(100)).ret(-2))
        .isEqualTo(
            "connect(9, {sa_family=AF_UNIX, sun_path=\"/no/such\"}, 110)"
                + " = -1 ENOENT (No such file or directory)");
    assertThat(call("bind", 9, 0, 7).data(1, "\1\0\0abs\1").ret(0))
        .isEqualTo("bind(9, {sa_family=AF_UNIX, sun_path=@\"abs\\1\"}, 7) = 0");
    assertThat(
            call("getsockname", 11)
                .data(1, ints(16, 16228, 0))
                .data(2, ints(12))
                .data(2, ints(12))
                .ret(0))
        .isEqualTo(
            "getsockname(11, {sa_family=AF_NETLINK, nl_pid=16228, nl_groups=00000000}, [12]) = 0");
    assertThat(call("setsockopt", 7, 1, 2, 0, 4).data(3, ints(1)).ret(0))
        .isEqualTo("setsockopt(7, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0");
    assertThat(
            call("getsockopt", 7, 1, 4).data(3, ints(0)).data(4, ints(12)).data(4, ints(4)).ret(0))
        .isEqualTo("getsockopt(7, SOL_SOCKET, SO_ERROR, [0], [12 => 4]) = 0");
    assertThat(call("socketpair", 1, 1, 0).data(3, ints(16, 17)).ret(0))
        .isEqualTo("socketpair(AF_UNIX, SOCK_STREAM, 0, [16, 17]) = 0");
  }

  @Test
  void messages() {
    assertThat(
            call("sendmsg", 7, 0, 0x4000)
                .item(ItemKind.BYTES, 1, words(56, 0, 0, 0x1000, 1, 0, 0, 0).array())
                .item(ItemKind.IOVEC, 1, words(16, 0x2000, 4).array())
                .item(ItemKind.GATHER, 1, "abc\n".getBytes(StandardCharsets.ISO_8859_1))
                .ret(-32))
        .isEqualTo(
            "sendmsg(7, {msg_name=NULL, msg_namelen=0, msg_iov=[{iov_base=\"abc\\n\", iov_len=4}],"
                + " msg_iovlen=1, msg_controllen=0, msg_flags=0}, MSG_NOSIGNAL)"
                + " = -1 EPIPE (Broken pipe)");
    assertThat(
            call("sendmmsg", 7, 0, 2, 0)
                .item(ItemKind.BYTES, 1, words(56, 0x4000, 16, 0x1000, 1, 0, 0, 0).array())
                .item(ItemKind.NAME, 1, ints(0x50000002, 0x0100007f, 0, 0).array())
                .item(ItemKind.IOVEC, 1, words(16, 0x2000, 2).array())
                .item(ItemKind.GATHER, 1, new byte[] {'h', 'i'})
                .item(ItemKind.BYTES, 1, words(56, 0, 0, 0, 0, 0, 0, 0).array())
                .ret(2))
        .isEqualTo(
            "sendmmsg(7, [{msg_hdr={msg_name={sa_family=AF_INET, sin_port=htons(80),"
                + " sin_addr=inet_addr(\"127.0.0.1\")}, msg_namelen=16,"
                + " msg_iov=[{iov_base=\"hi\", iov_len=2}], msg_iovlen=1, msg_controllen=0,"
                + " msg_flags=0}}, {msg_hdr={msg_name=NULL, msg_namelen=0, msg_iov=NULL,"
                + " msg_iovlen=0, msg_controllen=0, msg_flags=0}}], 2, 0) = 2");
    var control = words(24, 20, 0x1_0000_0001L).putInt(16, 5);
    assertThat(
            call("sendmsg", 7, 0, 0)
                .item(ItemKind.BYTES, 1, words(56, 0, 0, 0x1000, 0, 0x3000, 24, 0).array())
                .item(ItemKind.CONTROL, 1, control.array())
                .ret(0))
        .contains(
            "msg_control=[{cmsg_len=20, cmsg_level=SOL_SOCKET, cmsg_type=SCM_RIGHTS,"
                + " cmsg_data=[5]}], msg_controllen=24");
  }

  @Test
  void signals() {
    assertThat(
            call("rt_sigaction", 10, 0, 0, 8)
                .data(1, words(32, 1, 0x14000000, 0x7fe1b9886050L, 2))
                .ret(0))
        .isEqualTo(
            "rt_sigaction(SIGUSR1, {sa_handler=SIG_IGN, sa_mask=[INT],"
                + " sa_flags=SA_RESTORER|SA_RESTART, sa_restorer=0x7fe1b9886050}, NULL, 8) = 0");
    assertThat(
            call("rt_sigprocmask", 0, 0, 0, 8)
                .data(1, words(8, 0xffff_fffe_7fff_ffffL))
                .data(2, words(8, 0))
                .ret(0))
        .isEqualTo("rt_sigprocmask(SIG_BLOCK, ~[RTMIN RT_1], [], 8) = 0");
    assertThat(call("tgkill", 16228, 16228, 15).ret(0))
        .isEqualTo("tgkill(16228, 16228, SIGTERM) = 0");
    assertThat(call("kill", 1, 0).ret(0)).isEqualTo("kill(1, 0) = 0");
    assertThat(call("kill", MINUS_ONE, 9).ret(0)).isEqualTo("kill(-1, SIGKILL) = 0");
  }

  @Test
  void processes() {
    assertThat(
            call("execve")
                .path(0, "/bin/ls")
                .item(ItemKind.STRV, 1, "ls\0-l\0".getBytes(StandardCharsets.ISO_8859_1))
                .item(ItemKind.STRV, 2, "A=1\0B=2\0".getBytes(StandardCharsets.ISO_8859_1))
                .ret(0))
        .isEqualTo("execve(\"/bin/ls\", [\"ls\", \"-l\"], 0x7ffd0000 /* 2 vars */) = 0");
    assertThat(call("exit_group", 3).unfinished().line()).isEqualTo("exit_group(3) = ?");
    assertThat(call("wait4", MINUS_ONE, 0, 0, 0).data(1, ints(0x300)).ret(16229))
        .isEqualTo("wait4(-1, [{WIFEXITED(s) && WEXITSTATUS(s) == 3}], 0, NULL) = 16229");
    assertThat(call("wait4", MINUS_ONE, 0, 0, 0).data(1, ints(9)).ret(16230))
        .isEqualTo("wait4(-1, [{WIFSIGNALED(s) && WTERMSIG(s) == SIGKILL}], 0, NULL) = 16230");
    assertThat(call("waitid", 0, 0, 0, 4, 0).ret(-10))
        .isEqualTo("waitid(P_ALL, 0, NULL, WEXITED, NULL) = -1 ECHILD (No child processes)");
    assertThat(call("clone", 0x1200011).ret(16229))
        .isEqualTo(
            "clone(child_stack=NULL, flags=CLONE_CHILD_CLEARTID|CLONE_CHILD_SETTID|SIGCHLD,"
                + " child_tidptr=NULL)"
                + " = 16229");
    assertThat(call("unshare", 0x200).ret(0)).isEqualTo("unshare(CLONE_FS) = 0");
    assertThat(call("prlimit64", 0, 3, 0, 0).data(3, words(16, 8192 * 1024, -1)).ret(0))
        .isEqualTo(
            "prlimit64(0, RLIMIT_STACK, NULL, {rlim_cur=8192*1024, rlim_max=RLIM64_INFINITY}) = 0");
  }

  @Test
  void memory() {
    assertThat(call("mmap", 0, 4096, 3, 0x22, MINUS_ONE, 0).ret(0x7fe1b9a35000L))
        .isEqualTo(
            "mmap(NULL, 4096, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)"
                + " = 0x7fe1b9a35000");
    assertThat(call("mprotect", 0x1000, 4096, 0).ret(-12))
        .isEqualTo("mprotect(0x1000, 4096, PROT_NONE) = -1 ENOMEM (Cannot allocate memory)");
  }

  @Test
  void waiting() {
    assertThat(call("poll", 0, 1, 0).data(0, words(8, 0x1_0000_0005L)).ret(0))
        .isEqualTo("poll([{fd=5, events=POLLIN}], 1, 0) = 0 (Timeout)");
    assertThat(call("epoll_ctl", 13, 1, 5).data(3, ints(0x80000001, 7, 0)).ret(0))
        .isEqualTo(
            "epoll_ctl(13, EPOLL_CTL_ADD, 5, {events=EPOLLIN|EPOLLET, data={u32=7, u64=7}}) = 0");
    assertThat(call("epoll_wait", 13, 0, 2, 0).data(1, ints(1, 7, 0, 4, 8, 0)).ret(2))
        .isEqualTo(
            "epoll_wait(13, [{events=EPOLLIN, data={u32=7, u64=7}}, {events=EPOLLOUT, data={u32=8, u64=8}}], 2, 0) = 2");
    assertThat(call("clock_nanosleep", 0, 0, 0, 0).data(2, words(16, 0, 1000)).ret(0))
        .isEqualTo("clock_nanosleep(CLOCK_REALTIME, 0, {tv_sec=0, tv_nsec=1000}, NULL) = 0");
    assertThat(call("setitimer", 0, 0, 0).data(1, words(32, 0, 0, 1, 500)).ret(0))
        .isEqualTo(
            "setitimer(ITIMER_REAL, {it_interval={tv_sec=0, tv_usec=0}, it_value={tv_sec=1,"
                + " tv_usec=500}}, NULL) = 0");
    assertThat(call("select", 12).data(1, words(128, 0x22)).data(1, words(128, 0x20)).ret(1))
        .isEqualTo("select(12, [1 5], NULL, NULL, NULL) = 1 (in [5])");
  }

  @Test
  void whatDependsOnAnotherArgument() {
    assertThat(call("fcntl", 0, 3).ret(0x8000))
        .isEqualTo("fcntl(0, F_GETFL) = 0x8000 (flags O_RDONLY|O_LARGEFILE)");
    assertThat(call("fcntl", 0, 1).ret(0)).isEqualTo("fcntl(0, F_GETFD) = 0");
    assertThat(call("fcntl", 0, 0, 10).ret(12)).isEqualTo("fcntl(0, F_DUPFD, 10) = 12");
    assertThat(call("fcntl", 0, 2, 1).ret(0)).isEqualTo("fcntl(0, F_SETFD, FD_CLOEXEC) = 0");
    assertThat(call("fcntl", 0, 6).data(2, words(32, 0, 0, 1)).ret(0))
        .isEqualTo(
            "fcntl(0, F_SETLK, {l_type=F_RDLCK, l_whence=SEEK_SET, l_start=0, l_len=1}) = 0");
    assertThat(call("ioctl", 1, 0x5413, 0x7ffdfe652470L).ret(-25))
        .isEqualTo(
            "ioctl(1, TIOCGWINSZ, 0x7ffdfe652470) = -1 ENOTTY (Inappropriate ioctl for device)");
    assertThat(call("ioctl", 3, 0x80044601L, 0).ret(0))
        .isEqualTo("ioctl(3, _IOC(_IOC_READ, 0x46, 0x1, 0x4), NULL) = 0");
    assertThat(call("ioctl", 0, 0x541b).data(2, ints(42)).ret(0))
        .isEqualTo("ioctl(0, FIONREAD, [42]) = 0");
  }

  @Test
  void otherAbis() {
    assertThat(call(Abi.IA32, "open", 0xffff_ffffL, 0).path(0, "/x").ret(-2))
        .isEqualTo("open(\"/x\", O_RDONLY) = -1 ENOENT (No such file or directory)");
    assertThat(
            call(Abi.IA32, "writev", 1, 0, 1)
                .item(ItemKind.IOVEC, 1, ints(0x1000, 2).array())
                .item(ItemKind.GATHER, 1, "hi".getBytes(StandardCharsets.ISO_8859_1))
                .ret(2))
        .isEqualTo("writev(1, [{iov_base=\"hi\", iov_len=2}], 1) = 2");
    assertThat(call(Abi.IA32, "nanosleep", 0, 0).data(0, ints(1, 5)).ret(0))
        .isEqualTo("nanosleep({tv_sec=1, tv_nsec=5}, NULL) = 0");
    assertThat(call(Abi.X32, "getpid").ret(7)).isEqualTo("getpid() = 7");
  }

  @Test
  void whatHasNoName() {
    assertThat(call("lseek", 0, 0, 77).ret(-22))
        .isEqualTo("lseek(0, 0, 0x4d /* SEEK_??? */) = -1 EINVAL (Invalid argument)");
    assertThat(call("access", 0, 0x10).path(0, "/").ret(-22))
        .startsWith("access(\"/\", 0x10 /* ?_OK */) = -1");
    assertThat(call("epoll_create1", 0x40).ret(-22))
        .startsWith("epoll_create1(0x40 /* EPOLL_??? */) = -1 EINVAL");
    assertThat(call("getpid").ret(-3000)).isEqualTo("getpid() = -3000");
  }
}
