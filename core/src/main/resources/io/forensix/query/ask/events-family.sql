-- SPDX-License-Identifier: Apache-2.0
-- Events, first part: those of a process, or ($family) also of what came of it.
WITH RECURSIVE family AS (
  SELECT host, pid, start FROM process WHERE host = $machine::INTEGER AND pid = $pid::INTEGER AND start = $start::BIGINT
  UNION
  SELECT p.host, p.pid, p.start
  FROM family f JOIN process p ON p.host = f.host AND p.parent_pid = f.pid AND p.parent_start = f.start
  WHERE $family::BOOLEAN
),
mine AS (SELECT e.rowid AS row, e.* FROM event e SEMI JOIN family USING (host, pid, start))
