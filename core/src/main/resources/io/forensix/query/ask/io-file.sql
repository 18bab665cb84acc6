-- SPDX-License-Identifier: Apache-2.0
WITH it AS (SELECT DISTINCT host, dev, inode FROM names WHERE path = $file::VARCHAR)
SELECT time, pid, fd, kind, call, path, bytes, data, whole, possible
FROM io
WHERE (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
  AND ((host, dev, inode) IN (FROM it) OR path = $file::VARCHAR)
ORDER BY time
