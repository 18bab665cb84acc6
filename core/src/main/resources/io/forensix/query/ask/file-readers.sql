-- SPDX-License-Identifier: Apache-2.0
SELECT u.time, u.host AS machine, u.host || '-' || u.pid || '-' || u.start AS process, u.pid, u.comm, p.command, u.uid, p.tty,
  u.call, u.kind, u.fd, u.bytes, u.possible, u.path
FROM about('readers', $path::VARCHAR) u LEFT JOIN processes p USING (host, pid, start)
WHERE (u.time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (u.time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
ORDER BY u.time
LIMIT $limit::BIGINT OFFSET $offset::BIGINT
