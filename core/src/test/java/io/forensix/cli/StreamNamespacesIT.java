// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveVerifier;
import io.forensix.archive.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A sender and a collector as on two machines: each in a network namespace with an address of its
 * own. The link between them goes down while blocks are under way, and comes back; where the kernel
 * has netem it is slow, too, and loses packets. Needs root.
 */
class StreamNamespacesIT {
  private static final String KEEPER_ADDRESS = "10.77.0.2";
  private static final int SECONDS = 60;
  private static final Pattern BLOCKS = Pattern.compile("sent ([0-9,]+) blocks");

  @TempDir Path directory;
  private final List<Process> processes = new ArrayList<>();
  private final long self = ProcessHandle.current().pid();
  private final String host = "fx-host-" + self;
  private final String keeper = "fx-keeper-" + self;

  @BeforeEach
  void makeTheLink() throws Exception {
    for (List<String> step :
        List.of(
            List.of("netns", "add", host),
            List.of("netns", "add", keeper),
            List.of(
                "link", "add", "fx-a", "netns", host, "type", "veth", "peer", "fx-b", "netns",
                keeper),
            List.of("-n", host, "addr", "add", "10.77.0.1/24", "dev", "fx-a"),
            List.of("-n", keeper, "addr", "add", KEEPER_ADDRESS + "/24", "dev", "fx-b"),
            List.of("-n", host, "link", "set", "fx-a", "up"),
            List.of("-n", keeper, "link", "set", "fx-b", "up"))) {
      String said = ip(step);
      assumeTrue(said.isEmpty(), "skipped: no two network namespaces can be made here: " + said);
    }
    String netem = "tc qdisc add dev fx-a root netem delay 20ms 5ms loss 1%";
    String said = said(inNamespace(host, netem.split(" ")));
    if (!said.isEmpty()) {
      System.out.println("this kernel has no netem: the link is neither slow nor lossy");
    }
  }

  @AfterEach
  void end() throws Exception {
    for (Process process : processes) {
      process.destroyForcibly().waitFor();
    }
    ip(List.of("netns", "del", host));
    ip(List.of("netns", "del", keeper));
  }

  @Test
  void theCopyIsWholeAfterTheLinkWasDown() throws Exception {
    Path archive = directory.resolve("archive");
    Path copy = directory.resolve("store/web1");
    Path authority = directory.resolve("authority");
    certs(authority, "--collector", "logs", "--address", KEEPER_ADDRESS);
    certs(authority, "--host", "web1");
    start(
        keeper,
        "collect",
        "--listen",
        KEEPER_ADDRESS + ":4626",
        "--store",
        directory.resolve("store"),
        "--reserve",
        0,
        "--certs",
        authority.resolve("logs"));
    try (Archive writer = Archive.open(archive, Samples.options())) {
      writer.begin(Samples.meta(Samples.RECORDING));
      fill(writer, 50);
      Process sender =
          start(
              host,
              "send",
              archive,
              "--to",
              KEEPER_ADDRESS + ":4626",
              "--certs",
              authority.resolve("web1"));
      await(() -> blocks(copy) == writer.blocks());
      ip(List.of("-n", host, "link", "set", "fx-a", "down"));
      long before = blocks(copy);
      fill(writer, 200);
      TimeUnit.SECONDS.sleep(2);
      assertThat(blocks(copy)).as("while the link is down").isEqualTo(before);
      ip(List.of("-n", host, "link", "set", "fx-a", "up"));
      fill(writer, 50);
      await(() -> blocks(copy) == writer.blocks());
      sender.destroy();
      assertThat(sender.waitFor(SECONDS, TimeUnit.SECONDS)).isTrue();
      assertThat(sender.exitValue()).isZero();
      Matcher sent = BLOCKS.matcher(Files.readString(log(sender)));
      assertThat(sent.find()).isTrue();
      assertThat(sent.group(1)).isEqualTo(Long.toString(writer.blocks()));
    }
    assertThat(ArchiveVerifier.verify(copy)).isEqualTo(ArchiveVerifier.verify(archive));
    assertThat(ArchiveVerifier.verify(copy).sound()).isTrue();
    assertThat(Cli.run("print", copy).out()).isEqualTo(Cli.run("print", archive).out());
  }

  private static void certs(Path authority, Object... arguments) {
    List<Object> all = new ArrayList<>(List.of("certs", authority));
    all.addAll(List.of(arguments));
    assertThat(Cli.run(all.toArray()).code()).isZero();
  }

  private static void fill(Archive writer, int blocks) throws IOException {
    long seq = writer.lastSeq(Samples.RECORDING, 0).orElse(-1) + 1;
    for (int i = 0; i < blocks; i++) {
      writer.accept(Samples.batch(0, seq, 5, 4_000));
      seq += 5;
    }
  }

  private static long blocks(Path archive) {
    try {
      return Files.exists(archive.resolve("forensix-archive"))
          ? ArchiveVerifier.verify(archive).blocks()
          : 0;
    } catch (IOException e) {
      return 0;
    }
  }

  private Process start(String namespace, Object... arguments) throws IOException {
    Process process =
        Cli.launcher(List.of("ip", "netns", "exec", namespace), arguments)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve(processes.size() + ".log").toFile())
            .start();
    processes.add(process);
    return process;
  }

  private Path log(Process process) {
    return directory.resolve(processes.indexOf(process) + ".log");
  }

  private void await(BooleanSupplier condition) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        StringBuilder logs = new StringBuilder("not in time");
        for (Process process : processes) {
          logs.append('\n').append(Files.readString(log(process)));
        }
        throw new AssertionError(logs.toString());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private static String ip(List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(arguments);
    return said(command);
  }

  private static List<String> inNamespace(String namespace, String... command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
    all.addAll(Arrays.asList(command));
    return all;
  }

  /** Runs a program, and returns what it says; that is nothing where all is well. */
  private static String said(List<String> command) throws Exception {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? "" : command + ": " + text.strip();
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
