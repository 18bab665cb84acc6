// SPDX-License-Identifier: Apache-2.0

/**
 * The stream: blocks of an archive go to another machine as they are written, and a copy is kept
 * there that can only grow. A sender reads an archive; a collector has a copy for each host.
 */
package io.forensix.stream;
