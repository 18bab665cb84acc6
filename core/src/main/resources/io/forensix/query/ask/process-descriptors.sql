-- SPDX-License-Identifier: Apache-2.0
SELECT d.fd, d.path, d.mode,
  (SELECT arg_max(f.flags, f.since) FROM file f WHERE f.host = d.host AND f.file = d.file AND f.since <= d.began + INTERVAL 1 SECOND
    AND f.dev IS NOT DISTINCT FROM d.dev AND f.inode IS NOT DISTINCT FROM d.inode) AS flags,
  d.cause, d.host || '-' || d.from_pid || '-' || d.from_start AS from_process, d.from_fd, d.began, d.ended, d.how_ended, d.cloexec, d.doubts
FROM fd d
WHERE host = $machine::INTEGER AND pid = $pid::INTEGER AND start = $start::BIGINT
  AND ($open_at::TIMESTAMP IS NULL OR began <= $open_at::TIMESTAMP AND (ended IS NULL OR ended > $open_at::TIMESTAMP))
  AND ($fd::INTEGER IS NULL OR fd = $fd::INTEGER)
ORDER BY d.fd, d.began
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
