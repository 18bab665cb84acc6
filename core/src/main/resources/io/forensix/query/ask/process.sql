-- SPDX-License-Identifier: Apache-2.0
-- The processes with a number: alive at a time, or that ran a program of a name, as its command name or its path has it.
SELECT pid, start
FROM process p
WHERE pid = $pid::INTEGER AND ($at::TIMESTAMP IS NULL OR began <= $at::TIMESTAMP AND (ended IS NULL OR ended > $at::TIMESTAMP))
  AND ($name::VARCHAR IS NULL OR comm = $name::VARCHAR OR program = $name::VARCHAR OR split_part(program, '/', -1) = $name::VARCHAR
    OR EXISTS (FROM exec x WHERE (x.host, x.pid, x.start) = (p.host, p.pid, p.start)
      AND (x.comm = $name::VARCHAR OR x.path = $name::VARCHAR OR split_part(x.path, '/', -1) = $name::VARCHAR)))
ORDER BY start
