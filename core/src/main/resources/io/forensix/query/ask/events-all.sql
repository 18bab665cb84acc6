-- SPDX-License-Identifier: Apache-2.0
-- Events, first part: those of all, or of a number.
WITH mine AS (SELECT e.rowid AS row, e.* FROM event e WHERE ($pid::INTEGER IS NULL OR pid = $pid::INTEGER) AND NOT unfinished)
