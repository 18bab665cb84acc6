// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.ArchiveReader;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.stream.Sender;
import io.forensix.stream.SenderOptions;
import io.forensix.stream.trust.Authority;
import io.forensix.stream.trust.Credentials;
import io.forensix.stream.trust.Role;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import javax.net.ssl.SSLSocket;

/**
 * How fast an archive comes to a collector, beside a plain copy of the same bytes over TLS 1.3:
 * between the same two processes, in turns. {@code bench/stream --help} says how.
 */
final class StreamBench {
  private static final int ROUNDS = 7;
  private static final int READ_BYTES = 1 << 20;
  private static final double NANOS = 1e9;
  private static final double MEGA = 1e6;

  private final Path directory;
  private final Authority authority;
  private final Path bytes;
  private final Path archive;
  private final long size;
  private int hosts;

  private StreamBench(Path directory, Authority authority, Path archive, Path bytes, long size) {
    this.directory = directory;
    this.authority = authority;
    this.archive = archive;
    this.bytes = bytes;
    this.size = size;
  }

  /** The program: the number of rounds, if given. */
  public static void main(String[] arguments) throws Exception {
    int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : ROUNDS;
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    Path directory = Stage.temporary();
    try {
      Authority authority = Authority.open(directory.resolve("authority"));
      Path sample = directory.resolve("sample");
      Sample.write(sample);
      System.setProperty(Sample.PROPERTY, sample.toString());
      Path archive = directory.resolve("archive");
      Batches batches = Batches.ofSample();
      try (Archive writer = Archive.open(archive, ArchiveOptions.defaults())) {
        writer.begin(
            new RecordingMeta(
                1, "bench", HostIdentity.read(), UUID.randomUUID(), 1, 0, 0, 0, 0, 0, ""));
        batches.all(writer);
      }
      Path bytes = directory.resolve("bytes");
      long size = flatten(archive, bytes);
      new StreamBench(directory, authority, archive, bytes, size).run(rounds);
    } finally {
      Stage.delete(directory);
    }
  }

  /** Lays the blocks one after the other into a file, and returns its size. */
  private static long flatten(Path archive, Path to) throws IOException {
    try (FileChannel out =
            FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        ArchiveReader reader = ArchiveReader.open(archive, Sample::refuse)) {
      while (reader.next()) {
        MemorySegment block = reader.block().whole();
        Plain.write(block, out);
      }
      return out.size();
    }
  }

  private void run(int rounds) throws Exception {
    Instant now = Instant.now();
    authority.issue(Role.COLLECTOR, "localhost", List.of(), now, now.plus(Duration.ofDays(1)));
    Process keeper =
        new ProcessBuilder(command()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (BufferedReader said = keeper.inputReader()) {
      String[] ports = String.valueOf(said.readLine()).split(" ", -1);
      int collector = Integer.parseInt(ports[0]);
      int plain = Integer.parseInt(ports[1]);
      double[][] seconds = new double[3][rounds];
      for (int round = -1; round < rounds; round++) {
        double[] shot = {plain(plain), stream(collector, false), stream(collector, true)};
        for (int way = 0; way < shot.length && round >= 0; way++) {
          seconds[way][round] = shot[way];
        }
      }
      print(seconds);
    } finally {
      keeper.getOutputStream().close();
      keeper.waitFor();
    }
  }

  private List<String> command() {
    ProcessHandle.Info self = ProcessHandle.current().info();
    List<String> command = new ArrayList<>(List.of(self.command().orElseThrow()));
    for (String argument : self.arguments().orElseThrow()) {
      if (argument.equals(StreamBench.class.getName())) {
        break;
      }
      command.add(argument);
    }
    command.add(StreamKeeper.class.getName());
    command.add(directory.toString());
    return command;
  }

  private Credentials host() throws IOException {
    Instant now = Instant.now();
    return Credentials.read(
        authority.issue(Role.HOST, "h" + hosts++, List.of(), now, now.plus(Duration.ofDays(1))));
  }

  /** Sends the file, and waits until it is on the other side's disk. */
  private double plain(int port) throws IOException {
    Credentials credentials = host();
    long began = System.nanoTime();
    try (SSLSocket socket =
            (SSLSocket)
                PlainTls.client(credentials).getSocketFactory().createSocket("localhost", port);
        FileChannel file = FileChannel.open(bytes, StandardOpenOption.READ)) {
      ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
      while (file.read(buffer.clear()) >= 0) {
        socket.getOutputStream().write(buffer.array(), 0, buffer.position());
      }
      socket.shutdownOutput();
      if (socket.getInputStream().read() != PlainTls.DONE) {
        throw new IOException("the other side has not taken it");
      }
    }
    return (System.nanoTime() - began) / NANOS;
  }

  private double stream(int port, boolean compress) throws Exception {
    Credentials credentials = host();
    SenderOptions usual =
        SenderOptions.of(archive, InetSocketAddress.createUnresolved("localhost", port)).onlyOnce();
    SenderOptions options =
        new SenderOptions(
            usual.archive(),
            usual.to(),
            true,
            compress,
            usual.windowBytes(),
            usual.patience(),
            usual.retryMax(),
            usual.confirmed());
    long began = System.nanoTime();
    Sender.Sent sent = Sender.of(options, credentials, text -> {}).run();
    double seconds = (System.nanoTime() - began) / NANOS;
    if (sent.bytes() != size) {
      throw new IOException("sent %d bytes of %d".formatted(sent.bytes(), size));
    }
    return seconds;
  }

  private void print(double[][] seconds) {
    String[] names = {"plain copy over TLS", "send, collect", "the same with --compress"};
    System.out.printf(
        "%,d bytes, %d rounds; medians, lowest to highest%n%n", size, seconds[0].length);
    System.out.println("| way | MB/s | of the plain copy, round by round |");
    System.out.println("|---|---:|---:|");
    for (int way = 0; way < names.length; way++) {
      double[] rate = new double[seconds[0].length];
      double[] ratio = new double[seconds[0].length];
      for (int round = 0; round < rate.length; round++) {
        rate[round] = size / MEGA / seconds[way][round];
        ratio[round] = seconds[0][round] / seconds[way][round];
      }
      Arrays.sort(rate);
      Arrays.sort(ratio);
      int middle = rate.length / 2;
      System.out.printf(
          "| %s | %.0f (%.0f–%.0f) | %.2f (%.2f–%.2f) |%n",
          names[way],
          rate[middle],
          rate[0],
          rate[rate.length - 1],
          ratio[middle],
          ratio[0],
          ratio[ratio.length - 1]);
    }
  }
}
