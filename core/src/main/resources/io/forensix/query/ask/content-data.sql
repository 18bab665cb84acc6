-- SPDX-License-Identifier: Apache-2.0
-- The bytes of calls. $keys: RECORDING:CPU:NUMBER,..
WITH wanted AS (
  SELECT s[1]::INTEGER AS recording, s[2]::SMALLINT AS cpu, s[3]::BIGINT AS seq
  FROM (SELECT string_split(unnest(string_split($keys::VARCHAR, ',')), ':') AS s)
)
SELECT recording, cpu, seq, data
FROM io JOIN wanted USING (recording, cpu, seq)
WHERE data IS NOT NULL
