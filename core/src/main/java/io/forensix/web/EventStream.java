// SPDX-License-Identifier: Apache-2.0
package io.forensix.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Server-sent events, to a client that may go at any time: the next one then fails. */
final class EventStream {
  static final String TYPE = "text/event-stream";
  private static final byte[] LINE = {'\n'};

  private final OutputStream out;

  EventStream(OutputStream out) {
    this.out = out;
  }

  /** Sends an event; JSON has no line ends. */
  void send(String event, @Nullable String id, byte[] json) throws IOException {
    StringBuilder head = new StringBuilder("event: ").append(event).append('\n');
    if (id != null) {
      head.append("id: ").append(id).append('\n');
    }
    out.write(head.append("data: ").toString().getBytes(StandardCharsets.UTF_8));
    out.write(json);
    out.write(LINE);
    out.write(LINE);
  }

  void flush() throws IOException {
    out.flush();
  }

  /** Sends what no client sees, to know whether it is still there. */
  void beat() throws IOException {
    out.write(": \n\n".getBytes(StandardCharsets.UTF_8));
    out.flush();
  }
}
