// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.query.Answer;
import io.forensix.query.Database;
import io.forensix.query.Indexer;
import io.forensix.query.Tables;
import io.forensix.record.CorruptRecord;
import io.forensix.record.SequenceGap;
import io.forensix.ring.Device;
import io.forensix.ring.DeviceException;
import io.forensix.ring.PracticeRing;
import io.forensix.ring.RingListener;
import io.forensix.ring.RingReader;
import io.forensix.syscall.SyscallTable;
import io.forensix.text.CallText;
import io.forensix.text.TextOptions;
import io.forensix.timeline.Call;
import io.forensix.timeline.RecordMerge;
import io.forensix.web.WebOptions;
import io.forensix.web.WebServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Does what the other commands begin with, so that the JVM can keep the classes of that in a cache:
 * scripts/forensix runs it once after each build.
 */
@Command(
    name = "warm-up",
    hidden = true,
    header = "Load what the other commands begin with, for the cache of the JVM.")
final class WarmUpCommand implements Callable<Integer> {
  /** Passes of the reader: so many that the JVM compiles all of it in the end. */
  private static final int PASSES = 12_000;

  private static final int FEW_RECORDS = 8;

  /** Two blocks of the longest, each so many passes. */
  private static final int MANY_RECORDS = 4096;

  private static final int MANY_EVERY = 100;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path directory = Files.createTempDirectory("forensix-warm-up");
    try {
      try (Archive archive = begin(directory.resolve("records"))) {
        record(archive);
      }
      Path empty = directory.resolve("empty");
      begin(empty).close();
      try (RecordMerge merge = RecordMerge.open(empty, new Faults(spec))) {
        if (merge.next()) {
          throw new IllegalStateException("an empty archive has a record");
        }
      }
      ArchiveVerifier.verify(empty);
      ask(empty);
      serve(empty);
      print();
      device();
    } finally {
      delete(directory);
    }
    return ExitCode.FINE.number();
  }

  private static Archive begin(Path directory) throws IOException {
    SyscallTable table = SyscallTable.builtIn();
    Archive archive = Archive.open(directory, ArchiveOptions.defaults().withReserveBytes(0));
    archive.begin(
        new RecordingMeta(
            0,
            Forensix.Version.text(),
            HostIdentity.read(),
            new UUID(0, 0),
            1,
            0,
            0,
            0,
            0,
            table.crc(),
            table.text()));
    return archive;
  }

  /**
   * Carries records from a ring to the archive, few at a time and many: the JVM keeps what it
   * learns of that with the classes, and compiles it well as soon as it begins to record.
   */
  private static void record(Archive archive) throws IOException {
    try (PracticeRing ring = new PracticeRing()) {
      RingReader reader =
          new RingReader(
              ring,
              archive,
              new RingListener() {
                @Override
                public void corrupt(int cpu, CorruptRecord corrupt) {
                  throw new IllegalStateException(corrupt.toString());
                }

                @Override
                public void gap(SequenceGap gap) {
                  throw new IllegalStateException(gap.toString());
                }
              });
      for (int pass = 0; pass < PASSES; pass++) {
        ring.write(pass % MANY_EVERY == 0 ? MANY_RECORDS : FEW_RECORDS);
        reader.doWork();
      }
    }
  }

  private void ask(Path directory) throws IOException {
    Path file = Database.of(directory);
    try (Indexer indexer = Indexer.open(directory, file, false, new Faults(spec))) {
      indexer.run(false, (records, fresh) -> {});
    }
    try (Tables tables = Tables.open(file)) {
      for (AnswerFormat format : AnswerFormat.values()) {
        try (Answer answer = tables.ask(Tables.question("sessions"), Map.of())) {
          format.write(answer, new PrintWriter(Writer.nullWriter()));
        }
      }
      TablesOption.time(tables, "10 min ago");
    }
    String archive = directory.toString();
    PrintWriter nowhere = new PrintWriter(Writer.nullWriter());
    Main.run(nowhere, nowhere, "writers", archive, "/etc/motd", "--from", "+0");
    Main.run(nowhere, nowhere, "ancestors", archive, "1");
    Main.run(nowhere, nowhere, "session", archive, "1");
  }

  /** What a browser asks first. */
  private static void serve(Path directory) throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    WebOptions options = new WebOptions(directory, null, true, any, Set.of(), null, null);
    Consumer<Throwable> faults =
        fault -> {
          throw new IllegalStateException(fault);
        };
    try (WebServer server = WebServer.start(options, faults)) {
      String host = "/api/hosts/" + directory.getFileName();
      for (String path :
          new String[] {
            "/api/hosts",
            "/api/schema",
            host,
            host + "/activity",
            host + "/sessions",
            host + "/processes?pid=1",
            host + "/files/writers?path=/etc/motd",
            host + "/search?q=motd"
          }) {
        try (InputStream answer = URI.create(server.address() + path).toURL().openStream()) {
          answer.readAllBytes();
        }
      }
    }
  }

  private static void print() {
    Call call = new Call(0, 0, 0, 0, 1, 1, 0, 0, true, 0, 257, 0, 0, new long[6], List.of());
    new CallText(SyscallTable.builtIn(), TextOptions.USUAL).append(new StringBuilder(), call);
  }

  /** Without the module this fails at once, but the calls into the C library are linked by then. */
  private static void device() throws IOException {
    try (Device device = Device.open(Path.of("/proc/none"))) {
      device.opened();
    } catch (DeviceException expected) {
      if (expected.kind() != DeviceException.Kind.NOT_LOADED) {
        throw expected;
      }
    }
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
