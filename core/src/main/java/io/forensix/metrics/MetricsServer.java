// SPDX-License-Identifier: Apache-2.0
package io.forensix.metrics;

import com.sun.net.httpserver.HttpExchange;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Answers over HTTP: /metrics in the formats of Prometheus, and /health, 200 or 503, with JSON that
 * says why. It asks nobody who he is: it belongs on the loopback interface, or behind something
 * that does.
 */
public final class MetricsServer implements AutoCloseable {
  private final HTTPServer server;

  private MetricsServer(HTTPServer server) {
    this.server = server;
  }

  /**
   * Begins to listen.
   *
   * @param health is asked each time
   * @throws IOException when it cannot
   */
  public static MetricsServer start(
      InetSocketAddress address, Metrics metrics, Supplier<Health> health) throws IOException {
    try {
      return new MetricsServer(
          HTTPServer.builder()
              .inetAddress(new InetSocketAddress(address.getHostString(), 0).getAddress())
              .port(address.getPort())
              .registry(metrics.registry())
              .defaultHandler(exchange -> answer(exchange, health))
              .registerHealthHandler(false)
              .buildAndStart());
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "cannot answer about metrics on %s: %s".formatted(address, e.getMessage()), e);
    }
  }

  /** Returns the port it listens on. */
  public int port() {
    return server.getPort();
  }

  private static void answer(HttpExchange exchange, Supplier<Health> health) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      if (!"/health".equals(path)) {
        send(exchange, 404, "text/plain", "there is /metrics, and /health\n");
        return;
      }
      Health now = health.get();
      send(exchange, now.well() ? 200 : 503, "application/json", now.json());
    }
  }

  private static void send(HttpExchange exchange, int code, String type, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    if ("HEAD".equals(exchange.getRequestMethod())) {
      exchange.sendResponseHeaders(code, -1);
      return;
    }
    exchange.sendResponseHeaders(code, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop();
  }
}
