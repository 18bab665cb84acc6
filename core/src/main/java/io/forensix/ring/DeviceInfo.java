// SPDX-License-Identifier: Apache-2.0
package io.forensix.ring;

import io.forensix.abi.fx_info;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * What the kernel module says about itself: {@code struct fx_info}.
 *
 * @param abiVersion FX_ABI_VERSION of the module
 * @param cpus number of rings; CPUs are numbered from 0
 * @param ringBytes bytes of the data area of each ring
 * @param recordingId random, new at each load of the module
 * @param tableCrc CRC-32 of the text of syscalls.tbl the module was built with
 * @param recording whether calls are being recorded
 * @param monotonic CLOCK_MONOTONIC, ns
 * @param realtime CLOCK_REALTIME at the same moment, ns since 1970
 * @param boottime CLOCK_BOOTTIME at the same moment, ns
 * @param sealing whether the kernel has a key and seals what is recorded
 * @param sealIntervalMillis how often it seals; 0 where that is switched off
 */
public record DeviceInfo(
    int abiVersion,
    int cpus,
    long ringBytes,
    UUID recordingId,
    int tableCrc,
    boolean recording,
    long monotonic,
    long realtime,
    long boottime,
    boolean sealing,
    int sealIntervalMillis) {
  /** Reads a {@code struct fx_info}. */
  static DeviceInfo of(MemorySegment info) {
    byte[] id = fx_info.recording_id(info).toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer bytes = ByteBuffer.wrap(id);
    return new DeviceInfo(
        fx_info.abi_version(info),
        fx_info.cpus(info),
        fx_info.ring_bytes(info),
        new UUID(bytes.getLong(), bytes.getLong()),
        fx_info.table_crc(info),
        fx_info.recording(info) != 0,
        fx_info.monotonic(info),
        fx_info.realtime(info),
        fx_info.boottime(info),
        fx_info.sealing(info) != 0,
        fx_info.seal_interval_ms(info));
  }
}
