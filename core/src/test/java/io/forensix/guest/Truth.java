// SPDX-License-Identifier: Apache-2.0
package io.forensix.guest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a test program says it did: the text that kernel/tests/truth.h prints.
 *
 * @param threads the threads, each with its calls in order
 */
record Truth(List<TruthThread> threads) {
  /** One thread. */
  record TruthThread(int tgid, int tid, List<TruthCall> calls) {}

  /** One call; args are six registers. */
  record TruthCall(long nr, long ret, long[] args, List<TruthItem> items) {
    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("call " + nr + " = " + ret + " (");
      for (long arg : args) {
        text.append(Long.toHexString(arg)).append(' ');
      }
      return text.append(") ").append(items).toString();
    }
  }

  /**
   * One item that must be on record.
   *
   * @param kind its fx_item_kind, 6 for a file
   * @param fault whether it must be marked as ended by a page that cannot be read
   * @param size bytes on record; of a file, its device
   * @param full bytes there were; of a file, its inode
   * @param seed of the pattern, -1 for zeros, -3 for text
   * @param text the text
   */
  record TruthItem(int kind, int arg, boolean fault, long size, long full, long seed, String text) {
    /** Byte i of the contents (fx_pattern in truth.h). */
    byte at(long i) {
      if (seed == -3) {
        return text.getBytes(StandardCharsets.UTF_8)[(int) i];
      }
      return seed < 0 ? 0 : (byte) (seed + i * 7 + (i >>> 8) * 13);
    }
  }

  private static final int FILE_KIND = 6;

  static Truth read(Path file) throws IOException {
    List<TruthThread> threads = new ArrayList<>();
    for (String line : Files.readAllLines(file)) {
      String[] f = line.split(" ", 7);
      switch (f[0]) {
        case "thread" ->
            threads.add(
                new TruthThread(Integer.parseInt(f[1]), Integer.parseInt(f[2]), new ArrayList<>()));
        case "call" -> threads.getLast().calls().add(call(line.split(" ")));
        case "item" -> threads.getLast().calls().getLast().items().add(item(f));
        case "file" ->
            threads
                .getLast()
                .calls()
                .getLast()
                .items()
                .add(
                    new TruthItem(
                        FILE_KIND,
                        Integer.parseInt(f[1]),
                        false,
                        Long.parseLong(f[2], 16),
                        Long.parseLong(f[3]),
                        -2,
                        ""));
        default -> throw new IOException(file + ": no such line: " + line);
      }
    }
    return new Truth(threads);
  }

  private static TruthCall call(String[] f) {
    long[] args = new long[6];
    for (int i = 0; i < args.length; i++) {
      args[i] = Long.parseUnsignedLong(f[3 + i], 16);
    }
    return new TruthCall(Long.parseLong(f[1]), Long.parseLong(f[2]), args, new ArrayList<>());
  }

  private static TruthItem item(String[] f) {
    String content = f[6];
    long seed =
        switch (content.charAt(0)) {
          case 'p' -> Long.parseLong(content.substring(1));
          case 't' -> -3;
          default -> -1;
        };
    return new TruthItem(
        Integer.parseInt(f[1]),
        Integer.parseInt(f[2]),
        f[3].equals("1"),
        Long.parseLong(f[4]),
        Long.parseLong(f[5]),
        seed,
        seed == -3 ? content.substring(1) : "");
  }
}
