-- SPDX-License-Identifier: Apache-2.0
WITH RECURSIVE line AS (
  SELECT 0 AS depth, host, pid, start FROM process
  WHERE pid = $pid::INTEGER AND ($at::TIMESTAMP IS NULL OR began <= $at::TIMESTAMP AND (ended IS NULL OR ended > $at::TIMESTAMP))
  UNION
  SELECT depth + 1, p.host, p.pid, p.start
  FROM line JOIN process p ON p.host = line.host AND p.parent_pid = line.pid AND p.parent_start = line.start
  WHERE depth < 10000
)
SELECT depth, pid, parent_pid, began, ended, uid, tty, session, how, command
FROM line JOIN processes USING (host, pid, start)
ORDER BY began, depth
