// SPDX-License-Identifier: Apache-2.0
package io.forensix.text;

/** struct perf_event_attr, of which the type of the event says what some fields mean. */
final class PerfText {
  /** The first version of it; what is shorter the kernel does not take. */
  private static final int LEAST_BYTES = 64;

  /** Up to here it is shown; so much of it is known. */
  private static final int SHOWN_BYTES = 48;

  private static final int KNOWN_BYTES = 128;

  private static final int HARDWARE = 0;
  private static final int SOFTWARE = 1;
  private static final int TRACEPOINT = 2;
  private static final int CACHE = 3;
  private static final int BREAKPOINT = 5;

  private static final int BITS_OFFSET = 40;
  private static final long BRANCH_STACK = 0x800;
  private static final long STACK_USER = 0x2000;
  private static final int FREQUENCY = 10;
  private static final int WATERMARK = 14;
  private static final int PRECISE = 15;
  private static final int CLOCK = 25;

  /** The bits, from the lowest on; precise_ip has two. */
  private static final String[] BITS = {
    "disabled",
    "inherit",
    "pinned",
    "exclusive",
    "exclude_user",
    "exclude_kernel",
    "exclude_hv",
    "exclude_idle",
    "mmap",
    "comm",
    "freq",
    "inherit_stat",
    "enable_on_exec",
    "task",
    "watermark",
    "precise_ip",
    "",
    "mmap_data",
    "sample_id_all",
    "exclude_host",
    "exclude_guest",
    "exclude_callchain_kernel",
    "exclude_callchain_user",
    "mmap2",
    "comm_exec",
    "use_clockid",
    "context_switch",
    "write_backward",
    "namespaces",
    "ksymbol",
    "bpf_event",
    "aux_output",
    "cgroup",
    "text_poke",
    "build_id",
    "inherit_thread",
    "remove_on_exec",
    "sigtrap"
  };

  private static final String[] SKIDS = {
    "arbitrary skid", "constant skid", "requested to have 0 skid", "must have 0 skid"
  };

  private PerfText() {}

  /** Whether the kernel does not look at it: it is there in part, or says that it is shorter. */
  static boolean tooShort(Bytes at) {
    return !at.has(0, LEAST_BYTES) || (at.unsigned(4, 4) != 0 && at.unsigned(4, 4) < LEAST_BYTES);
  }

  static void attributes(Line line, Bytes at) {
    if (!at.has(0, LEAST_BYTES)) {
      line.add("{...}");
      return;
    }
    int type = (int) at.unsigned(0, 4);
    long size = at.unsigned(4, 4);
    long sampled = at.unsigned(24, 8);
    long bits = at.unsigned(BITS_OFFSET, 8);
    named(line.add("{type="), "perf_type", type);
    named(line.add(", size="), "perf_size", size);
    config(line.add(", config="), type, at.unsigned(8, 8));
    line.add(bit(bits, FREQUENCY) ? ", sample_freq=" : ", sample_period=");
    line.unsigned(at.unsigned(16, 8));
    named(line.add(", sample_type="), "perf_sample", sampled);
    named(line.add(", read_format="), "perf_format", at.unsigned(32, 8));
    bits(line, bits);
    boolean all = line.options().verbose();
    if (all) {
      rest(line, at, type, sampled, bits);
    }
    // Of a structure that says no size, strace does not know that there is more.
    line.add(size > (all ? KNOWN_BYTES : SHOWN_BYTES) || size == 0 && !all ? ", ...}" : "}");
  }

  private static void named(Line line, String set, long value) {
    Constants.need(set).print(line, value);
  }

  private static boolean bit(long bits, int which) {
    return (bits >>> which & 1) != 0;
  }

  private static void config(Line line, int type, long config) {
    long low = config & 0xffff_ffffL;
    boolean shifted = type == HARDWARE || type == CACHE;
    if (shifted && config >>> 32 != 0) {
      line.hex(config >>> 32).add("<<32|");
    }
    switch (type) {
      case HARDWARE -> named(line, "perf_hardware", low);
      case SOFTWARE -> named(line, "perf_software", config);
      case TRACEPOINT -> line.unsigned(config);
      case CACHE -> {
        if (low >>> 24 != 0) {
          line.hex(low >>> 24).add("<<24|");
        }
        named(line, "perf_cache_result", low >>> 16 & 0xff);
        named(line.add("<<16|"), "perf_cache_op", low >>> 8 & 0xff);
        named(line.add("<<8|"), "perf_cache", low & 0xff);
      }
      default -> line.hex(config);
    }
  }

  private static void bits(Line line, long bits) {
    for (int i = 0; i < BITS.length; i++) {
      if (i == PRECISE) {
        int skid = (int) (bits >>> PRECISE & 3);
        line.add(", precise_ip=").decimal(skid).add(" /* ").add(SKIDS[skid]).add(" */");
      } else if (i != PRECISE + 1 && (line.options().verbose() || bit(bits, i))) {
        line.add(", ").add(BITS[i]).add(bit(bits, i) ? "=1" : "=0");
      }
    }
    if (bits >>> BITS.length != 0) {
      line.add(", __reserved_1=").hex(bits >>> BITS.length).add(" /* Bits 63..38 */");
    }
  }

  /** What is shown when everything is asked for, as far as the caller's structure goes. */
  private static void rest(Line line, Bytes at, int type, long sampled, long bits) {
    boolean breakpoint = type == BREAKPOINT;
    line.add(bit(bits, WATERMARK) ? ", wakeup_watermark=" : ", wakeup_events=");
    line.unsigned(at.unsigned(48, 4));
    if (breakpoint) {
      named(line.add(", bp_type="), "perf_breakpoint", at.unsigned(52, 4));
    }
    line.add(breakpoint ? ", bp_addr=" : ", config1=").hex(at.unsigned(56, 8));
    if (at.has(64, 8)) {
      line.add(breakpoint ? ", bp_len=" : ", config2=");
      if (breakpoint) {
        line.unsigned(at.unsigned(64, 8));
      } else {
        line.hex(at.unsigned(64, 8));
      }
    }
    if (at.has(72, 8) && (sampled & BRANCH_STACK) != 0) {
      named(line.add(", branch_sample_type="), "perf_branch", at.unsigned(72, 8));
    }
    hex(line, at, 80, 8, ", sample_regs_user=");
    if ((sampled & STACK_USER) != 0) {
      hex(line, at, 88, 4, ", sample_stack_user=");
    }
    if (bit(bits, CLOCK) && at.has(92, 4)) {
      named(line.add(", clockid="), "clock_id", at.signed(92, 4));
    }
    hex(line, at, 96, 8, ", sample_regs_intr=");
    decimal(line, at, 104, 4, ", aux_watermark=");
    decimal(line, at, 108, 2, ", sample_max_stack=");
    decimal(line, at, 112, 4, ", aux_sample_size=");
    hex(line, at, 120, 8, ", sig_data=");
  }

  private static void hex(Line line, Bytes at, int offset, int width, String name) {
    if (at.has(offset, width)) {
      line.add(name).hex(at.unsigned(offset, width));
    }
  }

  private static void decimal(Line line, Bytes at, int offset, int width, String name) {
    if (at.has(offset, width)) {
      line.add(name).unsigned(at.unsigned(offset, width));
    }
  }
}
