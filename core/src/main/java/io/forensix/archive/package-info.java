// SPDX-License-Identifier: Apache-2.0

/**
 * The archive: blocks of records in a Chronicle Queue, each with a header that says what it is,
 * sums over header and content, and the hash of the block before it.
 *
 * <p>Writing goes through Chronicle; reading goes through the files themselves, whose framing is a
 * length word before each document. So a reader creates nothing and locks nothing, sees each bad
 * byte with its place, and finds the next good block after it.
 */
package io.forensix.archive;
