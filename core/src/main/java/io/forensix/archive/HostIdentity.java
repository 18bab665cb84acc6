// SPDX-License-Identifier: Apache-2.0
package io.forensix.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * The machine this runs on.
 *
 * @param hostName its name
 * @param hostId /etc/machine-id, or zero where there is none
 * @param bootId /proc/sys/kernel/random/boot_id
 * @param kernelRelease as uname -r has it
 */
public record HostIdentity(String hostName, UUID hostId, UUID bootId, String kernelRelease) {
  private static final Path MACHINE_ID = Path.of("/etc/machine-id");
  private static final Path KERNEL = Path.of("/proc/sys/kernel");

  /**
   * Reads who this machine is.
   *
   * @throws IOException when /proc cannot be read
   */
  public static HostIdentity read() throws IOException {
    return new HostIdentity(
        line(KERNEL.resolve("hostname")),
        machineId(),
        UUID.fromString(line(KERNEL.resolve("random/boot_id"))),
        line(KERNEL.resolve("osrelease")));
  }

  private static String line(Path file) throws IOException {
    return Files.readString(file).strip();
  }

  /** 32 digits without dashes; a machine may have none, or "uninitialized" in its first boot. */
  private static UUID machineId() throws IOException {
    String id = Files.isReadable(MACHINE_ID) ? line(MACHINE_ID) : "";
    if (!id.matches("[0-9a-f]{32}")) {
      return new UUID(0, 0);
    }
    return new UUID(Long.parseUnsignedLong(id, 0, 16, 16), Long.parseUnsignedLong(id, 16, 32, 16));
  }
}
