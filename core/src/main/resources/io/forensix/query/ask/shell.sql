-- SPDX-License-Identifier: Apache-2.0
WITH RECURSIVE line AS (
  SELECT 0 AS depth, host, pid, start FROM process
  WHERE pid = $pid::INTEGER AND ($at::TIMESTAMP IS NULL OR began <= $at::TIMESTAMP AND (ended IS NULL OR ended > $at::TIMESTAMP))
  UNION
  SELECT depth + 1, p.host, p.parent_pid, p.parent_start
  FROM line JOIN process p USING (host, pid, start)
  WHERE p.parent_start IS NOT NULL AND depth < 10000
)
SELECT depth, pid, began, ended, p.uid, login_uid, tty, session, command
FROM line JOIN processes p USING (host, pid, start)
WHERE tty IS NOT NULL AND session IN (SELECT session FROM process WHERE tty IS NOT NULL)
  AND regexp_matches(split_part(command, ' ', 1), '(^|/)-?(ba|da|z|k|c|tc|fi|a)?sh$')
ORDER BY depth
LIMIT 1
