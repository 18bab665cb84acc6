-- SPDX-License-Identifier: Apache-2.0
WITH RECURSIVE line AS (
  SELECT 0 AS depth, host, pid, start FROM process
  WHERE pid = $pid::INTEGER AND ($at::TIMESTAMP IS NULL OR began <= $at::TIMESTAMP AND (ended IS NULL OR ended > $at::TIMESTAMP))
  UNION
  SELECT depth + 1, p.host, p.parent_pid, p.parent_start
  FROM line JOIN process p USING (host, pid, start)
  WHERE p.parent_start IS NOT NULL AND depth < 10000
)
SELECT depth, pid, began, ended, uid, tty, session, how, command
FROM line JOIN processes USING (host, pid, start)
ORDER BY start DESC, depth
