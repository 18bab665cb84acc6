// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static org.assertj.core.api.Assertions.assertThat;

import io.forensix.record.RecordBatch;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A file system that is really full: a small one of its own, mounted where only the child sees it.
 */
class ArchiveFullIT {
  @TempDir Path directory;

  private String inSmallFileSystem(String... arguments) throws Exception {
    String mount = "mount -t tmpfs -o size=24m none " + directory + " && exec \"$@\"";
    List<String> unshare = List.of("unshare", "-r", "-m", "sh", "-c", mount, "sh");
    return Child.run(Child.of(unshare, Filler.class, arguments));
  }

  @Test
  void aFullDiskIsToldAndWhatIsThereIsWhole() throws Exception {
    // It fills the disk by itself, and leaves nothing free.
    assertThat(inSmallFileSystem(directory.toString(), "0", "fill"))
        .contains("full: ArchiveFull")
        .contains("after it: sound")
        .contains("again: ArchiveFull")
        .contains("with room: sound")
        .contains("reopened: sound");
  }

  @Test
  void theReserveIsLeftFree() throws Exception {
    assertThat(inSmallFileSystem(directory.toString(), "4000000", "fill"))
        .contains("full: ArchiveFull")
        .contains("are left free on purpose")
        .contains("after it: sound")
        .contains("reopened: sound");
  }

  @Test
  void whatHasNoRoomIsTakenAway() throws Exception {
    // A file may be longer than its disk has room: a store into it would be a SIGBUS.
    assertThat(inSmallFileSystem(directory.toString(), "0", "take"))
        .contains("small: written")
        .contains("large: ArchiveFull")
        .contains("no room for the next")
        .contains("after it: cleared");
  }

  /** Writes until it is told that the disk is full, and looks at what there is. */
  static final class Filler {
    private static long seq;

    private Filler() {}

    public static void main(String[] arguments) throws IOException {
      Path disk = Path.of(arguments[0]);
      if (arguments[2].equals("take")) {
        take(disk);
        return;
      }
      Path directory = disk.resolve("archive");
      Path ballast = Files.write(disk.resolve("ballast"), new byte[2 << 20]);
      ArchiveOptions options =
          ArchiveOptions.defaults().withReserveBytes(Long.parseLong(arguments[1]));
      try (Archive archive = Archive.open(directory, options)) {
        archive.begin(Samples.meta(Samples.RECORDING));
        System.out.println("full: " + fill(archive));
        System.out.println("after it: " + look(directory));
        System.out.println("again: " + fill(archive));
        Files.delete(ballast);
        for (int i = 0; i < 3; i++) {
          archive.accept(next(10_000));
        }
        System.out.println("with room: " + look(directory));
      }
      try (Archive archive = Archive.open(directory, options.withReserveBytes(0))) {
        archive.begin(Samples.meta(Samples.RECORDING));
        archive.accept(next(10_000));
      }
      System.out.println("reopened: " + look(directory));
    }

    private static String fill(Archive archive) throws IOException {
      while (true) {
        long before = archive.blocks();
        try {
          archive.accept(next(200_000));
        } catch (ArchiveFull e) {
          seq--;
          return "ArchiveFull " + e.getMessage() + " " + (archive.blocks() == before);
        }
      }
    }

    private static RecordBatch next(int bytes) {
      return Samples.batch(0, seq++, 1, bytes / 4);
    }

    private static String look(Path directory) throws IOException {
      Verification verification = ArchiveVerifier.verify(directory);
      return verification.sound() && verification.records() == seq
          ? "sound"
          : verification.faults() + " " + verification.records() + " of " + seq;
    }

    private static void take(Path disk) throws IOException {
      Path path = disk.resolve("sparse");
      try (Arena arena = Arena.ofConfined();
          FileChannel channel =
              FileChannel.open(
                  path,
                  StandardOpenOption.CREATE,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE);
          QueueFile file = new QueueFile(path, new DiskSpace(disk, 0))) {
        MemorySegment mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 64 << 20, arena);
        MemorySegment large = arena.allocate(63 << 20).fill((byte) 1);
        file.write(large.asSlice(0, 1 << 20), 100);
        System.out.println("small: " + (mapped.get(JAVA_BYTE, 100) == 1 ? "written" : "not there"));
        try {
          file.write(large, 100);
        } catch (ArchiveFull e) {
          System.out.println("large: ArchiveFull " + e.getMessage());
        }
        long reached = file.reached();
        file.clear(100, reached - 100);
        boolean clear = mapped.asSlice(0, reached).mismatch(arena.allocate(reached)) < 0;
        System.out.println("after it: " + (clear && reached > 20 << 20 ? "cleared" : "not"));
      }
    }
  }
}
