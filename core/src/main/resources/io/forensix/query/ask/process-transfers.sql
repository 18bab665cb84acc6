-- SPDX-License-Identifier: Apache-2.0
-- What a process moved, by file and socket.
SELECT coalesce(path, '') AS path, dev, inode::VARCHAR AS inode, coalesce(any_value(mode) & 61440 = 49152, false) AS socket,
  count(*) FILTER (kind = 'read') AS reads, coalesce(sum(bytes) FILTER (kind = 'read' AND NOT possible), 0)::BIGINT AS read_bytes,
  count(*) FILTER (kind IN ('write', 'truncate')) AS writes, coalesce(sum(bytes) FILTER (kind = 'write' AND NOT possible), 0)::BIGINT AS written_bytes,
  min(time) AS first, max(time) AS last, bool_or(possible) AS possible
FROM io
WHERE host = $machine::INTEGER AND pid = $pid::INTEGER AND start = $start::BIGINT
  AND (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
GROUP BY path, dev, inode
ORDER BY read_bytes + written_bytes DESC, first
LIMIT $limit::BIGINT
