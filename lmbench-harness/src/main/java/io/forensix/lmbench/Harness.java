// SPDX-License-Identifier: Apache-2.0
package io.forensix.lmbench;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: runs lmbench in the guest with and without the module, and compares. */
@Command(
    name = "lmbench-harness",
    sortOptions = false,
    usageHelpAutoWidth = true,
    description = {
      "Runs lmbench under a stock kernel in the guest (scripts/guest), in these settings: the module"
          + " not loaded; loaded, but not recording; recording; recording with a reader so slow that"
          + " callers are held. Prints the figures and their ratios to the first setting, and keeps"
          + " them below target/lmbench, with a page of plots (index.html).",
      "",
      "By the instruction clock (the default) a nanosecond is an instruction of the guest's:"
          + " figures repeat, on a busy machine too, and know nothing of caches. The guest has one"
          + " CPU then, and the reader runs when nobody else does: recording shows what the callers"
          + " pay. With --wall it is a process like any other, and has a CPU of its own or not."
    },
    footer = {
      "",
      "Exit code: 0 all figures are there; 1 one is missing or worse than it may be (said by name on"
          + " stderr), or something else failed; 2 wrong usage."
    })
public final class Harness implements Callable<Integer> {
  /** How long callers are held does not repeat. */
  private static final List<Setting> GATE =
      List.of(Setting.NO_MODULE, Setting.LOADED, Setting.RECORDING);

  private static final int FINE = 0;
  private static final int MISSING = 1;

  @Spec private CommandSpec spec;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      defaultValue = "6.1",
      description = "the guest's kernel, as scripts/guest names it (default: ${DEFAULT-VALUE})")
  private String kernel;

  @Option(
      names = "--wall",
      description = "by the clock on the wall instead of the instruction clock")
  private boolean wall;

  @Option(
      names = "--cpus",
      paramLabel = "N",
      defaultValue = "1",
      description = "the guest's CPUs, with --wall only (default: ${DEFAULT-VALUE})")
  private int cpus;

  @Option(
      names = "--setting",
      paramLabel = "NAME",
      description =
          "only this one, of: no-module, loaded, recording, slow-reader (may be given more than"
              + " once; ratios are to the first)")
  private List<String> settingNames = List.of();

  @Option(
      names = "--benchmark",
      paramLabel = "NAME",
      description = "only this one (may be given more than once; --list has them)")
  private List<String> benchmarkNames = List.of();

  @Option(
      names = "--gate",
      description =
          "only the short ones whose figures repeat to half a per cent, and no slow reader")
  private boolean gate;

  @Option(
      names = "--check",
      description =
          "compare with the baseline; a figure that is worse than its tolerance is a failure")
  private boolean check;

  @Option(
      names = "--update",
      description = "write the figures to the baseline; tolerances that it has stay")
  private boolean update;

  @Option(
      names = "--baseline",
      paramLabel = "FILE",
      description = "the baseline (default: lmbench-harness/baseline.tsv)")
  private @Nullable Path baselineFile;

  @Option(
      names = "--table",
      paramLabel = "FILE",
      description = "the benchmarks, in place of those that come with the program")
  private Path table;

  @Option(names = "--list", description = "print the benchmarks and run none")
  private boolean list;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "this text")
  private boolean help;

  private final Path root;

  Harness(Path root) {
    this.root = root;
  }

  /** The program. */
  public static void main(String[] args) {
    Path root = Path.of(System.getProperty("forensix.root", ".")).toAbsolutePath().normalize();
    System.exit(line(root).execute(args));
  }

  /** Returns the command line, with its messages on one line. */
  static CommandLine line(Path root) {
    CommandLine line = new CommandLine(new Harness(root));
    line.setExecutionExceptionHandler((thrown, command, parsed) -> {
      command.getErr().println("lmbench-harness: " + thrown.getMessage());
      return MISSING;
    });
    line.setParameterExceptionHandler((wrong, given) -> {
      wrong
          .getCommandLine()
          .getErr()
          .println("lmbench-harness: " + wrong.getMessage() + ". Try: --help");
      return CommandLine.ExitCode.USAGE;
    });
    return line;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Benchmark> benchmarks = benchmarks();
    List<Setting> settings = settings();
    if (list) {
      benchmarks.forEach(b ->
          out()
              .printf(
                  "%-20s %-13s %4d s  %s%n", b.name(), b.unit(), b.limitSeconds(), b.command()));
      return FINE;
    }
    if (cpus < 1 || (cpus > 1 && !wall)) {
      throw new ParameterException(spec.commandLine(), "--cpus wants --wall, and at least one");
    }
    if (check && update) {
      throw new ParameterException(spec.commandLine(), "--check or --update, not both");
    }
    Baseline baseline = baseline();
    Plan.Clock clock = wall ? Plan.Clock.WALL : Plan.Clock.INSTRUCTIONS;
    return run(new Plan(kernel, clock, cpus, benchmarks), settings, baseline);
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }

  private PrintWriter err() {
    return spec.commandLine().getErr();
  }

  private List<Benchmark> benchmarks() throws IOException {
    List<Benchmark> all;
    try {
      all = table == null ? Benchmark.table() : Benchmark.read(Files.readAllLines(table));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), table + ": " + e.getMessage(), e);
    }
    List<Benchmark> wanted = new ArrayList<>(all);
    if (!benchmarkNames.isEmpty()) {
      for (String name : benchmarkNames) {
        if (all.stream().noneMatch(b -> b.name().equals(name))) {
          throw new ParameterException(spec.commandLine(), "no benchmark is named " + name);
        }
      }
      wanted.removeIf(b -> !benchmarkNames.contains(b.name()));
    }
    if (gate) {
      wanted.removeIf(b -> !b.gate());
    }
    return wanted;
  }

  private List<Setting> settings() {
    try {
      return settingNames.isEmpty()
          ? gate ? GATE : List.of(Setting.values())
          : settingNames.stream().distinct().map(Setting::of).toList();
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private Path baselinePath() {
    return baselineFile == null ? root.resolve("lmbench-harness/baseline.tsv") : baselineFile;
  }

  /** The baseline, empty when there is none yet and none is needed. */
  private Baseline baseline() throws IOException {
    Path file = baselinePath();
    if (!Files.exists(file)) {
      if (check) {
        throw new ParameterException(
            spec.commandLine(), "there is no " + file + " to compare with: make it with --update");
      }
      return new Baseline(Map.of(), Map.of());
    }
    try {
      return Baseline.read(Files.readAllLines(file));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), file + ": " + e.getMessage(), e);
    }
  }

  private int run(Plan plan, List<Setting> settings, Baseline baseline)
      throws IOException, InterruptedException {
    Path folder = root.resolve("target/lmbench");
    Path staged = folder.resolve("guest");
    Files.createDirectories(staged);
    stage(plan, staged);
    Map<String, String> environment = host(plan);
    Map<Setting, Map<Benchmark, Outcome>> outcomes = new LinkedHashMap<>();
    List<String> complaints = new ArrayList<>();
    for (Setting setting : settings) {
      err().printf("lmbench-harness: %s...%n", setting.label());
      GuestRun.Result result = new GuestRun(root, staged, plan, setting).run();
      environment = Report.joined(environment, result.environment());
      outcomes.put(setting, result.outcomes());
      if (!result.complaint().isEmpty()) {
        complaints.add(setting.label() + ": " + result.complaint());
      }
    }
    return conclude(
        new Report(environment, plan.benchmarks(), settings, outcomes),
        baseline,
        folder,
        complaints);
  }

  private int conclude(Report report, Baseline baseline, Path folder, List<String> complaints)
      throws IOException {
    Map<String, String> where = report.environment();
    String ending =
        "-%s-%s.tsv".formatted(where.getOrDefault("kernel", kernel), wall ? "wall" : "icount");
    String time =
        DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss")
            .withZone(ZoneOffset.UTC)
            .format(Instant.parse(where.get("date")));
    Path file = folder.resolve(time + ending);
    Files.write(file, report.file());
    out()
        .printf(
            "kernel %s, %s, %s CPU%n",
            where.getOrDefault("kernel", "?"), where.get("clock"), where.getOrDefault("cpus", "?"));
    report.table().forEach(out()::println);
    out().printf("kept in %s%n", root.relativize(file));
    complaints.addAll(report.missing());
    Baseline comparable = compare(report, baseline, complaints);
    Path page = folder.resolve("index.html");
    Files.writeString(page, Page.of(report, comparable, complaints, History.read(folder, ending)));
    out().printf("plots in %s%n", root.relativize(page));
    if (update) {
      Files.write(baselinePath(), Baseline.of(report, baseline.entries()).lines());
    }
    complaints.forEach(complaint -> err().println("lmbench-harness: " + complaint));
    return complaints.isEmpty() ? FINE : MISSING;
  }

  /**
   * Compares when asked to; returns the baseline, or an empty one where it is of another machine.
   */
  private Baseline compare(Report report, Baseline baseline, List<String> complaints) {
    List<String> different = baseline.different(report);
    if (!different.isEmpty()) {
      if (check) {
        different.forEach(line -> complaints.add("cannot be compared with the baseline: " + line));
      }
      return new Baseline(Map.of(), Map.of());
    }
    if (check) {
      List<Baseline.Comparison> all = baseline.compare(report);
      List<Baseline.Comparison> worse =
          all.stream().filter(Baseline.Comparison::regression).toList();
      worse.forEach(one -> complaints.add(one.toString()));
      out().printf("%d figures compared with the baseline, %d worse%n", all.size(), worse.size());
    }
    return baseline;
  }

  private void stage(Plan plan, Path staged) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                root.resolve("lmbench-harness/guest/stage").toString(),
                plan.kernel(),
                staged.toString())
            .inheritIO()
            .start();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("could not make ready what the guest runs, see above");
    }
  }

  private Map<String, String> host(Plan plan) throws IOException, InterruptedException {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    map.put("commit", commit());
    map.put("clock", plan.clock().label());
    map.put("reader", plan.clock().reader());
    return map;
  }

  /** The commit, with a + when the work tree is not clean; "unknown" without git. */
  private String commit() throws IOException, InterruptedException {
    String commit = git("rev-parse", "--short=12", "HEAD");
    if (commit.isEmpty()) {
      return "unknown";
    }
    return git("status", "--porcelain", "--untracked-files=no").isEmpty() ? commit : commit + "+";
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .directory(root.toFile())
              .redirectError(new File("/dev/null"))
              .start();
    } catch (IOException e) {
      return "";
    }
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return process.waitFor() == 0 ? text.strip() : "";
  }
}
