// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_producer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A ring in a file, [producer page][consumer page][data], that a program in user space writes with
 * the kernel's own ring code ({@code kernel/selftest/ring_producer}): what tests and benches read
 * without the module.
 */
public final class RingFile implements RingSource {
  /** Looks at the ring in vain before the thread gives way. */
  private static final int SPINS = 1_000;

  /** How long the thread then sleeps, ns. */
  private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

  private final Arena arena = Arena.ofShared();
  private final Ring ring;
  private volatile boolean woken;

  private RingFile(Path file, int fd, long data) throws IOException {
    long page = forensix_h.FX_PAGE_BYTES();
    long all = page + 2 * data;
    int fixed = Posix.MAP_SHARED | Posix.MAP_FIXED;
    int both = Posix.PROT_READ | Posix.PROT_WRITE;
    try {
      int reserve = Posix.MAP_PRIVATE | Posix.MAP_ANONYMOUS;
      long at = check(file, Posix.mmap(0, all, 0, reserve, -1, 0));
      MemorySegment producer = Mapping.of(at, all, arena);
      check(file, Posix.mmap(at, page, Posix.PROT_READ, fixed, fd, 0));
      check(file, Posix.mmap(at + page, data, Posix.PROT_READ, fixed, fd, 2 * page));
      check(file, Posix.mmap(at + page + data, data, Posix.PROT_READ, fixed, fd, 2 * page));
      long consumer = check(file, Posix.mmap(0, page, both, Posix.MAP_SHARED, fd, page));
      if (fx_producer.ring_bytes(producer) != data) {
        throw new IOException(file + ": no ring yet: its program has not begun");
      }
      ring = new Ring(producer, Mapping.of(consumer, page, arena));
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Maps the ring of a file, as the kernel maps that of a CPU.
   *
   * @throws IOException when the file is no ring or cannot be mapped
   */
  public static RingFile open(Path file) throws IOException {
    long data = Files.size(file) - 2L * forensix_h.FX_PAGE_BYTES();
    if (data < forensix_h.FX_RING_MIN_BYTES() || Long.bitCount(data) != 1) {
      throw new IOException(file + ": no ring: " + data + " bytes of data");
    }
    int fd = (int) check(file, Posix.open(file.toString(), Posix.O_RDWR | Posix.O_CLOEXEC));
    try {
      return new RingFile(file, fd, data);
    } finally {
      Posix.close(fd);
    }
  }

  private static long check(Path file, long result) throws IOException {
    if (result < 0) {
      throw new IOException(file + ": " + Posix.strerror((int) -result));
    }
    return result;
  }

  @Override
  public List<Ring> rings() {
    return List.of(ring);
  }

  /** Looks at the ring until there is something: nobody tells when a program writes a file. */
  @Override
  public boolean await(int millis) throws IOException {
    long end = millis < 0 ? Long.MAX_VALUE : System.nanoTime() + millis * 1_000_000L;
    int spins = 0;
    while (!woken && ring.observe() == 0 && (millis < 0 || System.nanoTime() < end)) {
      if (++spins < SPINS) {
        Thread.onSpinWait();
      } else {
        LockSupport.parkNanos(PAUSE_NANOS);
      }
    }
    woken = false;
    return spins > 0;
  }

  @Override
  public void pause(int millis) {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!woken && System.nanoTime() < end) {
      LockSupport.parkNanos(PAUSE_NANOS);
    }
    woken = false;
  }

  @Override
  public void wake() {
    woken = true;
  }

  @Override
  public void wakeHeld() {
    // The program looks for itself.
  }

  @Override
  public boolean stop() {
    return true;
  }

  @Override
  public void close() {
    arena.close();
  }
}
