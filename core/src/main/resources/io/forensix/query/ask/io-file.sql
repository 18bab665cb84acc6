-- SPDX-License-Identifier: Apache-2.0
WITH it AS (FROM names WHERE path = $file::VARCHAR)
SELECT time, pid, fd, kind, call, path, bytes, data, whole, possible
FROM io
WHERE (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
  AND (EXISTS (FROM it WHERE (it.host, it.dev, it.inode) = (io.host, io.dev, io.inode)
    AND (it.since IS NULL OR io.time >= it.since) AND (it.until IS NULL OR io.time < it.until))
    OR io.inode IS NULL AND io.path = $file::VARCHAR)
ORDER BY time
