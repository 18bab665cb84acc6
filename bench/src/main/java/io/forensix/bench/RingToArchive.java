// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import io.forensix.archive.Archive;
import io.forensix.archive.ArchiveOptions;
import io.forensix.archive.HostIdentity;
import io.forensix.archive.RecordingMeta;
import io.forensix.record.BatchSink;
import io.forensix.record.CorruptRecord;
import io.forensix.record.SequenceGap;
import io.forensix.ring.RingFile;
import io.forensix.ring.RingListener;
import io.forensix.ring.RingReader;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * From the ring to the archive, on one core, beside the same bytes copied into a mapped file and in
 * memory. A process of its own writes the ring, on another core. Each shot moves {@link #BYTES}.
 *
 * <p>Properties: forensix.bench.dir, where files go (default target/bench); forensix.producer.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(1)
public class RingToArchive {
  /** Bytes moved in one shot. */
  private static final long BYTES = 384L << 20;

  /** Bytes of the ring: as the module has it unless told otherwise. */
  private static final long RING_BYTES = 8L << 20;

  /** Bytes of one record; 96 is a call with a small payload. */
  @Param("96")
  public int recordBytes;

  private Path directory;
  private Producer producer;
  private RingFile ring;
  private Archive archive;
  private MappedFile file;
  private MemorySegment from;
  private MemorySegment to;

  /** Starts the producer, and fills the ring. */
  @Setup(Level.Trial)
  public void start() throws Exception {
    Path parent = Path.of(System.getProperty("forensix.bench.dir", "target/bench"));
    Files.createDirectories(parent);
    directory = Files.createTempDirectory(parent, "run-");
    producer = Producer.start(RING_BYTES, recordBytes);
    ring = producer.open();
    Arena arena = Arena.ofAuto();
    from = arena.allocate(RING_BYTES, 4096);
    to = arena.allocate(RING_BYTES, 4096);
    from.fill((byte) 1);
  }

  /** Makes what the next shot writes to. */
  @Setup(Level.Iteration)
  public void prepare() throws IOException {
    ArchiveOptions options = ArchiveOptions.defaults();
    archive = Archive.open(directory.resolve("archive"), options);
    HostIdentity host = HostIdentity.read();
    archive.begin(
        new RecordingMeta(1, "bench", host, UUID.randomUUID(), 1, RING_BYTES, 0, 0, 0, 0, ""));
    file = new MappedFile(directory.resolve("mapped"), BYTES + RING_BYTES);
  }

  /** Removes it again. */
  @TearDown(Level.Iteration)
  public void remove() throws IOException {
    archive.close();
    file.close();
    delete(directory.resolve("archive"));
  }

  /** Ends the producer. */
  @TearDown(Level.Trial)
  public void stop() throws Exception {
    ring.close();
    producer.close();
    delete(directory);
  }

  private static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }

  /** Time of the core, beside that of the clock: others may want the core, too. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Core {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Milliseconds the core worked for this thread. */
    public double coreMillis;

    private long began;

    /** Starts counting. */
    @Setup(Level.Iteration)
    public void begin() {
      began = THREADS.getCurrentThreadCpuTime();
    }

    void end() {
      coreMillis = (THREADS.getCurrentThreadCpuTime() - began) / 1e6;
    }
  }

  /** What is measured: records from the ring, as blocks, into the archive. */
  @Benchmark
  public long ringToArchive(Core core) throws IOException {
    return drain(core, archive);
  }

  /** The same reader, but the bytes are only copied into a mapped file. */
  @Benchmark
  public long ringToMappedFile(Core core) throws IOException {
    return drain(core, batch -> file.append(batch.segment(), batch.offset(), batch.bytes()));
  }

  /** The same reader, and nothing is done with what it reads. */
  @Benchmark
  public long ringToNothing(Core core) throws IOException {
    return drain(core, batch -> {});
  }

  /** No ring: as many bytes from memory into a mapped file. */
  @Benchmark
  public long memoryToMappedFile(Core core) {
    long chunk = 1 << 18;
    for (long done = 0; done < BYTES; done += chunk) {
      file.append(from, done % RING_BYTES, chunk);
    }
    core.end();
    return BYTES;
  }

  /** No file, either. */
  @Benchmark
  public long memoryToMemory(Core core) {
    long chunk = 1 << 18;
    for (long done = 0; done < BYTES; done += chunk) {
      MemorySegment.copy(from, done % RING_BYTES, to, done % RING_BYTES, chunk);
    }
    core.end();
    return BYTES;
  }

  private long drain(Core core, BatchSink sink) throws IOException {
    RingReader reader = new RingReader(ring, sink, new Nothing());
    long taken = 0;
    while (taken < BYTES) {
      long bytes = reader.doWork();
      if (bytes == 0) {
        ring.await(RingFile.FOREVER);
      }
      taken += bytes;
    }
    core.end();
    return taken;
  }

  /** Nothing may be wrong with what the producer writes. */
  private static final class Nothing implements RingListener {
    @Override
    public void corrupt(int cpu, CorruptRecord corrupt) {
      throw new IllegalStateException(corrupt.toString());
    }

    @Override
    public void gap(SequenceGap gap) {
      throw new IllegalStateException(gap.toString());
    }
  }

  /** Runs all, with JMH's own options, and prints how they stand to each other. */
  public static void main(String[] arguments) throws RunnerException, CommandLineOptionException {
    List<String> flags =
        List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dchronicle.analytics.disable=true");
    Collection<RunResult> results =
        new Runner(
                new OptionsBuilder()
                    .parent(new CommandLineOptions(arguments))
                    .jvmArgsAppend(flags.toArray(String[]::new))
                    .build())
            .run();
    report(results, System.out);
  }

  private static void report(Collection<RunResult> results, PrintStream out) {
    Map<String, Double> speeds = new TreeMap<>();
    for (RunResult result : results) {
      String[] name = result.getParams().getBenchmark().split("\\.", -1);
      double millis = result.getPrimaryResult().getStatistics().getPercentile(50);
      int recordBytes = Integer.parseInt(result.getParams().getParam("recordBytes"));
      double records = BYTES / (double) recordBytes / millis / 1_000;
      double core =
          result.getSecondaryResults().get("coreMillis").getStatistics().getPercentile(50);
      String key = name[name.length - 1] + ", records of " + recordBytes + " bytes";
      speeds.put(key, records);
      out.printf(
          "%-45s %7.2f M records/s, %6.0f MB/s; %7.2f M records per second of its core%n",
          key, records, records * recordBytes, records * millis / core);
    }
    speeds.forEach((key, speed) -> {
      if (key.startsWith("ringToArchive")) {
        ratio(out, speeds, key, "ringToMappedFile", "of copying it from the ring to a mapped file");
        ratio(out, speeds, key, "memoryToMappedFile", "of copying memory to a mapped file");
      }
    });
  }

  private static void ratio(
      PrintStream out, Map<String, Double> speeds, String key, String limit, String words) {
    Double copy = speeds.get(key.replace("ringToArchive", limit));
    if (copy != null) {
      out.printf("%s: %.2f %s%n", key, speeds.get(key) / copy, words);
    }
  }
}
