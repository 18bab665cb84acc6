// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.abi.forensix_h;
import io.forensix.abi.fx_info;
import io.forensix.abi.fx_seal_key;
import io.forensix.record.RecordHead;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * The kernel module's device: its ioctls, and its rings in shared memory. One thread reads it;
 * {@link #wake} may come from any thread.
 */
public final class Device implements RingSource {
  /** Where the module makes its device. */
  public static final Path PATH = Path.of("/dev/forensix");

  private static final int ABI_VERSION = RecordHead.ABI_VERSION;

  private static final ValueLayout.OfLong BIG_ENDIAN =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private final String path;
  private final int fd;
  private final int eventFd;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment pollFds = arena.allocate(16, 8);
  private final DeviceInfo opened;
  private final List<Ring> rings;
  private boolean closed;

  private Device(String path, int fd, int eventFd) throws IOException {
    this.path = path;
    this.fd = fd;
    this.eventFd = eventFd;
    try {
      agree();
      opened = info();
      rings = List.copyOf(mapRings());
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw e;
    }
  }

  /**
   * Opens the device, agrees on the version and maps the rings.
   *
   * @throws DeviceException when there is no module, it may not be opened, another reader has it,
   *     or it speaks another version
   * @throws IOException when it cannot be mapped
   */
  public static Device open(Path path) throws IOException {
    String name = path.toString();
    int fd = Posix.open(name, Posix.O_RDWR | Posix.O_CLOEXEC);
    if (fd < 0) {
      throw DeviceException.ofOpen(name, -fd);
    }
    return of(name, fd);
  }

  /**
   * Takes over a descriptor of the device that this process was started with: it has been the
   * reader since then.
   *
   * @param fd the descriptor; closed with the device, and when this fails
   * @throws DeviceException when it is none of the device, or the module speaks another version
   * @throws IOException when it cannot be mapped
   */
  public static Device inherited(int fd) throws IOException {
    return of("descriptor " + fd + " of " + PATH, fd);
  }

  private static Device of(String name, int fd) throws IOException {
    int eventFd = Posix.eventfd();
    if (eventFd < 0) {
      Posix.close(fd);
      throw DeviceException.failed("eventfd", -eventFd);
    }
    try {
      return new Device(name, fd, eventFd);
    } catch (IOException | RuntimeException e) {
      Posix.close(eventFd);
      Posix.close(fd);
      throw e;
    }
  }

  private void agree() throws DeviceException {
    MemorySegment version = arena.allocateFrom(ValueLayout.JAVA_INT, ABI_VERSION);
    int result = Posix.ioctl(fd, forensix_h.FX_IOC_VERSION(), version);
    if (result == -Posix.EPROTO) {
      throw DeviceException.otherAbi(path, ABI_VERSION, version.get(ValueLayout.JAVA_INT, 0));
    }
    check("FX_IOC_VERSION", result);
  }

  /**
   * Asks the module about itself.
   *
   * @throws DeviceException when it refuses
   */
  public DeviceInfo info() throws DeviceException {
    try (Arena frame = Arena.ofConfined()) {
      MemorySegment info = frame.allocate(fx_info.layout());
      check("FX_IOC_INFO", Posix.ioctl(fd, forensix_h.FX_IOC_INFO(), info));
      return DeviceInfo.of(info);
    }
  }

  private List<Ring> mapRings() throws DeviceException {
    List<Ring> all = new ArrayList<>();
    long data = 2 * opened.ringBytes();
    for (int cpu = 0; cpu < opened.cpus(); cpu++) {
      long place = cpu * forensix_h.FX_MMAP_STRIDE();
      long producerBytes = forensix_h.FX_PAGE_BYTES() + data;
      long producer = map(producerBytes, Posix.PROT_READ, forensix_h.FX_MMAP_PRODUCER() + place);
      if (producer == -Posix.EINVAL) {
        // A number between 0 and the highest that belongs to no CPU of this machine.
        continue;
      }
      check("mmap of ring " + cpu, producer);
      MemorySegment producerMemory = Mapping.of(producer, producerBytes, arena);
      long consumer =
          map(
              forensix_h.FX_PAGE_BYTES(),
              Posix.PROT_READ | Posix.PROT_WRITE,
              forensix_h.FX_MMAP_CONSUMER() + place);
      check("mmap of the consumer page of ring " + cpu, consumer);
      all.add(new Ring(producerMemory, Mapping.of(consumer, forensix_h.FX_PAGE_BYTES(), arena)));
    }
    if (all.isEmpty()) {
      throw new DeviceException(
          DeviceException.Kind.FAILED, path + ": the module has no ring for any CPU");
    }
    return all;
  }

  private long map(long bytes, int protection, long offset) {
    return Posix.mmap(0, bytes, protection, Posix.MAP_SHARED, fd, offset);
  }

  private void check(String what, long result) throws DeviceException {
    if (result < 0) {
      throw DeviceException.failed(path + ": " + what, (int) -result);
    }
  }

  /** Returns what the module said about itself when the device was opened. */
  public DeviceInfo opened() {
    return opened;
  }

  @Override
  public List<Ring> rings() {
    return rings;
  }

  /**
   * Begins recording; does nothing when it is on.
   *
   * @return false when an earlier recording has still tasks about to write, so that the caller has
   *     to drain and ask again
   * @throws DeviceException when the module refuses
   */
  public boolean start() throws DeviceException {
    return command("FX_IOC_START", forensix_h.FX_IOC_START());
  }

  @Override
  public boolean stop() throws DeviceException {
    return command("FX_IOC_STOP", forensix_h.FX_IOC_STOP());
  }

  /**
   * Hands the kernel the first key of the seals of what is recorded from here on.
   *
   * @param id the key's name
   * @param secret its bytes; the copy that is made of them here is wiped
   * @return false when a first seal found no room, so that the caller has to drain and ask again
   * @throws DeviceException when the module refuses: something is being recorded, or is sealed
   */
  public boolean seal(UUID id, byte[] secret) throws DeviceException {
    try (Arena frame = Arena.ofConfined()) {
      MemorySegment key = frame.allocate(fx_seal_key.layout());
      MemorySegment name = fx_seal_key.id(key);
      name.set(BIG_ENDIAN, 0, id.getMostSignificantBits());
      name.set(BIG_ENDIAN, 8, id.getLeastSignificantBits());
      MemorySegment.copy(secret, 0, fx_seal_key.key(key), ValueLayout.JAVA_BYTE, 0, secret.length);
      int result = Posix.ioctl(fd, forensix_h.FX_IOC_SEAL(), key);
      key.fill((byte) 0);
      if (result == -Posix.EAGAIN || result == -Posix.EALREADY) {
        return result == -Posix.EALREADY;
      }
      if (result == -Posix.EBUSY) {
        throw new DeviceException(
            DeviceException.Kind.BUSY,
            path
                + ": what is being recorded cannot be sealed any more: end it (SIGTERM to forensix record),"
                + " and begin anew");
      }
      check("FX_IOC_SEAL", result);
      return true;
    }
  }

  private boolean command(String what, long request) throws DeviceException {
    int result;
    do {
      result = Posix.ioctl(fd, request, MemorySegment.NULL);
    } while (result == -Posix.EINTR);
    if (result == -Posix.EAGAIN) {
      return false;
    }
    check(what, result);
    return true;
  }

  @Override
  public void wakeHeld() throws DeviceException {
    check("FX_IOC_WAKE", Posix.ioctl(fd, forensix_h.FX_IOC_WAKE(), MemorySegment.NULL));
  }

  @Override
  public boolean await(int millis) throws DeviceException {
    Posix.pollIn(pollFds, 0, eventFd);
    Posix.pollIn(pollFds, 1, fd);
    boolean atOnce = poll(2, 0);
    if (!atOnce) {
      poll(2, millis);
    }
    int found = Posix.found(pollFds, 1);
    if ((found & ~Posix.POLLIN) != 0) {
      throw new DeviceException(
          DeviceException.Kind.FAILED,
          "%s: poll reports 0x%x: the device is gone".formatted(path, found));
    }
    return !atOnce;
  }

  @Override
  public void pause(int millis) throws DeviceException {
    Posix.pollIn(pollFds, 0, eventFd);
    poll(1, millis);
  }

  /** Polls the first descriptors; true when one is ready. A signal is as good as being woken. */
  private boolean poll(int count, int millis) throws DeviceException {
    int result = Posix.poll(pollFds, count, millis);
    if (result == -Posix.EINTR) {
      return false;
    }
    check("poll", result);
    if (Posix.found(pollFds, 0) != 0) {
      Posix.clear(eventFd);
    }
    return result > 0;
  }

  @Override
  public synchronized void wake() {
    if (!closed) {
      Posix.signal(eventFd);
    }
  }

  /** Unmaps the rings and lets the next reader in. Recording goes on unless it was stopped. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    arena.close();
    Posix.close(eventFd);
    Posix.close(fd);
  }
}
