// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

import static io.forensix.text.PlainType.WIDE;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The plain types: those of {@code syscalls.tbl}, and a few more for structures. */
final class PlainTypes {
  private static final int AT_FDCWD = -100;
  private static final int IPC_MODE_BITS = 0777;
  private static final long KIB = 1024;
  private static final long SWAP_PRIORITY_BITS = 0x7fff;
  private static final long KEXEC_ARCH_BITS = 0xffff0000L;

  /** USER_HZ: the same on every kernel, whatever its own HZ. */
  private static final long TICKS_PER_SECOND = 100;

  /** Set user, set group, sticky. */
  private static final long SPECIAL_BITS = 07000;

  /** Above this an unsigned number without a meaning is taken for bits or an address. */
  private static final long LARGEST_DECIMAL = 65535;

  private static final Map<String, PlainType> TYPES = types();

  private PlainTypes() {}

  /** Returns a type by its name, or null. */
  static @Nullable PlainType get(String name) {
    return TYPES.get(name);
  }

  static Set<String> names() {
    return TYPES.keySet();
  }

  private static Map<String, PlainType> types() {
    Map<String, PlainType> types = new HashMap<>();
    for (ConstantSet set : Constants.all()) {
      add(types, set.type(), 4, !set.bits(), set::print);
    }
    for (int bytes = 1; bytes <= 8; bytes *= 2) {
      add(types, "s" + 8 * bytes, bytes, true, Line::decimal);
      add(types, "u" + 8 * bytes, bytes, false, Line::unsigned);
      add(types, "x" + 8 * bytes, bytes, false, Line::hex);
    }
    numbers(types);
    identities(types);
    sets(types);
    return types;
  }

  private static void add(
      Map<String, PlainType> types, String name, int bytes, boolean signed, PlainType.Text text) {
    types.put(name, new PlainType(name, bytes, signed, text));
  }

  private static void numbers(Map<String, PlainType> types) {
    add(types, "int", 4, true, Line::decimal);
    add(types, "uint", 4, false, Line::unsigned);
    add(types, "long", WIDE, true, Line::decimal);
    add(types, "ulong", WIDE, false, PlainTypes::ulong);
    add(types, "size", WIDE, false, Line::unsigned);
    add(types, "off", WIDE, true, Line::decimal);
    add(types, "loff", 8, true, Line::decimal);
    add(types, "ptr", WIDE, false, PlainTypes::pointer);
    // What the kernel stores of 8 bytes for callers of either ABI.
    add(types, "address", 8, false, PlainTypes::pointer);
    add(types, "hex", WIDE, false, Line::hex);
    add(types, "magic", WIDE, false, Line::hex);
    add(types, "time", WIDE, true, Line::decimal);
    add(types, "clock", WIDE, true, PlainTypes::clock);
    add(types, "rlim", WIDE, false, PlainTypes::limit);
    add(types, "timed_count", 4, true, PlainTypes::timedCount);
    add(types, "sighandler", WIDE, false, PlainTypes::handler);
  }

  private static void identities(Map<String, PlainType> types) {
    add(types, "fd", 4, true, Line::decimal);
    add(types, "dirfd", 4, true, PlainTypes::directory);
    add(types, "pid", 4, true, Line::decimal);
    add(types, "uid", 4, false, (line, id) -> identity(line, id, 0xffff_ffffL));
    add(types, "gid", 4, false, (line, id) -> identity(line, id, 0xffff_ffffL));
    add(types, "uid16", 2, false, (line, id) -> identity(line, id, 0xffffL));
    add(types, "gid16", 2, false, (line, id) -> identity(line, id, 0xffffL));
    add(types, "dev", 4, false, PlainTypes::device);
    add(types, "mode", 2, false, PlainTypes::mode);
    add(types, "permissions", 2, false, Line::octal);
    add(types, "signal", 4, true, PlainTypes::signal);
    add(types, "ipc_key", 4, false, PlainTypes::ipcKey);
    add(types, "key_serial", 4, true, PlainTypes::keySerial);
    add(types, "uring_file", 4, true, PlainTypes::uringFile);
    add(types, "error", 4, false, PlainTypes::errorNumber);
    add(types, "kernel_version", 4, false, PlainTypes::kernelVersion);
  }

  private static void sets(Map<String, PlainType> types) {
    ConstantSet clone = Constants.need("clone_flags");
    add(types, "clone_bits", 4, false, clone::print);
    add(types, "clone_flags", 4, false, (line, value) -> cloneFlags(line, clone, value));
    ConstantSet personality = Constants.need("personality");
    add(types, "personality", 4, false, (line, value) -> personality(line, personality, value));
    add(types, "ioprio_value", 4, false, PlainTypes::priorityValue);
    for (String name : new String[] {"ipc_flags", "shmget_flags"}) {
      ConstantSet set = Constants.need(name);
      add(types, name, 4, false, (line, value) -> ipcFlags(line, set, value));
    }
    ConstantSet ioctl = Constants.need("ioctl_cmd");
    add(types, "ioctl_cmd", 4, false, (line, value) -> ioctl(line, ioctl, value));
    add(types, "ioprio", 4, false, PlainTypes::priority);
    add(types, "quota_cmd", 4, false, PlainTypes::quota);
    ConstantSet swap = Constants.need("swap_flags");
    add(types, "swap_flags", 4, false, (line, value) -> swapFlags(line, swap, value));
    add(types, "kexec_load_flags", WIDE, false, PlainTypes::kexecFlags);
    add(types, "flags_of_fd", 4, false, (line, value) -> resultFlags(line, "fd_flags", value));
    add(types, "flags_of_open", 4, false, (line, value) -> resultFlags(line, "open_flags", value));
    add(
        types,
        "set_of_membarrier",
        4,
        false,
        (line, value) -> named(line, "membarrier_set", value));
    add(types, "secure_bits_are", 4, false, (line, value) -> named(line, "secure_bits", value));
    add(types, "flags_of_seals", 4, false, (line, value) -> resultFlags(line, "seals", value));
    add(types, "lease", 4, false, (line, value) -> named(line, "lock_type", value));
    add(types, "personality_was", 4, false, (line, value) -> named(line, "personality", value));
  }

  private static void ulong(Line line, long value) {
    if (value >= 0 && value <= LARGEST_DECIMAL) {
      line.decimal(value);
    } else {
      line.hex(value);
    }
  }

  static void pointer(Line line, long value) {
    if (value == 0) {
      line.add("NULL");
    } else {
      line.hex(value);
    }
  }

  /** Writes ticks of the clock of times(2), and what they are in seconds. */
  static void clock(Line line, long ticks) {
    line.decimal(ticks);
    if (ticks > 0) {
      long hundredths = ticks % TICKS_PER_SECOND;
      line.add(" /* ").decimal(ticks / TICKS_PER_SECOND).add(hundredths < 10 ? ".0" : ".");
      line.decimal(hundredths).add(" s */");
    }
  }

  private static void limit(Line line, long value) {
    if (value == -1) {
      line.add("RLIM64_INFINITY");
    } else if (line.abi().pointerBytes() == 4 && value == 0xffff_ffffL) {
      line.add("RLIM_INFINITY");
    } else if (value > KIB && value % KIB == 0) {
      line.decimal(value / KIB).add("*1024");
    } else {
      line.unsigned(value);
    }
  }

  private static void timedCount(Line line, long value) {
    line.decimal(value).add(value == 0 ? " (Timeout)" : "");
  }

  private static void handler(Line line, long value) {
    if (value == 0) {
      line.add("SIG_DFL");
    } else if (value == 1) {
      line.add("SIG_IGN");
    } else {
      line.hex(value);
    }
  }

  private static void directory(Line line, long value) {
    if (value == AT_FDCWD) {
      line.add("AT_FDCWD");
    } else {
      line.decimal(value);
    }
  }

  private static void identity(Line line, long value, long none) {
    line.decimal(value == none ? -1 : value);
  }

  /** As {@code new_encode_dev()} packs it: 12 bits major, 20 bits minor. */
  private static void device(Line line, long value) {
    long major = (value >> 8) & 0xfff;
    long minor = (value & 0xff) | ((value >> 12) & 0xfff00);
    line.add("makedev(").hex(major).add(", ").hex(minor).add(')');
  }

  static void mode(Line line, long value) {
    long kind = value & 0170000;
    String name = Constants.need("file_type").name(kind);
    if (name == null) {
      line.octal(value);
      return;
    }
    line.add(name).add('|');
    if ((value & SPECIAL_BITS) != 0) {
      Constants.need("mode_bits").print(line, value & SPECIAL_BITS);
      line.add('|');
    }
    line.octal(value & 0777);
  }

  /** Writes the name of a signal, 0 and unknown ones as numbers. */
  static void signal(Line line, long number) {
    line.add(SignalText.name(number));
  }

  private static void ipcKey(Line line, long value) {
    line.add(value == 0 ? "IPC_PRIVATE" : "0x" + Long.toHexString(value));
  }

  private static void keySerial(Line line, long value) {
    String name = Constants.need("key_special").name(value);
    line.add(name != null ? name : Long.toString(value));
  }

  private static void uringFile(Line line, long value) {
    String name = Constants.need("uring_skip").name(value);
    line.add(name != null ? name : Long.toString(value));
  }

  private static void errorNumber(Line line, long value) {
    Constants.Error error = Constants.error((int) value);
    line.add(error != null ? error.name() : Long.toString(value));
  }

  private static void kernelVersion(Line line, long value) {
    line.add("KERNEL_VERSION(").decimal(value >> 16).add(", ").decimal(value >> 8 & 0xff);
    line.add(", ").decimal(value & 0xff).add(')');
  }

  /** The low bits are a priority. */
  private static void swapFlags(Line line, ConstantSet set, long value) {
    long flags = value & ~SWAP_PRIORITY_BITS;
    if (flags != 0) {
      set.print(line, flags);
      line.add('|');
    }
    line.decimal(value & SWAP_PRIORITY_BITS);
  }

  /** Above the flags stands an architecture. */
  private static void kexecFlags(Line line, long value) {
    Constants.need("kexec_arch").print(line, value & KEXEC_ARCH_BITS);
    if ((value & ~KEXEC_ARCH_BITS) != 0) {
      Constants.need("kexec_flags").print(line.add('|'), value & ~KEXEC_ARCH_BITS);
    }
  }

  /** The low byte of the flags of clone(2) is the signal at exit. */
  private static void cloneFlags(Line line, ConstantSet set, long value) {
    long flags = value & ~0xffL;
    long signal = value & 0xff;
    if (flags != 0 || signal == 0) {
      set.print(line, flags);
    }
    if (signal != 0) {
      line.add(flags == 0 ? "" : "|").add(SignalText.name(signal));
    }
  }

  private static void ipcFlags(Line line, ConstantSet set, long value) {
    long flags = value & ~IPC_MODE_BITS;
    if (flags != 0) {
      set.print(line, flags);
      line.add('|');
    }
    line.octal(value & IPC_MODE_BITS);
  }

  private static void ioctl(Line line, ConstantSet set, long value) {
    String name = set.name(value);
    if (name != null) {
      line.add(name);
      return;
    }
    String[] directions = {"_IOC_NONE", "_IOC_WRITE", "_IOC_READ", "_IOC_READ|_IOC_WRITE"};
    line.add("_IOC(").add(directions[(int) (value >> 30) & 3]).add(", ");
    line.hex((value >> 8) & 0xff).add(", ").hex(value & 0xff).add(", ");
    line.hex((value >> 16) & 0x3fff).add(')');
  }

  private static void priority(Line line, long value) {
    line.add("IOPRIO_PRIO_VALUE(");
    Constants.need("ioprio_class").print(line, (value >> 13) & 7);
    line.add(", ").decimal(value & 0x1fff).add(')');
  }

  private static void quota(Line line, long value) {
    line.add("QCMD(");
    Constants.need("quota_cmd").print(line, value >> 8);
    line.add(", ");
    Constants.need("quota_type").print(line, value & 0xff);
    line.add(')');
  }

  /** Asks only, where every bit is set. */
  private static void personality(Line line, ConstantSet set, long value) {
    if (value == 0xffff_ffffL) {
      line.hex(value);
    } else {
      set.print(line, value);
    }
  }

  private static void priorityValue(Line line, long value) {
    line.decimal(value).add(" (");
    priority(line, value);
    line.add(')');
  }

  private static void named(Line line, String set, long value) {
    line.hex(value).add(" (");
    Constants.need(set).print(line, value);
    line.add(')');
  }

  private static void resultFlags(Line line, String set, long value) {
    line.hex(value);
    if (value != 0 || set.equals("open_flags")) {
      line.add(set.equals("seals") ? " (seals " : " (flags ");
      Constants.need(set).print(line, value);
      line.add(')');
    }
  }
}
