-- SPDX-License-Identifier: Apache-2.0
WITH it AS (SELECT DISTINCT host, dev, inode FROM names WHERE path = $file::VARCHAR)
SELECT w.time, w.pid, w.comm, w.uid, w.call, w.fd, w.bytes, w.possible, w.path
FROM readers w
WHERE (w.time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (w.time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
  AND ((w.host, w.dev, w.inode) IN (FROM it) OR w.path = $file::VARCHAR)
ORDER BY w.time
