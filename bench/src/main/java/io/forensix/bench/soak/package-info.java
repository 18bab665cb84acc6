// SPDX-License-Identifier: Apache-2.0

/** Recorder, sender and collector for hours: do memory, descriptors and lag stay what they are? */
package io.forensix.bench.soak;
