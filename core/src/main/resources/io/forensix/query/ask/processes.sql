-- SPDX-License-Identifier: Apache-2.0
-- Processes: those that fit what is not NULL, and ($line) their ancestors or descendants, or of these the nearest shell on a terminal.
WITH RECURSIVE it AS (
  SELECT host, pid, start FROM process p
  WHERE ($machine::INTEGER IS NULL OR host = $machine::INTEGER) AND ($pid::INTEGER IS NULL OR pid = $pid::INTEGER)
    AND ($start::BIGINT IS NULL OR start = $start::BIGINT) AND ($uid::UINTEGER IS NULL OR uid = $uid::UINTEGER)
    AND ($at::TIMESTAMP IS NULL OR began <= $at::TIMESTAMP AND (ended IS NULL OR ended > $at::TIMESTAMP))
    AND ($name::VARCHAR IS NULL OR comm = $name::VARCHAR OR program = $name::VARCHAR OR split_part(program, '/', -1) = $name::VARCHAR
      OR (host, pid, start) IN (SELECT (host, pid, start) FROM exec
        WHERE comm = $name::VARCHAR OR path = $name::VARCHAR OR split_part(path, '/', -1) = $name::VARCHAR))
),
up AS (
  SELECT 0 AS depth, host, pid, start FROM it WHERE $line::VARCHAR IN ('ancestors', 'shell')
  UNION
  SELECT depth + 1, p.host, p.parent_pid, p.parent_start
  FROM up JOIN process p USING (host, pid, start)
  WHERE p.parent_start IS NOT NULL AND depth < 10000
),
down AS (
  SELECT 0 AS depth, host, pid, start FROM it WHERE $line::VARCHAR = 'descendants'
  UNION
  SELECT depth + 1, p.host, p.pid, p.start
  FROM down JOIN process p ON p.host = down.host AND p.parent_pid = down.pid AND p.parent_start = down.start
  WHERE depth < 10000
),
line AS (FROM up UNION ALL FROM down UNION ALL SELECT 0, host, pid, start FROM it WHERE $line::VARCHAR = 'self')
SELECT l.depth, host || '-' || pid || '-' || start AS process, host AS machine, pid,
  host || '-' || v.parent_pid || '-' || v.parent_start AS parent, v.parent_pid, v.began, v.ended, p.comm, v.command, v.uid, p.euid, v.login_uid,
  v.session, v.tty, v.how
FROM line l JOIN processes v USING (host, pid, start) JOIN process p USING (host, pid, start)
WHERE $line::VARCHAR <> 'shell'
  OR v.tty IS NOT NULL AND regexp_matches(split_part(v.command, ' ', 1), '(^|/)-?(ba|da|z|k|c|tc|fi|a)?sh$')
ORDER BY CASE WHEN $line::VARCHAR IN ('ancestors', 'shell') THEN l.depth END, v.began, l.depth, start
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
