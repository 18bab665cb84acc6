// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.archive.ArchiveReader;
import io.forensix.archive.BlockKind;
import io.forensix.record.CallFlag;
import io.forensix.record.ItemFlag;
import io.forensix.record.ItemKind;
import io.forensix.record.RecordBytes;
import io.forensix.timeline.ArchiveMaker;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * The records that all stages work on: those of programs that open, read, write and close files,
 * connect, sleep, and make others, on {@link #CPUS} CPUs at once. They are laid down as the kernel
 * does and kept in a real archive; the same seed makes the same bytes.
 */
final class Sample {
  static final int CPUS = 4;
  static final long RECORDS = 300_000;

  /** Names the archive, to the JVMs in which the stages run. */
  static final String PROPERTY = "forensix.bench.sample";

  private static final long SEED = 2003;

  private static final int REGULAR = 0100644;
  private static final int PROCESSES = 40;
  private static final int CALLS_A_LIFE = 400;
  private static final int LARGE_BYTES = 16 << 10;
  private static final int DEV = RecordBytes.DEV;

  private final SplittableRandom random = new SplittableRandom(SEED);
  private final Life[] lives = new Life[PROCESSES];
  private final Cpus cpus;
  private int nextPid = 1_000;
  private long nextFile = 0xffff_8880_0000_0000L;

  /** A process at work. */
  private static final class Life {
    final int pid;
    final long start;
    int cpu;
    int left;
    long file;
    long offset;

    Life(int pid, long start, int cpu) {
      this.pid = pid;
      this.start = start;
      this.cpu = cpu;
      left = CALLS_A_LIFE;
    }
  }

  private Sample(ArchiveMaker maker) {
    cpus = new Cpus(maker, CPUS);
  }

  /** Returns the archive that all stages of this run share. */
  static Path archive() {
    return Path.of(System.getProperty(PROPERTY));
  }

  /** Returns the files that the archive's blocks are in. */
  static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(archive())) {
      return files.filter(file -> file.toString().endsWith(".cq4")).toList();
    }
  }

  /** Returns the records of the archive, a piece of memory for each block. */
  static List<MemorySegment> blocks() throws IOException {
    List<MemorySegment> blocks = new ArrayList<>();
    try (ArchiveReader reader = ArchiveReader.open(archive(), Sample::refuse)) {
      while (reader.next()) {
        if (reader.block().header().kind() == BlockKind.RECORDS) {
          MemorySegment content = reader.block().content();
          blocks.add(Arena.ofAuto().allocate(content.byteSize(), 64).copyFrom(content));
        }
      }
    }
    return blocks;
  }

  /** Nothing may be wrong with what is made here. */
  static void refuse(Object fault) {
    throw new IllegalStateException(fault.toString());
  }

  /** Makes the archive. */
  static void write(Path directory) throws IOException {
    try (ArchiveMaker maker = new ArchiveMaker(directory).begin(SEED, CPUS)) {
      Sample sample = new Sample(maker);
      while (sample.cpus.records() < RECORDS) {
        sample.step();
      }
      sample.cpus.flush();
    }
  }

  private RecordBytes next(Life life) {
    long nanos = 500 + random.nextInt(4_000);
    return cpus.next(life.cpu, nanos).task(life.pid, life.pid).start(life.start);
  }

  private void step() {
    int which = random.nextInt(PROCESSES);
    Life life = lives[which];
    if (life == null) {
      lives[which] = begin(null);
    } else if (life.left-- == 0) {
      next(life).exit(0, 0, "worker");
      lives[which] = begin(lives[(which + 1) % PROCESSES]);
    } else if (life.file == 0) {
      open(life);
    } else {
      work(life);
    }
  }

  private Life begin(Life parent) {
    Life life = new Life(++nextPid, cpus.time(), random.nextInt(CPUS));
    if (parent == null) {
      next(life).taskState(1, "worker", 1000).cstr(0, "/usr/bin/worker").strv(1, "worker").done();
      return life;
    }
    next(parent).fork(life.pid, life.pid, life.start);
    next(life).context(1000);
    RecordBytes.Open exec = next(life).exec("worker", 1000).cstr(0, "/usr/bin/worker");
    exec.strv(1, "worker", "--job", Integer.toString(life.pid)).strv(2, "PATH=/usr/bin").done();
    return life;
  }

  private void open(Life life) {
    life.file = nextFile += 0x100;
    life.offset = 0;
    String path = "/srv/data/%04d/part-%05d.dat".formatted(life.pid, random.nextInt(100_000));
    next(life).file(life.file, inode(life), REGULAR, 2).cstr(0, path).done();
    next(life)
        .call(257, 3)
        .arg(0, -100)
        .arg(1, 0x7f00)
        .arg(2, 2)
        .cstr(1, path)
        .file(-1 & 0xff, life.file, inode(life), DEV, REGULAR)
        .done();
  }

  private static long inode(Life life) {
    return life.file >>> 8 & 0xff_ffff;
  }

  private void work(Life life) {
    int choice = random.nextInt(100);
    if (choice < 30) {
      transfer(life, 0, 1 + random.nextInt(400));
    } else if (choice < 50) {
      transfer(life, 1, 1 + random.nextInt(200));
    } else if (choice < 51) {
      large(life);
    } else if (choice < 63) {
      file(life, 5, 0).arg(1, 0x7ffd_0000L).item(ItemKind.BYTES, 1, bytes(144)).done();
    } else if (choice < 70) {
      file(life, 8, life.offset).arg(1, life.offset).done();
    } else if (choice < 80) {
      next(life).call(202, 0).arg(0, 0x7f12_3456_7890L).arg(1, 128).arg(2, 1).done();
    } else if (choice < 86) {
      next(life).call(39, life.pid).done();
    } else if (choice < 90) {
      next(life).call(9, 0x7f00_0000_0000L).arg(1, 8192).arg(2, 3).arg(3, 0x22).arg(4, -1).done();
    } else if (choice < 92) {
      byte[] address = {2, 0, 0, 80, 127, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0};
      next(life).call(42, -111).arg(0, 7).arg(2, 16).item(ItemKind.BYTES, 1, address).done();
    } else if (choice < 94) {
      life.cpu = random.nextInt(CPUS);
    } else {
      file(life, 3, 0).done();
      life.file = 0;
    }
  }

  /** A call about descriptor 3. */
  private RecordBytes.Open file(Life life, int nr, long ret) {
    RecordBytes.Open call = next(life).call(nr, ret).arg(0, 3);
    return call.file(0, life.file, inode(life), DEV, REGULAR);
  }

  private void transfer(Life life, int nr, int count) {
    life.offset += count;
    file(life, nr, count).arg(1, 0x7f00).arg(2, 4096).item(ItemKind.BYTES, 1, bytes(count)).done();
  }

  /** A read whose data goes on in a record of its own. */
  private void large(Life life) {
    byte[] first = bytes(LARGE_BYTES / 4);
    file(life, 0, LARGE_BYTES)
        .arg(1, 0x7f00)
        .arg(2, LARGE_BYTES)
        .flags(CallFlag.MORE)
        .item(ItemKind.BYTES.code(), 1, ItemFlag.MORE, first, LARGE_BYTES)
        .done();
    long entered = cpus.time() - 10;
    byte[] rest = bytes(LARGE_BYTES - first.length);
    next(life).data(entered, first.length, ItemKind.BYTES, 1, rest);
  }

  /** Text, mostly, as files and pipes have it. */
  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      int value = random.nextInt(100);
      bytes[i] = (byte) (value < 95 ? ' ' + value : '\n');
    }
    return bytes;
  }
}
