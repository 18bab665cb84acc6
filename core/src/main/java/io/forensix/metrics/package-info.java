// SPDX-License-Identifier: Apache-2.0

/**
 * What a program that runs for weeks says of itself: figures for Prometheus, and whether it is
 * well. The only one that knows Prometheus; it knows none of the parts that it tells of.
 */
package io.forensix.metrics;
