-- SPDX-License-Identifier: Apache-2.0
WITH it AS (FROM names WHERE path = $file::VARCHAR)
SELECT w.time, w.pid, w.comm, w.uid, w.call, w.kind, w.fd, w.bytes, w.possible, w.path
FROM writers w
WHERE (w.time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (w.time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
  AND (EXISTS (FROM it WHERE (it.host, it.dev, it.inode) = (w.host, w.dev, w.inode)
    AND (it.since IS NULL OR w.time >= it.since) AND (it.until IS NULL OR w.time < it.until))
    OR w.inode IS NULL AND w.path = $file::VARCHAR)
ORDER BY w.time
