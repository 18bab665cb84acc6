// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench.rig;

import io.forensix.ring.Counters;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The recorder under test: the module, and {@code forensix record} that reads it. */
final class Recorder implements AutoCloseable {
  private static final Path FILTER = Path.of("/sys/module/forensix/parameters/filter");

  /** Nobody's user: no call is anybody's. */
  private static final String NO_CALL = "include uid=4000000000";

  private static final String ALL_CALLS = "none";

  private static final int LOOK_MILLIS = 50;
  private static final long BEGIN_SECONDS = 180;
  private static final long END_SECONDS = 300;

  /** A reader that uses less than this part of a CPU rests; it gets so long to come to rest. */
  private static final int REST_PART = 8;

  private static final int REST_LOOK_MILLIS = 160;
  private static final long REST_SECONDS = 20;

  /** So little waits when nothing goes on but our own looking. */
  private static final long QUIET_BYTES = 100_000;

  /** A paced reader runs so long of each so long, ms. */
  private static final int PACE_ON = 10;

  private static final int PACE_PERIOD = 100;
  private static final int TICK_MILLIS = 10;

  private final Plan.Places places;
  private final Path log;
  private final Process reader;

  /** When we are killed, no module stays that holds the machine up. */
  private final Thread unloader = new Thread(this::unload);

  private Recorder(Plan.Places places, Path log, Process reader) {
    this.places = places;
    this.log = log;
    this.reader = reader;
  }

  /**
   * Loads the module and starts the reader.
   *
   * @param archive what it records to
   * @throws IOException when one of both does not go, and why
   */
  static Recorder start(Plan.Places places, List<String> parameters, Path archive)
      throws IOException, InterruptedException {
    List<String> insmod = new ArrayList<>(List.of("insmod", places.module().toString()));
    // We wait for the workloads, so nobody may make us wait; they have sessions of their own.
    insmod.add("spare_session=" + session());
    insmod.addAll(parameters);
    Program.run(insmod);
    Path log = archive.resolveSibling("record.log");
    Process reader =
        new ProcessBuilder(
                places.root().resolve("scripts/forensix").toString(), "record", archive.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Recorder recorder = new Recorder(places, log, reader);
    Runtime.getRuntime().addShutdownHook(recorder.unloader);
    try {
      recorder.await(
          BEGIN_SECONDS,
          "did not begin",
          counters -> counters.get("recording") == 1 && counters.get("reader") != 0);
    } catch (IOException e) {
      recorder.close();
      throw e;
    }
    return recorder;
  }

  private static String session() throws IOException {
    String stat = Files.readString(Path.of("/proc/self/stat"));
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ")[3];
  }

  /** Returns the module's counters. */
  Counters counters() throws IOException {
    return Counters.read(Counters.PATH);
  }

  /** Leaves out all calls from here on, or none. */
  void filter(boolean all) throws IOException {
    Files.writeString(FILTER, all ? NO_CALL : ALL_CALLS);
  }

  /**
   * Waits until the reader has taken what there was and rests: a JVM compiles what it ran much, and
   * who shares its CPU would be the slower for that.
   */
  void settle() throws IOException, InterruptedException {
    await(END_SECONDS, "did not catch up", now -> now.get("waiting_bytes") < QUIET_BYTES);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(REST_SECONDS);
    long before = cpuMillis();
    boolean rests = false;
    while (!rests && System.nanoTime() < end) {
      long began = System.nanoTime();
      Thread.sleep(REST_LOOK_MILLIS);
      long now = cpuMillis();
      long passed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
      rests = (now - before) * REST_PART <= passed;
      before = now;
    }
  }

  private void await(long seconds, String failure, Predicate<Counters> condition)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (!condition.test(counters())) {
      if (!reader.isAlive() || System.nanoTime() > end) {
        throw new IOException("the reader " + failure + ": " + Files.readString(log).strip());
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Returns how long the reader has used CPUs, as fine as the kernel tells. */
  long cpuMillis() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + reader.pid() + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * TICK_MILLIS;
  }

  /** Slows the reader to a tenth, until the process that is returned is given to {@link #free}. */
  Process pace() throws IOException {
    return new ProcessBuilder(
            places.work().toString(),
            "pace",
            Long.toString(reader.pid()),
            Integer.toString(PACE_ON),
            Integer.toString(PACE_PERIOD))
        .inheritIO()
        .start();
  }

  /** Lets the reader run at full speed. */
  void free(@Nullable Process pace) throws IOException, InterruptedException {
    if (pace != null) {
      pace.destroy();
      pace.waitFor();
      Program.run(List.of("kill", "-CONT", Long.toString(reader.pid())));
    }
  }

  /**
   * Ends recording; the archive is whole then.
   *
   * @return how many records were lost since the module was loaded
   * @throws IOException when the reader says that it failed
   */
  long stop() throws IOException, InterruptedException {
    reader.destroy();
    if (!reader.waitFor(END_SECONDS, TimeUnit.SECONDS) || reader.exitValue() != 0) {
      throw new IOException("the reader did not end well: " + Files.readString(log).strip());
    }
    return counters().get("lost");
  }

  /** Unloads the module, whatever happened before. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(unloader);
    } catch (IllegalStateException e) {
      // It is being run.
      return;
    }
    unload();
  }

  private void unload() {
    try {
      reader.destroyForcibly().waitFor();
      Program.run(List.of("rmmod", "forensix"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
