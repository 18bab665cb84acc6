// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveDamaged;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.archive.Roll;
import io.forensix.record.BatchSink;
import io.forensix.record.CorruptRecord;
import io.forensix.record.SequenceGap;
import io.forensix.ring.Device;
import io.forensix.ring.DeviceInfo;
import io.forensix.ring.Ring;
import io.forensix.ring.RingListener;
import io.forensix.ring.RingReader;
import io.forensix.syscall.SyscallTable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** Records to an archive until it is told to stop. */
@Command(
    name = "record",
    header = "Record to an archive.",
    description = {
      "Begins recording and takes the records from the kernel to the archive, a directory that is"
          + " made if there is none, until SIGTERM or SIGINT (Ctrl-C). Then it ends recording,"
          + " takes what is left, and closes the archive.",
      "",
      "Where there is no room for the archive it waits, and the kernel does as for a reader that is"
          + " stuck: it holds who is recorded, or drops records and counts them (on_stall).",
      "",
      "When this program is killed, the kernel goes on recording: run it again with the same"
          + " archive, and it goes on where it was."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix record /var/lib/forensix",
      "  forensix record /var/lib/forensix --max-bytes 50G --max-age 30d",
      "  forensix record /tmp/minute --stop-after 60"
    })
final class RecordCommand implements Callable<Integer> {
  /** Faults of the rings' content that are shown; the archive holds them all. */
  private static final int FAULTS_SHOWN = 10;

  private static final int WAIT_MILLIS = 10;

  /** Names the descriptor of the device that we were started with. */
  private static final String INHERITED = "FORENSIX_DEVICE_FD";

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Option(
      names = "--stop-after",
      paramLabel = "SECONDS",
      description = "End recording after so many seconds.")
  private @Nullable Double stopAfter;

  @Option(
      names = "--roll",
      paramLabel = "WHEN",
      description = "Begin a new file every: ${COMPLETION-CANDIDATES} (HOUR).")
  private @Nullable Roll roll;

  @Option(
      names = "--reserve",
      paramLabel = "BYTES",
      description = "Leave so many bytes of the disk free (${DEFAULT-VALUE}).")
  private long reserve = ArchiveOptions.RESERVE_BYTES;

  @Mixin private RetentionOptions keep;

  @Mixin private MetricsOption metrics;

  @Mixin private LogOption logging;

  @Mixin private CountersOption counters = new CountersOption();

  private @Nullable RecorderFigures figures;
  private int faults;

  @Override
  public Integer call() throws IOException {
    if (stopAfter != null && !(stopAfter > 0)) {
      throw new Failure(ExitCode.USAGE, "--stop-after wants seconds, more than 0");
    }
    long began = System.nanoTime();
    try (Device device = device();
        Archive archive = open()) {
      compareTables(device.opened());
      begin(archive, device.opened());
      resume(archive, device);
      read(device, archive);
    }
    summary((System.nanoTime() - began) / 1e9);
    return ExitCode.FINE.number();
  }

  /** The launcher has opened it already, if it could; see {@code scripts/forensix}. */
  static Device device() throws IOException {
    String inherited = System.getenv(INHERITED);
    if (inherited == null) {
      return Device.open(Device.PATH);
    }
    try {
      return Device.inherited(Integer.parseUnsignedInt(inherited));
    } catch (NumberFormatException e) {
      throw new Failure(
          ExitCode.USAGE, INHERITED + "=" + inherited + ": must be the number of a descriptor", e);
    }
  }

  private Archive open() throws IOException {
    try {
      return Archive.open(
          directory,
          ArchiveOptions.defaults()
              .withRoll(roll)
              .withReserveBytes(reserve)
              .withBudgetBytes(keep.maxBytes()));
    } catch (ArchiveDamaged e) {
      throw e;
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private Failure unwritable(IOException e) {
    String message = String.valueOf(e.getMessage());
    String where = message.startsWith(directory.toString()) ? "" : directory + ": ";
    return new Failure(
        ExitCode.ARCHIVE_UNWRITABLE, "the archive cannot be written: " + where + message, e);
  }

  private void compareTables(DeviceInfo info) {
    int ours = SyscallTable.builtIn().crc();
    if (info.tableCrc() != ours) {
      warn(
          "the kernel module was built with another syscalls.tbl (CRC %08x) than this program (%08x):"
                  .formatted(info.tableCrc(), ours)
              + " what is printed may be named wrong; install both from one release");
    }
  }

  private void begin(Archive archive, DeviceInfo info) throws IOException {
    RecordingMeta meta =
        new RecordingMeta(
            info.abiVersion(),
            Forensix.Version.text(),
            HostIdentity.read(),
            info.recordingId(),
            info.cpus(),
            info.ringBytes(),
            info.monotonic(),
            info.realtime(),
            info.boottime(),
            info.tableCrc(),
            SyscallTable.builtIn().text());
    try {
      archive.begin(meta);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void resume(Archive archive, Device device) {
    for (Ring ring : device.rings()) {
      archive.lastSeq(device.opened().recordingId(), ring.cpu()).ifPresent(ring::resumeAfter);
    }
  }

  private void read(Device device, Archive archive) throws IOException {
    LogLines log = logging.lines(spec);
    Retaining retaining = new Retaining(directory, keep.withHeadroom(directory), log);
    PatientSink patient = new PatientSink(archive, keep.any() ? retaining : () -> {}, log);
    RecorderFigures taken = new RecorderFigures(directory, patient, counters);
    figures = taken;
    BatchSink sink =
        batch -> {
          try {
            patient.accept(batch);
          } catch (IOException e) {
            throw stuck(e);
          }
          taken.add(batch);
        };
    RingReader reader = new RingReader(device, sink, listener());
    Runnable stop =
        () -> {
          patient.stopWaiting();
          reader.requestStop();
        };
    Signal.handle(new Signal("TERM"), signal -> stop.run());
    Signal.handle(new Signal("INT"), signal -> stop.run());
    while (!device.start()) {
      if (reader.doWork() == 0) {
        device.await(WAIT_MILLIS);
      }
    }
    try (ScheduledExecutorService timer = timer(stop);
        MetricsOption.Serving serving = metrics.serve(taken::fill, taken::health, log)) {
      if (keep.any()) {
        retaining.every(timer);
      }
      reader.run();
      timer.shutdownNow();
    }
  }

  private ScheduledExecutorService timer(Runnable stop) {
    ScheduledExecutorService timer =
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    if (stopAfter != null) {
      timer.schedule(stop, (long) (stopAfter * 1e9), TimeUnit.NANOSECONDS);
    }
    return timer;
  }

  private Failure stuck(IOException e) {
    return new Failure(
        ExitCode.ARCHIVE_UNWRITABLE,
        "%s; the kernel goes on recording and callers will wait: make room and run this again, or"
                .formatted(String.valueOf(e.getMessage()).replaceFirst("\\.$", ""))
            + " give up what is not taken yet: forensix unload",
        e);
  }

  private RingListener listener() {
    return new RingListener() {
      @Override
      public void corrupt(int cpu, CorruptRecord corrupt) {
        fault("ring of cpu " + cpu + ": " + corrupt);
      }

      @Override
      public void gap(SequenceGap gap) {
        fault(gap.toString());
      }
    };
  }

  private void fault(String text) {
    faults++;
    if (faults <= FAULTS_SHOWN) {
      warn(text);
    }
  }

  private void warn(String text) {
    PrintWriter err = spec.commandLine().getErr();
    err.println(spec.qualifiedName() + ": warning: " + text);
    err.flush();
  }

  private void summary(double seconds) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        "recorded %,d records, %,d bytes, %,d lost, in %.1f s, to %s%n",
        figures.records(), figures.bytes(), figures.lost(), seconds, directory);
    if (faults > 0) {
      out.printf("%,d faults in the rings; forensix verify %s names them%n", faults, directory);
    }
  }
}
