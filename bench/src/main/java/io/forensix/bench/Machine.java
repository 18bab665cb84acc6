// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.record.ItemCursor;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * An archive of any size, of a machine that is made up: daemons that serve pages, keep a database
 * and a log; people who come in by ssh, type and run programs; builds with a process for each file.
 * A few files are used by all, most by few; numbers of processes, terminals and inodes are used
 * again. The same seed makes the same bytes.
 *
 * <p>{@code Machine DIRECTORY RECORDS}
 */
final class Machine {
  private static final int CPUS = 4;
  private static final long SEED = 4;
  private static final int MOST_PIDS = 32_768;
  private static final int PEOPLE = 8;
  private static final int DAEMONS = 24;
  private static final int HEADERS = 3_000;
  private static final int SOURCES = 20_000;
  private static final int DIRECTORY = 0040755;
  private static final int REGULAR = 0100644;
  private static final int SOCKET = 0140777;
  private static final int TERMINAL = 0020620;
  private static final int O_CREAT_TRUNC = 01101;

  /** From here on descriptors are those of accepted connections, which exec closes. */
  private static final int CLOEXEC_FROM = 10;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Cpus cpus;
  private final List<Task> tasks = new ArrayList<>();
  private final Map<String, Long> inodes = new HashMap<>();
  private final Deque<Long> freed = new ArrayDeque<>();
  private long nextInode = 1_000;
  private long nextFile = 0xffff_8880_0000_0000L;
  private int nextPid = 1;

  /** What a process is there for. */
  private enum Kind {
    DAEMON,
    SHELL,
    COMMAND,
    BUILD,
    COMPILER
  }

  /** A file that a process has open. */
  private record Open(long file, long inode, int mode) {}

  /** A process. */
  private static final class Task {
    final int pid;
    final long start;
    final Kind kind;
    final Map<Integer, Open> files = new HashMap<>();
    int cpu;
    int uid;
    int session;
    int tty;
    int left;

    Task(int pid, long start, Kind kind) {
      this.pid = pid;
      this.start = start;
      this.kind = kind;
    }
  }

  private Machine(ArchiveMaker maker) {
    cpus = new Cpus(maker, CPUS);
  }

  /** Makes an archive. */
  public static void main(String[] arguments) throws IOException {
    write(Path.of(arguments[0]), Long.parseLong(arguments[1]));
  }

  /** Makes an archive of at least so many records. */
  static void write(Path directory, long records) throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(SEED, CPUS)) {
      Machine machine = new Machine(maker);
      machine.boot();
      while (machine.cpus.records() < records) {
        machine.step();
      }
      machine.cpus.flush();
    }
  }

  private void boot() {
    for (int i = 0; i < DAEMONS; i++) {
      Task daemon = task(Kind.DAEMON);
      tasks.add(daemon);
      RecordBytes.Open found = next(daemon).taskState(1, "daemon" + i, 0);
      found.cstr(0, "/usr/sbin/daemon" + i).strv(1, "daemon" + i, "--foreground").done();
      Open log = new Open(nextFile += 0x100, inode("/var/log/daemon%d.log".formatted(i)), REGULAR);
      told(daemon, log, "/var/log/daemon%d.log".formatted(i), 02001);
      next(daemon).fd(3, false, log.file, log.inode, log.mode);
      daemon.files.put(3, log);
    }
  }

  private void step() {
    int which = random.nextInt(tasks.size());
    Task task = tasks.get(which);
    switch (task.kind) {
      case DAEMON -> {
        serve(task, which);
        if (which == 0 && random.nextInt(40) == 0 && people() < PEOPLE) {
          comeIn(task);
        }
      }
      case SHELL -> type(task);
      case COMMAND -> run(task);
      case BUILD -> build(task);
      case COMPILER -> compile(task);
    }
    if (task.kind != Kind.DAEMON && task.left-- <= 0) {
      leave(task);
      tasks.remove(which);
    }
  }

  private long people() {
    return tasks.stream().filter(task -> task.kind == Kind.SHELL).count();
  }

  private Task task(Kind kind) {
    nextPid = nextPid % MOST_PIDS + 1;
    Task task = new Task(nextPid + 300, cpus.time(), kind);
    task.cpu = random.nextInt(CPUS);
    return task;
  }

  private RecordBytes next(Task task) {
    RecordBytes to = cpus.next(task.cpu, 1_000 + random.nextInt(30_000));
    return to.task(task.pid, task.pid).start(task.start);
  }

  private long inode(String path) {
    return inodes.computeIfAbsent(
        path, any -> freed.isEmpty() || random.nextBoolean() ? nextInode++ : freed.removeFirst());
  }

  private byte[] text(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i % 40 == 39 ? '\n' : 'a' + (i + count) % 26);
    }
    return bytes;
  }

  // Calls.

  private void told(Task task, Open file, String path, int flags) {
    next(task).file(file.file, file.inode, file.mode, flags).cstr(0, path).done();
  }

  private RecordBytes.Open on(Task task, int nr, long ret, int fd) {
    RecordBytes.Open call = next(task).call(nr, ret).arg(0, fd);
    Open file = task.files.get(fd);
    return file == null ? call : call.file(0, file.file, file.inode, RecordBytes.DEV, file.mode);
  }

  private int open(Task task, String path, int mode, int flags) {
    Open file = new Open(nextFile += 0x100, inode(path), mode);
    int fd = 0;
    while (task.files.containsKey(fd)) {
      fd++;
    }
    told(task, file, path, flags);
    RecordBytes.Open call = next(task).call(257, fd).arg(0, -100).arg(2, flags).cstr(1, path);
    call.file(ItemCursor.RESULT, file.file, file.inode, RecordBytes.DEV, mode).done();
    task.files.put(fd, file);
    return fd;
  }

  private void close(Task task, int fd) {
    on(task, 3, 0, fd).done();
    task.files.remove(fd);
  }

  private void move(Task task, int nr, int fd, int count) {
    on(task, nr, count, fd).arg(1, 0x7f00).arg(2, 4096).item(ItemKind.BYTES, 1, text(count)).done();
  }

  private void read(Task task, String path, int count) {
    int fd = open(task, path, REGULAR, 02000000);
    on(task, 5, 0, fd).item(ItemKind.BYTES, 1, text(144)).done();
    move(task, 0, fd, count);
    close(task, fd);
  }

  /** What a program does before its first line. */
  private void load(Task task, String... libraries) {
    next(task).call(12, 0x5555_0000_0000L).done();
    read(task, "/etc/ld.so.cache", 64);
    for (String library : libraries) {
      int fd = open(task, "/usr/lib/x86_64-linux-gnu/" + library, REGULAR, 02000000);
      move(task, 0, fd, 832);
      for (int part = 0; part < 3; part++) {
        next(task).call(9, 0x7f00_0000_0000L).arg(1, 1 << 16).arg(2, 5).arg(3, 2).arg(4, fd).done();
      }
      close(task, fd);
    }
  }

  private Task fork(Task parent, Kind kind) {
    Task child = task(kind);
    child.uid = parent.uid;
    child.session = parent.session;
    child.tty = parent.tty;
    child.files.putAll(parent.files);
    next(parent).fork(child.pid, child.pid, child.start);
    next(parent).call(56, child.pid).arg(0, 0x0120_0011).done();
    next(child).call(56, 0).arg(0, 0x0120_0011).done();
    tasks.add(child);
    return child;
  }

  private void exec(Task task, String path, String... argv) {
    next(task).enter(59).cstr(0, path).strv(1, argv).done();
    String comm = path.substring(path.lastIndexOf('/') + 1);
    RecordBytes.Open exec = next(task).exec(comm, task.uid);
    exec.session(task.session, task.tty, task.uid, 0).cstr(0, path).strv(1, argv);
    exec.strv(2, "PATH=/usr/bin:/bin", "LANG=C.UTF-8", "HOME=/home/u" + task.uid, connection(task));
    exec.done();
    task.files.keySet().removeIf(fd -> fd >= CLOEXEC_FROM);
    next(task).call(59, 0).cstr(0, path).done();
  }

  private static String connection(Task task) {
    return task.tty == 0
        ? "TERM=dumb"
        : "SSH_CONNECTION=10.0.0.%d 5000 10.0.0.1 22".formatted(1 + task.session % 250);
  }

  private void leave(Task task) {
    next(task).enter(231).arg(0, random.nextInt(8) / 7).done();
    next(task).exit(random.nextInt(8) / 7 << 8, 0, "done");
  }

  // What processes do.

  private void serve(Task daemon, int which) {
    next(daemon).call(232, 1).arg(0, 4).done();
    switch (which % 4) {
      case 0 -> {
        Open peer = new Open(nextFile += 0x100, nextInode++, SOCKET);
        int fd = CLOEXEC_FROM + random.nextInt(50);
        if (daemon.files.containsKey(fd)) {
          close(daemon, fd);
        }
        next(daemon).file(peer.file, peer.inode, peer.mode, 2).done();
        RecordBytes.Open accepted = next(daemon).call(288, fd).arg(0, 5).arg(3, 02000000);
        accepted.file(ItemCursor.RESULT, peer.file, peer.inode, RecordBytes.DEV, SOCKET).done();
        daemon.files.put(fd, peer);
        move(daemon, 45, fd, 120 + random.nextInt(300));
        read(daemon, "/srv/www/page-%04d.html".formatted(random.nextInt(1, 500)), 700);
        move(daemon, 44, fd, 700);
        move(daemon, 1, 3, 90);
      }
      case 1 -> {
        String table = "/var/lib/db/base/%d".formatted(16_000 + random.nextInt(200));
        int fd = open(daemon, table, 0100600, 02);
        for (int i = 0; i < 4; i++) {
          on(daemon, 17, 512, fd)
              .arg(2, 8192)
              .arg(3, 8192L * random.nextInt(1 << 16))
              .item(ItemKind.BYTES, 1, text(512))
              .done();
          next(daemon).call(202, 0).arg(0, 0x7f12_3456_7890L).arg(1, 128).done();
        }
        on(daemon, 18, 512, fd).arg(2, 512).arg(3, 0).item(ItemKind.BYTES, 1, text(512)).done();
        on(daemon, 75, 0, fd).done();
        close(daemon, fd);
      }
      case 2 -> {
        move(daemon, 1, 3, 60 + random.nextInt(120));
        next(daemon).call(228, 0).done();
      }
      default -> {
        read(daemon, "/proc/%d/stat".formatted(random.nextInt(300, 2_000)), 200);
        next(daemon).call(262, -2).arg(0, -100).cstr(1, "/run/reload").done();
        if (random.nextInt(200) == 0) {
          Task job = fork(daemon, Kind.BUILD);
          job.left = 60;
          exec(job, "/usr/bin/make", "make", "-C", "/home/build/project");
        }
      }
    }
  }

  private void comeIn(Task sshd) {
    Task shell = fork(sshd, Kind.SHELL);
    int number = random.nextInt(PEOPLE);
    shell.uid = 1000 + number;
    shell.session = shell.pid;
    shell.tty = 136 << 20 | number;
    shell.left = 150;
    next(shell).call(112, shell.pid).done();
    next(shell).identity(shell.uid).session(shell.session, shell.tty, shell.uid, 0).done();
    List.copyOf(shell.files.keySet()).forEach(fd -> close(shell, fd));
    for (int fd = 0; fd < 3; fd++) {
      open(shell, "/dev/pts/" + number, TERMINAL, 2);
    }
    exec(shell, "/bin/bash", "bash", "-i");
    load(shell, "libtinfo.so.6", "libc.so.6");
    byte[] size = {24, 0, 80, 0, 0, 0, 0, 0};
    on(shell, 16, 0, 0).arg(1, 0x5413).item(ItemKind.BYTES, 2, size).done();
    read(shell, "/home/u%d/.bashrc".formatted(shell.uid), 900);
  }

  private void type(Task shell) {
    for (int key = 0; key < 5; key++) {
      move(shell, 0, 0, 1);
      move(shell, 1, 1, 1);
    }
    if (random.nextInt(3) == 0) {
      boolean builds = random.nextInt(12) == 0;
      Task command = fork(shell, builds ? Kind.BUILD : Kind.COMMAND);
      command.left = builds ? 40 : 3 + random.nextInt(10);
      String[] programs = {"ls", "cat", "grep", "vi", "git", "less", "sed", "python3"};
      String program = builds ? "make" : programs[random.nextInt(programs.length)];
      exec(command, "/usr/bin/" + program, program, "-v", "file" + random.nextInt(1_000));
      load(command, "libc.so.6", "libm.so.6");
      next(shell).call(61, command.pid).arg(0, -1).done();
    }
  }

  private void run(Task command) {
    String home = "/home/u%d/".formatted(command.uid);
    switch (random.nextInt(4)) {
      case 0 -> read(command, home + "notes/file%03d.txt".formatted(random.nextInt(600)), 400);
      case 1 -> read(command, "/etc/passwd", 600);
      case 2 -> {
        int fd = open(command, home, DIRECTORY, 0200000);
        on(command, 217, 200, fd).item(ItemKind.BYTES, 1, text(200)).done();
        close(command, fd);
      }
      default -> replace(command, home + "notes/file%03d.txt".formatted(random.nextInt(600)));
    }
    if (command.tty != 0) {
      move(command, 1, 1, 40 + random.nextInt(200));
    }
  }

  /** Writes a file anew under another name, and renames that, as editors do. */
  private void replace(Task task, String path) {
    String draft = path + ".tmp" + task.pid;
    int fd = open(task, draft, REGULAR, O_CREAT_TRUNC);
    move(task, 1, fd, 300);
    close(task, fd);
    next(task).enter(82).cstr(0, draft).cstr(1, path).done();
    next(task).call(82, 0).cstr(0, draft).cstr(1, path).done();
    Long gone = inodes.put(path, inodes.remove(draft));
    if (gone != null) {
      freed.add(gone);
    }
  }

  private void build(Task make) {
    Task compiler = fork(make, Kind.COMPILER);
    compiler.left = 12;
    String source = "src/part%d/unit%05d.c".formatted(compiler.pid % 40, random.nextInt(SOURCES));
    exec(compiler, "/usr/bin/cc", "cc", "-O2", "-c", "-o", source.replace(".c", ".o"), source);
    load(compiler, "libc.so.6", "libm.so.6", "libz.so.1");
    read(compiler, "/home/build/project/" + source, 2_000);
  }

  private void compile(Task compiler) {
    for (int header = 0; header < 4; header++) {
      // Most of what is included is what everybody includes.
      int number = (int) (HEADERS * Math.pow(random.nextDouble(), 3));
      String name = "/usr/include/lib%02d/header%04d.h".formatted(number % 60, number);
      next(compiler).call(262, -2).arg(0, -100).cstr(1, "/usr/local" + name).done();
      read(compiler, name, 800);
    }
    if (compiler.left == 1) {
      int unit = random.nextInt(SOURCES);
      replace(compiler, "/home/build/project/src/part%d/unit%05d.o".formatted(unit % 40, unit));
    }
  }
}
