-- SPDX-License-Identifier: Apache-2.0
-- The session that had a terminal at a time, and when its recording begins, ns since 1970.
WITH it AS (
  SELECT s.* FROM sessions s
  WHERE s.host = $machine::INTEGER AND s.tty = $tty::VARCHAR AND s.began - INTERVAL 2 SECOND <= make_timestamp_ns($ns::BIGINT)
    AND (s.ended IS NULL OR s.ended + INTERVAL 2 SECOND >= make_timestamp_ns($ns::BIGINT))
  ORDER BY abs(epoch_ns(s.began) - $ns::BIGINT) LIMIT 1
),
before AS (SELECT max(o.ended) AS ended FROM it JOIN sessions o ON o.host = it.host AND o.tty = it.tty AND o.id <> it.id AND o.ended <= it.began)
SELECT it.id, epoch_ns(min(t.time) FILTER (t.time >= it.began - INTERVAL 2 SECOND AND (before.ended IS NULL OR t.time > before.ended)))
FROM it CROSS JOIN before LEFT JOIN tty_io t ON t.host = it.host AND t.tty = it.tty AND t.what IN ('input', 'output', 'size')
GROUP BY it.id
