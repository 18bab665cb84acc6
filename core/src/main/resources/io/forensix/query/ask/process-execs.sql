-- SPDX-License-Identifier: Apache-2.0
SELECT time, path, coalesce(argv, []) AS argv, coalesce(env, []) AS env, comm, uid, euid, tty
FROM exec WHERE host = $machine::INTEGER AND pid = $pid::INTEGER AND start = $start::BIGINT
ORDER BY time
LIMIT $limit::BIGINT
