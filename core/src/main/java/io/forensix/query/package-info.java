// SPDX-License-Identifier: Apache-2.0

/**
 * Tables of what happened, in DuckDB, filled from an archive; the questions that are asked of them;
 * and what a terminal showed. The only package that knows DuckDB.
 */
package io.forensix.query;
