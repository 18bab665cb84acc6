-- SPDX-License-Identifier: Apache-2.0
SELECT time, host || '-' || pid || '-' || start AS process, pid, path, array_to_string(argv, ' ') AS command, uid, tty
FROM exec
WHERE contains(lower(array_to_string(argv, ' ')), lower($q::VARCHAR)) OR contains(lower(path), lower($q::VARCHAR))
ORDER BY time
LIMIT $limit::BIGINT
