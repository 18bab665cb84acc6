// SPDX-License-Identifier: Apache-2.0
package io.forensix.query.content;

import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.LittleEndian;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Files as a kernel has them, and two processes that do to them what comes to their mind: the truth
 * beside the records of it.
 */
final class FileModel {
  static final int MODE = 0100644;
  private static final long STEP = 1_000;
  private static final int O_RDWR = 2;
  private static final int O_CREAT = 0100;
  private static final int O_EXCL = 0200;
  private static final int O_TRUNC = 01000;
  private static final int O_APPEND = 02000;

  /** What was in the file of a name at a time, ns since 1970; null: there was none. */
  record Truth(String path, long inode, long at, byte[] bytes) {}

  private static final class Inode {
    final long number;
    byte[] data = new byte[0];

    Inode(long number) {
      this.number = number;
    }

    void put(int at, byte[] bytes) {
      if (bytes.length > 0) {
        data = Arrays.copyOf(data, Math.max(data.length, at + bytes.length));
        System.arraycopy(bytes, 0, data, at, bytes.length);
      }
    }
  }

  private static final class Opened {
    final long number;
    final Inode inode;
    final boolean appends;
    long offset;

    Opened(long number, Inode inode, boolean appends) {
      this.number = number;
      this.inode = inode;
      this.appends = appends;
    }
  }

  final RecordBytes records = new RecordBytes().cpu(0);
  final List<Truth> truths = new ArrayList<>();
  private final Random random;

  /** Of so many writes one is cut by the recorder; of so many calls one is lost; 0: none. */
  private final int cut;

  private final int lose;
  private final Map<String, Inode> names = new HashMap<>();
  private final List<Opened> open = new ArrayList<>();
  private long time = 1_000_000;
  private long inodes = 100;
  private long numbers = 0x1000;
  private RecordBytes to = records;
  private long lost;

  FileModel(long seed, int cut, int lose) {
    random = new Random(seed);
    this.cut = cut;
    this.lose = lose;
    records.time(time).task(10, 10).start(1).taskState(1, "a", 0).cstr(0, "/a").done();
    records.task(20, 20).start(2).taskState(1, "b", 0).cstr(0, "/b").done();
  }

  private String path() {
    return "/tmp/" + "pqr".charAt(random.nextInt(3));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[random.nextInt(1, 60)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Does one thing. */
  void step() {
    time += STEP;
    boolean loses = lose > 0 && random.nextInt(lose) == 0;
    to = loses ? new RecordBytes() : records;
    int pid = random.nextBoolean() ? 10 : 20;
    to.time(time).task(pid, pid).start(pid / 10);
    if (open.isEmpty() || random.nextInt(12) == 0) {
      open();
    } else {
      act(open.get(random.nextInt(open.size())));
    }
    if (loses && to.length() > 0) {
      lost++;
      records.time(time).task(0, 0).start(0).lost(1, 100, 2);
    }
    if (random.nextInt(10) == 0) {
      String path = path();
      Inode inode = names.get(path);
      byte[] now = inode == null ? null : inode.data.clone();
      long number = inode == null ? 0 : inode.number;
      truths.add(new Truth(path, number, ArchiveMaker.REALTIME_AT_0 + time + STEP / 2, now));
    }
  }

  long lost() {
    return lost;
  }

  private void act(Opened file) {
    switch (random.nextInt(16)) {
      case 0, 1, 2 -> write(file, random.nextBoolean());
      case 3, 4 -> pwrite(file);
      case 5 -> writeAppending(file);
      case 6 -> seek(file);
      case 7, 8 -> read(file);
      case 9 -> truncate(file);
      case 10 -> punch(file);
      case 11 -> copy(file, open.get(random.nextInt(open.size())));
      case 12 -> send(file, open.get(random.nextInt(open.size())));
      case 13 -> rename();
      case 14 -> link();
      default -> close(file);
    }
  }

  private void open() {
    String path = path();
    Inode inode = names.get(path);
    boolean fresh = inode == null;
    boolean truncates = !fresh && random.nextInt(4) == 0;
    boolean appends = random.nextInt(4) == 0;
    if (fresh) {
      inode = new Inode(inodes++);
      names.put(path, inode);
    }
    if (truncates) {
      inode.data = new byte[0];
    }
    Opened file = new Opened(numbers, inode, appends);
    numbers += 0x100;
    open.add(file);
    int flags = O_RDWR | (appends ? O_APPEND : 0);
    to.time(time - 7).file(file.number, inode.number, MODE, flags).cstr(0, path).done();
    to.time(time);
    int asked = flags | (fresh ? O_CREAT | O_EXCL : 0) | (truncates ? O_TRUNC : 0);
    to.call(257, 3)
        .arg(0, -100)
        .arg(2, asked)
        .cstr(1, path)
        .file(6, file.number, inode.number, RecordBytes.DEV, MODE)
        .done();
  }

  private RecordBytes.Open call(int nr, long ret, Opened file) {
    return to.call(nr, ret)
        .arg(0, 3)
        .file(0, file.number, file.inode.number, RecordBytes.DEV, MODE);
  }

  private void data(RecordBytes.Open call, ItemKind kind, byte[] bytes) {
    if (cut > 0 && random.nextInt(cut) == 0) {
      byte[] some = Arrays.copyOf(bytes, bytes.length / 2);
      call.item(kind.code(), 1, ItemFlag.LIMIT, some, bytes.length).done();
    } else {
      call.item(kind, 1, bytes).done();
    }
  }

  private void write(Opened file, boolean vector) {
    byte[] bytes = bytes();
    int at = (int) (file.appends ? file.inode.data.length : file.offset);
    file.inode.put(at, bytes);
    file.offset = at + bytes.length;
    RecordBytes.Open call = call(vector ? 20 : 1, bytes.length, file);
    data(call, vector ? ItemKind.GATHER : ItemKind.BYTES, bytes);
  }

  /** Linux appends also then, when the file is open for that. */
  private void pwrite(Opened file) {
    byte[] bytes = bytes();
    int pos = random.nextInt(150);
    file.inode.put(file.appends ? file.inode.data.length : pos, bytes);
    data(call(18, bytes.length, file).arg(3, pos), ItemKind.BYTES, bytes);
  }

  /** By pwritev2 with RWF_APPEND and the position of the open file. */
  private void writeAppending(Opened file) {
    byte[] bytes = bytes();
    int at = file.inode.data.length;
    file.inode.put(at, bytes);
    file.offset = at + bytes.length;
    RecordBytes.Open call = call(328, bytes.length, file).arg(3, -1).arg(4, -1).arg(5, 0x10);
    data(call, ItemKind.GATHER, bytes);
  }

  private void seek(Opened file) {
    int whence = random.nextInt(3);
    long base = whence == 0 ? 0 : whence == 1 ? file.offset : file.inode.data.length;
    long by = random.nextInt(80) - (whence == 0 ? 0 : Math.min(base, 40));
    file.offset = base + by;
    call(8, file.offset, file).arg(1, by).arg(2, whence).done();
  }

  private void read(Opened file) {
    int asked = random.nextInt(1, 100);
    int from = (int) Math.min(file.offset, file.inode.data.length);
    int to = (int) Math.max(from, Math.min(file.inode.data.length, file.offset + asked));
    byte[] bytes = Arrays.copyOfRange(file.inode.data, from, to);
    file.offset += bytes.length;
    data(call(0, bytes.length, file).arg(2, asked), ItemKind.BYTES, bytes);
  }

  private void truncate(Opened file) {
    int length = random.nextInt(200);
    file.inode.data = Arrays.copyOf(file.inode.data, length);
    call(77, 0, file).arg(1, length).done();
  }

  private void punch(Opened file) {
    int from = random.nextInt(100);
    int length = random.nextInt(1, 60);
    int mode = new int[] {0, 1, 3, 16, 17}[random.nextInt(5)];
    byte[] data = file.inode.data;
    if ((mode & 1) == 0) {
      data = Arrays.copyOf(data, Math.max(data.length, from + length));
    }
    if ((mode & 18) != 0) {
      Arrays.fill(
          data, Math.min(from, data.length), Math.min(from + length, data.length), (byte) 0);
    }
    file.inode.data = data;
    call(285, 0, file).arg(1, mode).arg(2, from).arg(3, length).done();
  }

  private static byte[] number(long value) {
    MemorySegment bytes = MemorySegment.ofArray(new byte[8]);
    LittleEndian.put64(bytes, 0, value);
    return bytes.toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
  }

  private void copy(Opened from, Opened into) {
    if (into.appends || from.inode == into.inode) {
      return;
    }
    int pos = random.nextInt(50);
    boolean named = random.nextBoolean();
    long at = named ? pos : from.offset;
    int first = (int) Math.min(at, from.inode.data.length);
    byte[] bytes =
        Arrays.copyOfRange(from.inode.data, first, Math.min(first + 40, from.inode.data.length));
    into.inode.put((int) into.offset, bytes);
    into.offset += bytes.length;
    RecordBytes.Open call = call(326, bytes.length, from).arg(2, 4).arg(4, 40);
    call.file(2, into.number, into.inode.number, RecordBytes.DEV, MODE);
    if (named) {
      call.arg(1, 0x7000).item(ItemKind.BYTES, 1, number(pos));
      call.item(ItemKind.BYTES, 1, number(pos + bytes.length));
    } else {
      from.offset += bytes.length;
    }
    call.done();
  }

  private void send(Opened from, Opened into) {
    if (into.appends || from.inode == into.inode) {
      return;
    }
    int first = (int) Math.min(from.offset, from.inode.data.length);
    byte[] bytes =
        Arrays.copyOfRange(from.inode.data, first, Math.min(first + 30, from.inode.data.length));
    into.inode.put((int) into.offset, bytes);
    into.offset += bytes.length;
    from.offset += bytes.length;
    call(40, bytes.length, into)
        .arg(1, 4)
        .arg(3, 30)
        .file(1, from.number, from.inode.number, RecordBytes.DEV, MODE)
        .done();
  }

  private void rename() {
    String from = path();
    String into = path();
    if (names.containsKey(from) && !from.equals(into) && names.get(from) != names.get(into)) {
      names.put(into, names.remove(from));
      to.call(82, 0).cstr(0, from).cstr(1, into).done();
    }
  }

  private void link() {
    String from = path();
    String into = path();
    if (names.containsKey(from) && !names.containsKey(into)) {
      names.put(into, names.get(from));
      to.call(86, 0).cstr(0, from).cstr(1, into).done();
    }
  }

  private void close(Opened file) {
    if (open.size() > 4) {
      open.remove(file);
      call(3, 0, file).done();
    }
  }
}
