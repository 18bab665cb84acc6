-- SPDX-License-Identifier: Apache-2.0
SELECT time, pid, fd, kind, call, path, bytes, data, whole, possible
FROM io
WHERE pid = $pid::INTEGER AND (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
  AND (fd = $fd::INTEGER OR $fd::INTEGER IS NULL)
ORDER BY time
