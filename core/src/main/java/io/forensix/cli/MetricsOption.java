// SPDX-License-Identifier: Apache-2.0
package io.forensix.cli;

import io.forensix.metrics.Health;
import io.forensix.metrics.Metrics;
import io.forensix.metrics.MetricsServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** Where a command that runs for long answers about itself. */
final class MetricsOption {
  @Option(
      names = "--metrics",
      paramLabel = "[HOST:]PORT",
      converter = Where.class,
      description =
          "Answer there over HTTP: /metrics for Prometheus, and /health, 200 or 503 with JSON that says"
              + " why. Without a host it is the loopback interface.")
  private @Nullable InetSocketAddress address;

  /** Reads HOST:PORT, or a port alone. */
  static final class Where implements ITypeConverter<InetSocketAddress> {
    @Override
    public InetSocketAddress convert(String text) {
      return new Address().convert(text.indexOf(':') < 0 ? "127.0.0.1:" + text : text);
    }
  }

  /**
   * Begins to answer, if that is wished.
   *
   * @param log is told where
   * @return what ends it
   */
  Serving serve(Consumer<Metrics> figures, Supplier<Health> health, Consumer<String> log)
      throws IOException {
    if (address == null) {
      return () -> {};
    }
    Metrics metrics = new Metrics();
    figures.accept(metrics);
    MetricsServer server = MetricsServer.start(address, metrics, health);
    log.accept("metrics and health on port " + server.port());
    return server::close;
  }

  /** An end without a fuss. */
  interface Serving extends AutoCloseable {
    @Override
    void close();
  }
}
