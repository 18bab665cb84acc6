-- SPDX-License-Identifier: Apache-2.0
SELECT time, pid, comm, uid, call, fd, bytes, possible, path
FROM about('readers', $file::VARCHAR)
WHERE (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
ORDER BY time
