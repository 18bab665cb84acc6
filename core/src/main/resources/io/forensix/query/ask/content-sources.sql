-- SPDX-License-Identifier: Apache-2.0
-- What was copied within the kernel to files: the file at the other end of each such call. $files as for the steps.
WITH it AS (
  SELECT s[1]::INTEGER AS host, s[2]::INTEGER AS dev, s[3]::UBIGINT AS inode, s[4]::BIGINT AS since, s[5]::BIGINT AS until
  FROM (SELECT string_split(unnest(string_split($files::VARCHAR, ',')), ':') AS s)
),
copies AS (
  SELECT i.host, i.recording, i.cpu, i.seq
  FROM io i JOIN it USING (host, dev, inode)
  WHERE i.kind = 'write' AND i.call IN ('copy_file_range', 'sendfile', 'sendfile64') AND i.time < make_timestamp_ns($at::BIGINT) + INTERVAL 1 HOUR
    AND epoch_ns(i.time) >= it.since AND epoch_ns(i.time) < it.until
)
SELECT o.host, o.dev, o.inode, max(o.time) AS last
FROM copies c JOIN io o USING (host, recording, cpu, seq)
WHERE o.kind = 'read' AND o.inode IS NOT NULL AND o.mode & 61440 = 32768
GROUP BY o.host, o.dev, o.inode
