-- SPDX-License-Identifier: Apache-2.0
-- Events, last part: how many there are.
SELECT coalesce(call, type) AS call, count(*) AS count, count(*) FILTER (type = 'call' AND result < 0 AND result >= -4095) AS failed,
  min(time) AS began, max(time) AS ended
FROM chosen GROUP BY 1 ORDER BY count DESC, call
