// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.query.Database;
import io.forensix.query.Indexer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Fills the tables that questions are asked of. */
@Command(
    name = "index",
    header = "Fill the tables that questions are asked of.",
    description = {
      "Goes on where the last run ended, whichever way it did. The tables can be dropped at any time:"
          + " all they hold comes from the archive. forensix schema shows them."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix index /var/lib/forensix",
      "  forensix index /var/lib/forensix --follow     also while it grows, until Ctrl-C",
      "  forensix index /var/lib/forensix --rebuild"
    })
final class IndexCommand implements Callable<Integer> {
  private static final long NS = 1_000_000_000L;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ARCHIVE", description = "The directory of the archive.")
  private Path directory;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what is being recorded, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--rebuild", description = "Drop the tables first.")
  private boolean rebuild;

  @Option(
      names = "--index",
      paramLabel = "FILE",
      description = "Where the tables are (in the directory of the archive).")
  private @Nullable Path file;

  /** Says a few times a second how far it is. */
  private final class Shown implements Indexer.Listener {
    private static final long AGAIN_NANOS = NS / 4;

    private long last = System.nanoTime();

    @Override
    public void reached(long records, long fresh) {
      long now = System.nanoTime();
      if (now - last > AGAIN_NANOS) {
        last = now;
        PrintWriter err = spec.commandLine().getErr();
        err.printf("\r%,d records read, %,d new\033[K", records, fresh);
        err.flush();
      }
    }
  }

  @Mixin private MetricsOption metrics;

  @Mixin private LogOption logging;

  @Override
  public Integer call() throws IOException {
    Faults faults = new Faults(spec);
    PrintWriter out = spec.commandLine().getOut();
    Path tables = file == null ? Database.of(directory) : file;
    long began = System.nanoTime();
    try (Indexer indexer = Indexer.open(directory, tables, rebuild, faults)) {
      boolean seen = System.console() != null && System.console().isTerminal();
      IndexerFigures figures =
          new IndexerFigures(directory, indexer, seen ? new Shown() : (records, done) -> {});
      long fresh;
      try (MetricsOption.Serving serving =
          metrics.serve(figures::fill, figures::health, logging.lines(spec))) {
        fresh = indexer.run(follow, figures);
      }
      if (seen) {
        spec.commandLine().getErr().print("\r\033[K");
        spec.commandLine().getErr().flush();
      }
      double seconds = Math.max(1, System.nanoTime() - began) / (double) NS;
      out.printf(
          "%d records indexed in %.1f s, %.0f a second; the tables are in %s%n",
          fresh, seconds, fresh / seconds, tables);
    }
    out.flush();
    return faults.exitCode();
  }
}
