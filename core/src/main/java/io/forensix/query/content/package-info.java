// SPDX-License-Identifier: Apache-2.0
/** The bytes of files at a time, rebuilt from what was written and read. */
package io.forensix.query.content;
