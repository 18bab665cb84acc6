// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs real workloads under the real recorder and says what that costs. */
@Command(
    name = "forensix bench",
    sortOptions = false,
    header = "Measure what recording costs real programs, and that nothing is lost.",
    description = {
      "",
      "Runs each workload without the module, with a filter that leaves out every call, recording,"
          + " recording with a reader that runs a tenth of the time, and with the narrow throttle of"
          + " 2003. Prints how much longer each takes than without the module in the same round:"
          + " medians of the rounds, and their spread.",
      "",
      "The recorder is the real one: the module, and forensix record into an archive. In the end"
          + " the archive is read, and must have every call that the workloads counted. The results"
          + " are kept as bench.json, and as bench.html with plots.",
      "",
      "Where this kernel has our module built for it and we are root, it runs here, and will hold"
          + " programs up; else in a guest, which is emulated where there is no KVM."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  forensix bench --quick",
      "  forensix bench --workloads fork,open,rw1 --rounds 5 --seconds 2",
      "",
      "Exit codes:",
      "  0   all was measured, nothing was lost",
      "  1   something was lost or is missing (said on stderr), or could not be run",
      "  2   the command line is wrong"
    })
public final class BenchCommand implements Callable<Integer> {
  private static final int QUICK_ROUNDS = 1;
  private static final double QUICK_SECONDS = 0.3;
  private static final int USUAL_ROUNDS = 3;
  private static final double USUAL_SECONDS = 0.5;

  @Spec private CommandSpec spec;

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      description =
          "Only these, with commas between; --list has them. All but build, unless it is named.")
  private @Nullable String workloads;

  @Option(names = "--rounds", paramLabel = "N", description = "How often (3).")
  private @Nullable Integer rounds;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each workload runs in each setting (0.5).")
  private @Nullable Double seconds;

  @Option(names = "--quick", description = "One round of 0.3 s.")
  private boolean quick;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Of the order of settings and of what workloads draw (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--peers",
      description =
          "Compare with other recorders instead: see forensix bench --peers --help for its options.")
  private boolean peers;

  @Option(names = "--list", description = "List the workloads and run none.")
  private boolean list;

  @Option(names = "--guest", description = "In a guest, whatever runs here.")
  private boolean wantsGuest;

  @Mixin private GuestOptions guest = new GuestOptions();

  @Mixin private ReportOptions reports = new ReportOptions();

  private final Path root;

  BenchCommand(Path root) {
    this.root = root;
  }

  /** The program. */
  public static void main(String[] args) {
    Path root = Path.of(System.getProperty("forensix.home", ".")).toAbsolutePath().normalize();
    System.exit(line(root).execute(args));
  }

  /** Returns the command line, whose errors are a line each. */
  static CommandLine line(Path root) {
    return line(new BenchCommand(root));
  }

  /** Returns the command line of a command of ours. */
  static CommandLine line(Object command) {
    CommandLine line = new CommandLine(command);
    line.setUsageHelpAutoWidth(true);
    line.setExecutionExceptionHandler((thrown, failed, parsed) -> {
      failed.getErr().println("forensix bench: " + thrown.getMessage());
      return ReportOptions.FAILED;
    });
    line.setParameterExceptionHandler((wrong, given) -> {
      PrintWriter err = wrong.getCommandLine().getErr();
      err.println("forensix bench: " + wrong.getMessage() + ". Try: forensix bench --help");
      return CommandLine.ExitCode.USAGE;
    });
    return line;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    PrintWriter print = spec.commandLine().getOut();
    if (list) {
      for (Workload workload : Workload.values()) {
        print.printf("%-10s %s%n", workload, workload.what());
      }
      return CommandLine.ExitCode.OK;
    }
    Plan plan = plan();
    Path folder = reports.folder(root.resolve("target/forensix-bench"));
    Results results = measure(plan, folder);
    return reports.conclude(
        spec.commandLine(),
        folder,
        "bench",
        new ReportOptions.Reports(
            JsonReport.of(results),
            HtmlReport.of(results),
            TextReport.of(results),
            results.faults()));
  }

  private Plan plan() {
    try {
      Plan plan =
          new Plan(
              workloads == null ? Workload.usual() : Plan.workloads(workloads),
              rounds == null ? (quick ? QUICK_ROUNDS : USUAL_ROUNDS) : rounds,
              seconds == null ? (quick ? QUICK_SECONDS : USUAL_SECONDS) : seconds,
              seed);
      if (plan.rounds() < 1 || !(plan.seconds() > 0)) {
        throw new IllegalArgumentException("--rounds and --seconds want more than 0");
      }
      return plan;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }

  /** bench/start has looked where the module can be loaded, and tells by properties. */
  private Results measure(Plan plan, Path folder) throws IOException, InterruptedException {
    boolean here = property("place").equals("here");
    Plan.Places places =
        new Plan.Places(root, Path.of(property("module")), Path.of(property("build")), folder);
    Instant began = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    int code;
    try (Progress progress = new Progress(spec.commandLine().getErr(), plan.cells())) {
      code = new RigRun(plan, here ? null : guest, places).run(progress);
    }
    Path file = folder.resolve(Rig.RESULTS);
    if (!Files.exists(file)) {
      throw new IOException("nothing was measured: it ended with " + code + ", see above");
    }
    Map<String, String> known = new LinkedHashMap<>();
    known.put("date", began.toString());
    known.put("commit", property("commit"));
    known.put("place", here ? "this machine" : "guest");
    List<String> lines = new ArrayList<>(Files.readAllLines(file, StandardCharsets.UTF_8));
    if (code != 0) {
      lines.add(Rig.FAULT + "it ended with " + code);
    }
    return Results.read(plan, known, lines);
  }

  private static String property(String name) {
    return System.getProperty("forensix.bench." + name, "");
  }
}
