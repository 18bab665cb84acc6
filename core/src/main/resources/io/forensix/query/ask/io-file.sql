-- SPDX-License-Identifier: Apache-2.0
SELECT time, pid, fd, kind, call, path, bytes, data, whole, possible
FROM about('io', $file::VARCHAR)
WHERE (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
ORDER BY time
