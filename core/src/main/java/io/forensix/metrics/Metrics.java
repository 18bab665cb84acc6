// SPDX-License-Identifier: Apache-2.0
package io.forensix.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

/**
 * The figures of a program, each asked for when somebody looks. Names begin with {@code forensix_};
 * those of counters end in {@code _total}, which need not be said.
 */
public final class Metrics {
  private static final String PREFIX = "forensix_";

  private final PrometheusRegistry registry = new PrometheusRegistry();

  /** Makes those that every program has: memory, descriptors, threads, garbage collection. */
  public Metrics() {
    JvmMetrics.builder().register(registry);
  }

  PrometheusRegistry registry() {
    return registry;
  }

  /** Adds one that only grows while the program runs. */
  public Metrics counter(String name, String help, DoubleSupplier value) {
    CounterWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
    return this;
  }

  /** Adds one that only grows, with a value for each of something. */
  public Metrics counters(
      String name, String help, String label, Supplier<Map<String, Double>> values) {
    CounterWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(label)
        .callback(callback -> values.get().forEach((of, value) -> callback.call(value, of)))
        .register(registry);
    return this;
  }

  /** Adds one that grows and falls. */
  public Metrics gauge(String name, String help, DoubleSupplier value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(callback -> callback.call(value.getAsDouble()))
        .register(registry);
    return this;
  }

  /** Adds one that grows and falls, with a value for each of something. */
  public Metrics gauges(
      String name, String help, String label, Supplier<Map<String, Double>> values) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .labelNames(label)
        .callback(callback -> values.get().forEach((of, value) -> callback.call(value, of)))
        .register(registry);
    return this;
  }
}
