// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.archive.ArchiveIdentity;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.Retention;
import io.forensix.stream.Collector;
import io.forensix.stream.CollectorOptions;
import io.forensix.stream.trust.Credentials;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** Keeps copies of the archives of other machines. */
@Command(
    name = "collect",
    header = "Keep copies of the archives of other machines.",
    description = {
      "Takes what forensix send sends, from hosts with a certificate of our authority, until SIGTERM"
          + " or SIGINT (Ctrl-C). The archive of a host is STORE/NAME, with the name in its"
          + " certificate; it can be added to, and a host can have new keys for its seals: nothing else"
          + " can be asked of a collector.",
      "",
      "Such a copy is an archive: print, verify and index read it, also while it grows."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix collect --listen 0.0.0.0:4626 --store /var/lib/forensix-store",
      "  forensix print /var/lib/forensix-store/web1 --follow"
    })
final class CollectCommand implements Callable<Integer> {
  private static final long RETAIN_SECONDS = 60;

  @Spec private CommandSpec spec;

  @Option(
      names = "--listen",
      required = true,
      paramLabel = "HOST:PORT",
      converter = Address.class,
      description = "Where to listen.")
  private InetSocketAddress listen;

  @Option(
      names = "--store",
      required = true,
      paramLabel = "FOLDER",
      description = "Where the copies are.")
  private Path store;

  @Option(
      names = "--certs",
      paramLabel = "FOLDER",
      description = "What forensix certs made for this machine (${DEFAULT-VALUE}).")
  private Path certs = SendCommand.CERTS;

  @Option(
      names = "--block-max",
      paramLabel = "BYTES",
      description = "Refuse larger blocks; a host with larger rings has such (${DEFAULT-VALUE}).")
  private int blockMax = CollectorOptions.BLOCK_MAX_BYTES;

  @Option(
      names = "--connections-max",
      paramLabel = "N",
      description = "Connections at most (${DEFAULT-VALUE}).")
  private int connectionsMax = CollectorOptions.CONNECTIONS_MAX;

  @Option(
      names = "--connections-of-one-max",
      paramLabel = "N",
      description = "Connections at most from one address (${DEFAULT-VALUE}).")
  private int connectionsOfOneMax = CollectorOptions.CONNECTIONS_OF_ONE_MAX;

  @Option(
      names = "--reserve",
      paramLabel = "BYTES",
      description = "Leave so many bytes of the disk free (${DEFAULT-VALUE}).")
  private long reserve = ArchiveOptions.RESERVE_BYTES;

  @Option(
      names = "--host-bytes",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      description =
          "The copy of one host may take so much of the disk, as 200G; then that host waits (no limit).")
  private long hostBytes;

  @Option(
      names = "--max-age",
      paramLabel = "AGE",
      converter = Age.class,
      description = "Files of a copy that were last added to longer ago go, as 365d (none).")
  private @Nullable Duration maxAge;

  @Mixin private MetricsOption metrics;

  @Mixin private LogOption logging;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (blockMax < 1 || connectionsMax < 1 || connectionsOfOneMax < 1 || reserve < 0) {
      throw new Failure(ExitCode.USAGE, "a limit wants a number, 1 or more");
    }
    CountDownLatch ended = new CountDownLatch(1);
    Signal.handle(new Signal("TERM"), signal -> ended.countDown());
    Signal.handle(new Signal("INT"), signal -> ended.countDown());
    CollectorOptions options =
        new CollectorOptions(
            new InetSocketAddress(listen.getHostString(), listen.getPort()),
            store,
            blockMax,
            connectionsMax,
            connectionsOfOneMax,
            CollectorOptions.PATIENCE,
            CollectorOptions.RECHECK,
            reserve,
            hostBytes);
    PrintWriter out = spec.commandLine().getOut();
    LogLines log = logging.lines(spec);
    Credentials credentials = Credentials.read(certs);
    try (ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
        Collector collector = Collector.start(options, credentials, log)) {
      CollectorFigures figures = new CollectorFigures(store, reserve, collector, credentials);
      if (maxAge != null) {
        timer.scheduleWithFixedDelay(() -> retain(log), 0, RETAIN_SECONDS, TimeUnit.SECONDS);
      }
      out.println("listening on " + collector.address());
      out.flush();
      try (MetricsOption.Serving serving = metrics.serve(figures::fill, figures::health, log)) {
        ended.await();
      }
      timer.shutdownNow();
    }
    out.println("ended; all that was taken is on the disk");
    return ExitCode.FINE.number();
  }

  /** By age alone: a host that floods its copy must not push out what it would like to be gone. */
  private void retain(LogLines log) {
    Retention retention = new Retention(maxAge, 0, List.of(), false);
    try (Stream<Path> copies = Files.list(store)) {
      copies
          .filter(ArchiveIdentity::isArchive)
          .forEach(copy -> new Retaining(copy, retention, log).run());
    } catch (IOException e) {
      log.accept(store + ": old files cannot be retired: " + e.getMessage());
    }
  }
}
