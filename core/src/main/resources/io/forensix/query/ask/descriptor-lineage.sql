-- SPDX-License-Identifier: Apache-2.0
-- What a descriptor is a copy of, and that of, back to what opened the file.
WITH RECURSIVE line AS (
  (SELECT 0 AS step, host, pid, start, fd, path, cause, began, ended, from_pid, from_start, from_fd
   FROM fd
   WHERE host = $machine::INTEGER AND pid = $pid::INTEGER AND start = $start::BIGINT AND fd = $fd::INTEGER
     AND began <= $open_at::TIMESTAMP
   ORDER BY ended IS NULL OR ended >= $open_at::TIMESTAMP DESC, began DESC LIMIT 1)
  UNION ALL
  SELECT l.step + 1, d.host, d.pid, d.start, d.fd, d.path, d.cause, d.began, d.ended, d.from_pid, d.from_start, d.from_fd
  FROM line l JOIN fd d ON d.host = l.host AND d.pid = l.from_pid AND d.start = l.from_start AND d.fd = l.from_fd
    AND d.began <= l.began AND (d.ended IS NULL OR d.ended >= l.began)
  WHERE l.step < 1000 AND (d.pid, d.start, d.fd, d.began) <> (l.pid, l.start, l.fd, l.began)
)
SELECT l.step, l.host || '-' || l.pid || '-' || l.start AS process, l.pid, p.comm, v.command, l.fd, l.path, l.cause, l.began, l.ended
FROM line l LEFT JOIN process p USING (host, pid, start) LEFT JOIN processes v USING (host, pid, start)
QUALIFY row_number() OVER (PARTITION BY l.step ORDER BY l.began DESC) = 1
ORDER BY l.step
LIMIT $limit::BIGINT
