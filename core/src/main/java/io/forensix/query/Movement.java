// SPDX-License-Identifier: Apache-2.0
package io.forensix.query;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a call does to the files behind its descriptors.
 *
 * @param kind read, write, truncate
 * @param arg argument with the descriptor; {@link #RESULT} where the file is the one it opened
 */
record Movement(String kind, int arg) {
  static final String READ = "read";
  static final String WRITE = "write";
  static final String TRUNCATE = "truncate";
  static final String MAP = "map";

  /** {@code FX_ARG_RESULT}. */
  static final int RESULT = io.forensix.record.ItemCursor.RESULT;

  private static final Map<String, List<Movement>> BY_CALL = byCall();

  /** Returns what a call does; nothing where it moves no bytes. */
  static List<Movement> of(String call) {
    @Nullable List<Movement> known = BY_CALL.get(call);
    return known == null ? List.of() : known;
  }

  private static Map<String, List<Movement>> byCall() {
    Map<String, List<Movement>> calls = new HashMap<>();
    List<Movement> read = List.of(new Movement(READ, 0));
    for (String call : List.of("read", "readv", "recv", "recvfrom", "recvmsg", "recvmmsg")) {
      calls.put(call, read);
    }
    calls.put("recvmmsg_time64", read);
    calls.put("mq_timedreceive", read);
    for (String call : List.of("pread64", "preadv", "preadv2")) {
      calls.put(call, read);
    }
    List<Movement> write = List.of(new Movement(WRITE, 0));
    for (String call : List.of("write", "writev", "send", "sendto", "sendmsg", "sendmmsg")) {
      calls.put(call, write);
    }
    calls.put("vmsplice", write);
    for (String call : List.of("pwrite64", "pwritev", "pwritev2")) {
      calls.put(call, write);
    }
    List<Movement> sendfile = List.of(new Movement(WRITE, 0), new Movement(READ, 1));
    calls.put("sendfile", sendfile);
    calls.put("sendfile64", sendfile);
    List<Movement> across = List.of(new Movement(READ, 0), new Movement(WRITE, 2));
    calls.put("splice", across);
    calls.put("copy_file_range", across);
    calls.put("tee", List.of(new Movement(READ, 0), new Movement(WRITE, 1)));
    List<Movement> truncate = List.of(new Movement(TRUNCATE, 0));
    calls.put("ftruncate", truncate);
    calls.put("ftruncate64", truncate);
    calls.put("truncate", truncate);
    calls.put("truncate64", truncate);
    calls.put("fallocate", truncate);
    return Map.copyOf(calls);
  }
}
