// SPDX-License-Identifier: Apache-2.0

/**
 * The kernel's seals: the keys that a recording begins with, and what an archive's seals prove of
 * it to who has them. What a seal is stands in {@code uapi/forensix_seal.h}.
 */
package io.forensix.seal;
