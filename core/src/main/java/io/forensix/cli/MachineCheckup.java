// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.record.RecordHead;
import io.forensix.ring.Counters;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at what the recorder needs of the machine: Java, kernel, headers, module, device. */
final class MachineCheckup {
  private static final int JAVA = 25;
  private static final Pattern RELEASE = Pattern.compile("(\\d{1,4})\\.(\\d{1,4}).*");

  /** From and to which kernels it was tried, as major * 100 + minor. */
  private static final int OLDEST = 601;

  private static final int NEWEST = 703;

  private final Path root;
  private final Findings findings;

  /** Looks below a folder that stands for /. */
  MachineCheckup(Path root, Findings findings) {
    this.root = root;
    this.findings = findings;
  }

  void run() {
    java();
    String release = text("proc/sys/kernel/osrelease").orElse("");
    kernel(release);
    boolean module = module(release);
    headers(release, module);
    locks();
    if (Files.exists(root.resolve("sys/module/" + KernelModule.NAME))) {
      device();
      recording();
    }
  }

  private Optional<String> text(String file) {
    try {
      return Optional.of(Files.readString(root.resolve(file)).strip());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void java() {
    Runtime.Version version = Runtime.version();
    if (version.feature() < JAVA) {
      findings.fail("java", version.toString(), "install a JDK " + JAVA + ": scripts/setup");
    } else {
      findings.ok("java", version.toString());
    }
    String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
    if (!machine.equals("amd64") && !machine.equals("x86_64")) {
      findings.fail("machine", machine, "Forensix records x86-64 alone");
    }
  }

  private void kernel(String release) {
    Matcher version = RELEASE.matcher(release);
    if (!version.matches()) {
      findings.fail("kernel", "cannot tell which one runs: '" + release + "'", "is /proc mounted?");
      return;
    }
    int number = Integer.parseInt(version.group(1)) * 100 + Integer.parseInt(version.group(2));
    if (text("sys/kernel/realtime").orElse("0").equals("1")) {
      findings.fail(
          "kernel", release + " is PREEMPT_RT", "boot another one: probes allocate memory");
    } else if (number < OLDEST) {
      findings.fail("kernel", release + " is older than 6.1", "boot a newer one");
    } else if (number > NEWEST) {
      findings.warn(
          "kernel", release + " is newer than any that was tried", "try on a machine to spare");
    } else {
      findings.ok("kernel", release);
    }
  }

  private void headers(String release, boolean module) {
    Path build = root.resolve("lib/modules/" + release + "/build");
    if (!release.isEmpty() && Files.exists(build.resolve("Makefile"))) {
      findings.ok("headers", build.toString());
    } else if (module) {
      findings.warn(
          "headers",
          "there are none of " + release + "; the module is there, an update will need them",
          "apt-get install linux-headers-" + release);
    } else {
      findings.fail(
          "headers",
          "there are none of " + release + ", and no module for it",
          "apt-get install linux-headers-" + release + ", then scripts/setup");
    }
  }

  /** Returns whether there is one for this kernel. */
  private boolean module(String release) {
    if (Files.exists(root.resolve("sys/module/" + KernelModule.NAME))) {
      abi();
      return true;
    }
    List<String> looked = new ArrayList<>();
    Optional<Path> file = Optional.empty();
    try {
      file = KernelModule.find(Home.folder(), release, looked);
    } catch (Failure e) {
      looked.add(String.valueOf(e.getMessage()));
    }
    if (file.isPresent()) {
      findings.warn("module", file.get() + " is not loaded", "forensix load");
    } else {
      findings.fail(
          "module",
          "none for this kernel: " + String.join(", ", looked),
          "build it: make -C kernel, or install it by DKMS");
    }
    return file.isPresent();
  }

  private Optional<Counters> counters() {
    try {
      return Optional.of(Counters.read(root.resolve("proc/auditinfo")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private void abi() {
    Optional<Counters> counters = counters();
    Long abi = counters.map(some -> some.totals().get("forensix")).orElse(null);
    if (abi == null) {
      findings.fail(
          "module",
          "it is loaded, and /proc/auditinfo does not say of which version",
          "forensix unload, then forensix load");
    } else if (abi != RecordHead.ABI_VERSION) {
      findings.fail(
          "module",
          "it has ABI version %d, this program has %d".formatted(abi, RecordHead.ABI_VERSION),
          "install both from one release; forensix unload, then forensix load");
    } else {
      findings.ok("module", "loaded, ABI version " + abi);
    }
  }

  private void locks() {
    String lockdown = text("sys/kernel/security/lockdown").orElse("");
    boolean locked = lockdown.contains("[integrity]") || lockdown.contains("[confidentiality]");
    String enforced = text("sys/module/module/parameters/sig_enforce").orElse("N");
    if (locked || enforced.equals("Y")) {
      findings.warn(
          "signature",
          "this kernel takes signed modules alone (Secure Boot, lockdown or sig_enforce)",
          "sign forensix.ko with a key of yours: mokutil --import, kmodsign");
    }
  }

  private void device() {
    Path device = root.resolve("dev/forensix");
    if (!Files.exists(device)) {
      findings.fail("device", "there is no " + device, "udevadm trigger, or load the module anew");
      return;
    }
    try {
      Set<PosixFilePermission> modes = Files.getPosixFilePermissions(device);
      if (modes.contains(PosixFilePermission.OTHERS_READ)
          || modes.contains(PosixFilePermission.OTHERS_WRITE)) {
        findings.fail(
            "device",
            device + " is open to everybody, who could then read what everybody does",
            "chmod 600 " + device + ", and look for the udev rule that opens it");
      } else if (!Files.isReadable(device) || !Files.isWritable(device)) {
        findings.warn("device", device + " is not for this user", "record as root");
      } else {
        findings.ok("device", device.toString());
      }
    } catch (IOException | UnsupportedOperationException e) {
      findings.fail("device", device + ": " + e.getMessage(), "look at it with ls -l");
    }
  }

  private void recording() {
    Optional<Counters> read = counters();
    if (read.isEmpty()) {
      return;
    }
    Counters counters = read.get();
    long reader = counters.totals().getOrDefault("reader", 0L);
    long lost = counters.totals().getOrDefault("lost", 0L);
    long held = counters.totals().getOrDefault("held_now", 0L);
    if (counters.totals().getOrDefault("recording", 0L) == 0) {
      findings.warn("recording", "nothing is recorded", "forensix record ARCHIVE");
    } else if (reader == 0) {
      findings.fail(
          "recording",
          "nobody reads: who is recorded is held, or records are lost; %d are held".formatted(held),
          "forensix record ARCHIVE, or systemctl start forensix-record");
    } else if (lost > 0) {
      findings.warn(
          "recording",
          "reader " + reader + "; " + lost + " records were lost since the module was loaded",
          "larger rings (ring_bytes), a faster disk, or a filter; forensix print shows the losses");
    } else {
      findings.ok("recording", "reader " + reader + ", none lost");
    }
  }
}
