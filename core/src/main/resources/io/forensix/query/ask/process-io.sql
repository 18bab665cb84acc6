-- SPDX-License-Identifier: Apache-2.0
SELECT time, fd, kind, call, path, pos, bytes, data[1:$width::BIGINT] AS data, coalesce(octet_length(data), 0) AS data_bytes, whole, possible
FROM io
WHERE host = $machine::INTEGER AND pid = $pid::INTEGER AND start = $start::BIGINT
  AND (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
  AND (fd = $fd::INTEGER OR $fd::INTEGER IS NULL) AND (path = $path::VARCHAR OR $path::VARCHAR IS NULL)
ORDER BY time, recording, cpu, seq
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
