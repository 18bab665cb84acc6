// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Compares us with the recorders that a user of Debian may pick instead. */
@Command(
    name = "forensix bench --peers",
    sortOptions = false,
    header = "Measure other recorders beside ours, with the same workloads, in the same guest.",
    description = {
      "",
      "First in short bursts under the instruction clock: what a call takes longer. Then at full"
          + " speed: how much slower, and how many of the calls that were made are in the"
          + " recorder's file, counted by its own program for reading. Each round has a guest of its"
          + " own, with the recorders in an order of chance.",
      "",
      "The recorders are Debian's packages. They are kept in a folder of the cache and unpacked in"
          + " the guest alone; nothing is installed here.",
      "",
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  forensix bench --peers --only forensix,sysdig --rounds 5",
      "",
      "Exit codes:",
      "  0   all that could be had was measured, and each had the calls of the bursts in its file",
      "  1   not so (said on stderr)",
      "  2   the command line is wrong"
    })
public final class PeersCommand implements Callable<Integer> {
  private static final int FAILED = 1;
  private static final String RESULTS = "peers.tsv";
  private static final String SETTINGS = "settings";
  private static final String STEP = "step\t";
  private static final int GUEST_SECONDS = 3600;

  @Spec private CommandSpec spec;

  @Option(names = "--peers", description = "What makes this command of forensix bench.")
  private boolean peers;

  @Option(
      names = "--only",
      paramLabel = "NAMES",
      description = "These recorders, of: forensix,lttng,sysdig,ftrace,perf,strace,auditd (all).")
  private @Nullable String only;

  @Option(
      names = "--workloads",
      paramLabel = "NAMES",
      description = "These workloads, of: null,read1,write1,open,fork (all).")
  private @Nullable String workloads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "At full speed (${DEFAULT-VALUE}); 0: not at all.")
  private int rounds = 3;

  @Option(
      names = "--bursts",
      paramLabel = "N",
      description = "Under the instruction clock (${DEFAULT-VALUE}); 0: not at all.")
  private int bursts = 3;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long each workload runs at full speed (${DEFAULT-VALUE}).")
  private double seconds = 0.5;

  @Option(
      names = "--processes",
      paramLabel = "N",
      description = "How many do so at once (${DEFAULT-VALUE}).")
  private int processes = 2;

  @Option(names = "--seed", paramLabel = "N", description = "Of the order (${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Where the reports go (target/forensix-peers).")
  private @Nullable Path out;

  @Option(names = "--json", description = "Print the JSON, not the table.")
  private boolean json;

  @Option(
      names = "--kernel",
      paramLabel = "NAME",
      description = "The guest's kernel (${DEFAULT-VALUE}).")
  private String kernel = "6.1";

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "The guest's CPUs at full speed (${DEFAULT-VALUE}; emulated ones take turns).")
  private int cpus = 1;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "This text.")
  private boolean help;

  private final Path root;

  PeersCommand(Path root) {
    this.root = root;
  }

  /** The program. */
  public static void main(String[] args) {
    Path root = Path.of(System.getProperty("forensix.home", ".")).toAbsolutePath().normalize();
    System.exit(BenchCommand.line(new PeersCommand(root)).execute(args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    List<Peer> wanted = List.of(Peer.values());
    List<PeerWork> works = List.of(PeerWork.values());
    try {
      wanted = only == null ? wanted : Peer.list(only);
      works =
          workloads == null
              ? works
              : Arrays.stream(workloads.split(",")).map(PeerWork::of).distinct().sorted().toList();
      if (rounds < 0 || bursts < 0 || rounds + bursts == 0 || !(seconds > 0) || processes < 1) {
        throw new IllegalArgumentException(
            "--rounds, --bursts, --seconds and --processes want more than 0");
      }
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    PeerResults results = measure(wanted, works);
    Path folder = folder();
    String object = PeerJson.of(results);
    Files.writeString(folder.resolve("peers.json"), object);
    Files.writeString(folder.resolve("peers.html"), PeerHtml.of(results));
    String table = PeerText.of(results);
    Files.writeString(folder.resolve("peers.txt"), table);
    PrintWriter print = spec.commandLine().getOut();
    print.print(json ? object : table);
    print.flush();
    PrintWriter err = spec.commandLine().getErr();
    if (json) {
      results.faults().forEach(fault -> err.println("forensix bench: " + fault));
    }
    err.println("forensix bench: kept in " + folder.resolve("peers.json") + ", .html and .txt");
    return results.faults().isEmpty() ? CommandLine.ExitCode.OK : FAILED;
  }

  private Path folder() {
    return (out == null ? root.resolve("target/forensix-peers") : out).toAbsolutePath().normalize();
  }

  private PeerResults measure(List<Peer> wanted, List<PeerWork> works)
      throws IOException, InterruptedException {
    Path folder = Files.createDirectories(folder());
    Path file = folder.resolve(RESULTS);
    Files.deleteIfExists(file);
    List<String> lines = new ArrayList<>();
    List<Peer> had = new ArrayList<>(wanted);
    for (Peer peer : wanted) {
      Path reason = Path.of(property("folder")).resolve("missing").resolve(peer.toString());
      if (Files.exists(reason)) {
        had.remove(peer);
        List<String> said = Files.readAllLines(reason);
        lines.add("missing\t" + peer + "\t" + (said.isEmpty() ? "?" : said.getLast()));
      }
    }
    int steps = (had.size() + 1) * (bursts > 0 ? 1 : 0) + had.size() * rounds;
    try (Progress progress = new Progress(spec.commandLine().getErr(), steps)) {
      if (bursts > 0) {
        guest("cost", settings(had, works, 0), lines, progress);
      }
      Random random = new Random(seed);
      for (int round = 1; round <= rounds; round++) {
        List<Peer> order = new ArrayList<>(had);
        Collections.shuffle(order, random);
        if (order.remove(Peer.AUDITD)) {
          order.add(Peer.AUDITD);
        }
        guest("flood", settings(order, works, round), lines, progress);
      }
    }
    if (Files.exists(file)) {
      lines.addAll(Files.readAllLines(file, StandardCharsets.UTF_8));
    }
    return PeerResults.read(known(), wanted, works, lines);
  }

  private Map<String, String> known() throws IOException {
    Map<String, String> known = new LinkedHashMap<>();
    known.put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    known.put("commit", property("commit"));
    known.put("kernel", property("release"));
    known.put("bursts", Integer.toString(bursts));
    known.put(
        "at full speed",
        "%d rounds of %s s, %d processes, %d CPU, seed %d"
            .formatted(rounds, seconds, processes, cpus, seed));
    return known;
  }

  /** What bench/peers/guest is told, as variables of a shell. */
  private String settings(List<Peer> order, List<PeerWork> works, int round) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("FX_PROJECT", root.toString());
    values.put("peers", property("folder"));
    values.put("module", property("module"));
    values.put("work", root.resolve("target/kernel-tests/work").toString());
    values.put("cost", root.resolve("target/peers/cost").toString());
    values.put("drain", root.resolve("target/peers/drain").toString());
    values.put("jar", System.getProperty("java.class.path"));
    values.put("results", "/run/peers/" + RESULTS);
    values.put(
        "operations", works.stream().map(PeerWork::operation).collect(Collectors.joining(" ")));
    values.put(
        "workloads", works.stream().map(PeerWork::workload).collect(Collectors.joining(" ")));
    values.put("bursts", Integer.toString(bursts));
    values.put("seconds", Double.toString(seconds));
    values.put("processes", Integer.toString(processes));
    values.put("seed", Long.toString(seed));
    values.put("round", Integer.toString(round));
    values.put("order", order.stream().map(Peer::toString).collect(Collectors.joining(" ")));
    return values.entrySet().stream()
        .map(entry -> entry.getKey() + "='" + entry.getValue().replace("'", "'\\''") + "'\n")
        .collect(Collectors.joining());
  }

  private void guest(String mode, String settings, List<String> lines, Progress progress)
      throws IOException, InterruptedException {
    Path folder = folder();
    Files.writeString(folder.resolve(SETTINGS), settings);
    List<String> command =
        new ArrayList<>(
            List.of(
                root.resolve("scripts/guest").toString(),
                "--kernel",
                kernel,
                "--memory",
                "4G",
                "--timeout",
                Integer.toString(GUEST_SECONDS),
                "--audit",
                "--share",
                "peers=" + folder));
    if (mode.equals("cost")) {
      command.add("--icount");
    } else {
      command.addAll(List.of("--cpus", Integer.toString(cpus)));
      if (cpus > 1) {
        command.add("--turns");
      }
    }
    command.addAll(
        List.of("--", root.resolve("bench/peers/guest").toString(), mode, "/run/peers/settings"));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    // Whoever ends us ends the guest.
    Thread ender = new Thread(process::destroy);
    Runtime.getRuntime().addShutdownHook(ender);
    process.getOutputStream().close();
    PrintWriter err = spec.commandLine().getErr();
    try (BufferedReader said = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        if (line.startsWith(STEP)) {
          progress.begin(line.substring(STEP.length()).strip(), true);
        } else if (!line.isBlank()) {
          err.println("bench: " + line.strip());
        }
      }
    }
    int code = process.waitFor();
    Runtime.getRuntime().removeShutdownHook(ender);
    if (code != 0) {
      lines.add("fault\tthe guest (" + mode + ") ended with " + code);
    }
  }

  private static String property(String name) {
    return System.getProperty("forensix.peers." + name, "");
  }
}
