-- SPDX-License-Identifier: Apache-2.0
-- The processes with a number: of several, the one that was alive at a time, or had been last before it.
SELECT host, pid, start
FROM process
WHERE pid = $pid::INTEGER AND ($at::TIMESTAMP IS NULL OR began <= $at::TIMESTAMP)
QUALIFY $at::TIMESTAMP IS NULL OR row_number() OVER (PARTITION BY host ORDER BY start DESC) = 1
ORDER BY start
