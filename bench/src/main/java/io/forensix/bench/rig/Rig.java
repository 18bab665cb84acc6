// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Runs the workloads where the module can be loaded, and leaves a file of what it found. Says on
 * standard output what it begins, for whoever shows how far it is.
 *
 * <p>In each round each load of the module comes once, in an order of chance; within it the
 * settings of a workload follow one another. So what is compared lies minutes apart at most.
 */
public final class Rig {
  /** The file of results: lines of {@code env}, {@code cell}, {@code fault} and a last one. */
  static final String RESULTS = "cells.tsv";

  /** Begins a line of the results with one thing that is known of the machine. */
  static final String ENV = "env\t";

  /** Begins a line with a {@link Cell}. */
  static final String CELL = "cell\t";

  /** Begins a line with what went wrong. */
  static final String FAULT = "fault\t";

  /** The last line. */
  static final String DONE = "done";

  /** What a workload may take longer than it was told: a held one, an emulated CPU. */
  private static final double SLOWNESS = 40;

  private static final long LIMIT_SECONDS = 900;
  private static final double WARM_UP_SECONDS = 0.2;
  private static final double READER_WARM_UP_SECONDS = 2;

  private final Plan plan;
  private final Plan.Places places;
  private final PrintStream out;
  private final Path folder;

  private Rig(Plan plan, Plan.Places places, PrintStream out, Path folder) {
    this.plan = plan;
    this.places = places;
    this.out = out;
    this.folder = folder;
  }

  /**
   * The program.
   *
   * @param args root, module, build, out, then those of {@link Plan#arguments}
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Plan.Places places =
        new Plan.Places(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]), Path.of(args[3]));
    Plan plan = Plan.parse(Arrays.asList(args).subList(4, args.length));
    Path folder = Files.createTempDirectory("forensix-bench-");
    try {
      new Rig(plan, places, System.out, folder).run();
    } finally {
      delete(folder);
    }
  }

  private void run() throws IOException, InterruptedException {
    environment();
    prepare();
    Random random = new Random(plan.seed());
    for (int round = 1; round <= plan.rounds(); round++) {
      List<Setting.Load> loads = new ArrayList<>(List.of(Setting.Load.values()));
      Collections.shuffle(loads, random);
      for (Setting.Load load : loads) {
        try {
          run(round, load, random);
        } catch (IOException | UncheckedIOException | IllegalArgumentException e) {
          write(FAULT + "round %d, %s: %s".formatted(round, load, oneLine(e)));
        }
      }
    }
    write(DONE);
  }

  /** A workload that was run, of whose calls nobody has looked yet which are on record. */
  private record Ran(Workload workload, Setting setting, Made made, long lost) {
    Cell cell(int round, long recorded) {
      return new Cell(
          round,
          workload,
          setting,
          made.operations(),
          made.seconds(),
          made.grown("records"),
          made.grown("bytes"),
          made.grown("throttled"),
          made.grown("throttled_ns"),
          lost,
          made.grown("reader_cpu_ms"),
          made.sum(),
          recorded);
    }
  }

  private static String oneLine(Exception e) {
    return String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
  }

  private void environment() throws IOException {
    write(ENV + "kernel\t" + Files.readString(Path.of("/proc/sys/kernel/osrelease")).strip());
    write(ENV + "cpus\t" + Runtime.getRuntime().availableProcessors());
    String model =
        Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.substring(line.indexOf(':') + 1).strip())
            .findFirst()
            .orElse("unknown");
    write(ENV + "cpu\t" + model);
    write(ENV + "java\t" + Runtime.version());
  }

  /** Makes what the workloads need, and runs each a little, so that its files are in memory. */
  private void prepare() throws IOException, InterruptedException {
    out.println(Progress.BEGIN + "warming up");
    Path made = Files.createDirectories(folder.resolve("made/DEBIAN"));
    Files.writeString(
        made.resolve("control"),
        "Package: made\nVersion: 1\nArchitecture: all\nMaintainer: m\nDescription: d\n");
    Path share = Files.createDirectories(folder.resolve("made/usr/share"));
    Program.run(
        List.of("cp", "-r", places.root().resolve("kernel/src").toString(), share.toString()));
    Program.run(
        List.of(
            "dpkg-deb",
            "-Zgzip",
            "-b",
            folder.resolve("made").toString(),
            folder.resolve("made.deb").toString()));
    for (Workload workload : plan.workloads()) {
      if (workload != Workload.BUILD) {
        work(workload, WARM_UP_SECONDS);
      }
    }
  }

  private void run(int round, Setting.Load load, Random random)
      throws IOException, InterruptedException {
    if (load == Setting.Load.NONE) {
      for (Workload workload : plan.workloads()) {
        begin(round, workload, Setting.NONE);
        Made made = work(workload, plan.seconds());
        write(new Ran(workload, Setting.NONE, made, 0).cell(round, Cell.UNCHECKED));
      }
      return;
    }
    out.println(Progress.BEGIN + "round " + round + ": loading the module, starting the reader");
    Path archive = folder.resolve("archive");
    try (Recorder recorder = Recorder.start(places, load.parameters(), archive)) {
      // A reader that has only just begun is slower than it will ever be again.
      work(Workload.RW1, READER_WARM_UP_SECONDS);
      recorder.settle();
      List<Ran> all = new ArrayList<>();
      for (Workload workload : plan.workloads()) {
        List<Setting> settings = new ArrayList<>(load.settings());
        Collections.shuffle(settings, random);
        for (Setting setting : settings) {
          begin(round, workload, setting);
          all.add(measure(recorder, workload, setting));
        }
      }
      conclude(round, recorder.stop(), RecordedCalls.read(archive), all);
    } finally {
      delete(archive);
    }
  }

  private void begin(int round, Workload workload, Setting setting) {
    out.println(Progress.STEP + "round " + round + ": " + workload + ", " + setting.label());
  }

  private Ran measure(Recorder recorder, Workload workload, Setting setting)
      throws IOException, InterruptedException {
    recorder.filter(setting.filtered());
    recorder.settle();
    long lost = recorder.counters().get("lost");
    Process pace = setting.paced() ? recorder.pace() : null;
    Made made;
    try {
      made = work(workload, plan.seconds());
    } finally {
      recorder.free(pace);
    }
    recorder.settle();
    return new Ran(workload, setting, made, recorder.counters().get("lost") - lost);
  }

  private void conclude(int round, long lost, RecordedCalls recorded, List<Ran> all)
      throws IOException {
    long lostInCells = all.stream().mapToLong(Ran::lost).sum();
    if (lost != lostInCells) {
      write(FAULT + (lost - lostInCells) + " records were lost between the workloads");
    }
    for (String fault : recorded.faults()) {
      write(FAULT + "archive: " + fault);
    }
    for (Ran ran : all) {
      long found = recorded.of(ran.made());
      if (ran.setting().records()) {
        for (String difference : recorded.differences(ran.made())) {
          write(FAULT + ran.workload() + ", " + ran.setting().label() + ": " + difference);
        }
      } else if (found != 0) {
        write(FAULT + ran.workload() + ": a call that was filtered out is on record");
      }
      write(ran.cell(round, found));
    }
  }

  /** Runs a workload, in a session of its own. */
  private Made work(Workload workload, double seconds) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("setsid", "-w", places.work().toString()));
    command.addAll(workload.arguments(seconds, plan.seed()));
    Path said = folder.resolve("said");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(said.toFile())
            .redirectError(errors.toFile());
    builder.environment().put("ROOT", places.root().toString());
    builder.environment().put("KDIR", places.build().toString());
    Process process = builder.start();
    long limit = LIMIT_SECONDS + (long) (seconds * SLOWNESS);
    if (!process.waitFor(limit, TimeUnit.SECONDS)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
      throw new IOException(workload + " did not end within " + limit + " s");
    }
    if (process.exitValue() != 0) {
      throw new IOException(workload + " failed: " + Files.readString(errors).strip());
    }
    return Made.parse(Files.readAllLines(said));
  }

  private void write(Cell cell) throws IOException {
    write(CELL + TabLine.of(cell));
  }

  private void write(String line) throws IOException {
    Files.write(
        places.out().resolve(RESULTS),
        (line + "\n").getBytes(StandardCharsets.UTF_8),
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
