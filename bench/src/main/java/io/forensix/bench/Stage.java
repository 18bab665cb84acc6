// SPDX-License-Identifier: Apache-2.0
package io.forensix.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A stage of the way of a record. The bench method that has the class's name is the stage itself;
 * the others are what it cannot be faster than: the least that moves or looks at as many bytes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 8)
@Fork(3)
public abstract class Stage {
  /** The folder of this run; gone after it. */
  protected final Path directory;

  /** Makes the folder: before any bench prepares what goes there. */
  protected Stage() {
    try {
      directory = temporary();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Removes the folder. */
  @TearDown(Level.Trial)
  public final void removeDirectory() throws IOException {
    delete(directory);
  }

  /** Makes a folder where the benches put their files: target/bench, or forensix.bench.dir. */
  static Path temporary() throws IOException {
    Path parent = Path.of(System.getProperty("forensix.bench.dir", "target/bench"));
    return Files.createTempDirectory(Files.createDirectories(parent), "run-");
  }

  /** Removes a folder with all that is in it. */
  protected static void delete(Path path) throws IOException {
    try (Stream<Path> files = Files.walk(path)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.delete(file);
      }
    }
  }
}
