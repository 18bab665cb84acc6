// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.stream.Sender;
import io.forensix.stream.SenderOptions;
import io.forensix.stream.trust.Credentials;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** Sends an archive to a collector. */
@Command(
    name = "send",
    header = "Send an archive to a collector, as it grows.",
    description = {
      "Sends the blocks that the collector does not have yet, and goes on with what is recorded, until"
          + " SIGTERM or SIGINT (Ctrl-C). Where the connection breaks it makes another one; where it"
          + " goes on, the collector says.",
      "",
      "What this program does is recorded, too, and sent, and so on: have the filter leave it out, by"
          + " its cgroup (docs/two-machines.md)."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix send /var/lib/forensix --to logs.example.org:4626",
      "  forensix send /tmp/minute --to logs.example.org:4626 --once --compress"
    })
final class SendCommand implements Callable<Integer> {
  /** Where the files of forensix certs are, unless said otherwise. */
  static final Path CERTS = Path.of("/etc/forensix/stream");

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "HOST:PORT",
      converter = Address.class,
      description = "The collector, by a name that is in its certificate.")
  private InetSocketAddress to;

  @Option(
      names = "--certs",
      paramLabel = "FOLDER",
      description = "What forensix certs made for this machine (${DEFAULT-VALUE}).")
  private Path certs = CERTS;

  @Option(names = "--once", description = "Send what is there, and end.")
  private boolean once;

  @Option(names = "--compress", description = "Pack what is sent, by zstd.")
  private boolean compress;

  @Option(
      names = "--window",
      paramLabel = "BYTES",
      description =
          "So much may be under way, sent and not yet on the collector's disk (${DEFAULT-VALUE}).")
  private long window = SenderOptions.WINDOW_BYTES;

  @Option(
      names = "--give-up-after",
      paramLabel = "SECONDS",
      description = "Give up when nothing got through for so long (never; with --once, 60).")
  private @Nullable Long giveUpAfter;

  @Option(
      names = "--confirmed",
      paramLabel = "FILE",
      description =
          "Write there how much the collector has on its disk, so that record and retain may let it go"
              + " here (ARCHIVE/confirmed).")
  private @Nullable Path confirmed;

  @Mixin private MetricsOption metrics;

  @Mixin private LogOption logging;

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (window < 1 || (giveUpAfter != null && giveUpAfter < 0)) {
      throw new Failure(ExitCode.USAGE, "--window and --give-up-after want numbers above 0");
    }
    SenderOptions usual = SenderOptions.of(directory, to);
    Duration patience = (once ? usual.onlyOnce() : usual).patience();
    LogLines log = logging.lines(spec);
    Sender sender =
        Sender.of(
            new SenderOptions(
                directory,
                to,
                once,
                compress,
                window,
                giveUpAfter == null ? patience : Duration.ofSeconds(giveUpAfter),
                usual.retryMax(),
                confirmed == null ? usual.confirmed() : confirmed),
            Credentials.read(certs),
            log);
    Signal.handle(new Signal("TERM"), signal -> sender.requestStop());
    Signal.handle(new Signal("INT"), signal -> sender.requestStop());
    SenderFigures figures = new SenderFigures(directory, sender);
    Sender.Sent sent;
    try (MetricsOption.Serving serving = metrics.serve(figures::fill, figures::health, log)) {
      sent = sender.run();
    }
    spec.commandLine()
        .getOut()
        .printf(
            "sent %,d blocks, %,d bytes as %,d; the collector has %,d blocks on its disk%n",
            sent.blocks(), sent.bytes(), sent.wireBytes(), sent.durable());
    return ExitCode.FINE.number();
  }
}
