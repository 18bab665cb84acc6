-- SPDX-License-Identifier: Apache-2.0
-- What processes are that were met on the way: $objects as for trace-back.
WITH it AS (
  SELECT s[2]::INTEGER AS host, s[3]::INTEGER AS pid, s[4]::BIGINT AS start
  FROM (SELECT string_split(unnest(string_split($objects::VARCHAR, ',')), ':') AS s)
)
SELECT p.host, p.pid, p.start, coalesce(nullif(array_to_string(p.command, ' '), ''), nullif(p.program, ''), p.comm), p.uid
FROM process p JOIN it USING (host, pid, start)
