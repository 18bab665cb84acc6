-- SPDX-License-Identifier: Apache-2.0
-- A terminal is set up before the session begins, and may be read after it ended; but its number may soon be another's.
WITH it AS (FROM sessions WHERE id = $id::BIGINT),
  bounds AS (SELECT
    max(o.ended) FILTER (o.ended <= it.began) AS before,
    min(o.began) FILTER (o.began >= it.ended) AS after
    FROM it LEFT JOIN sessions o ON o.host = it.host AND o.tty = it.tty AND o.id <> it.id)
SELECT epoch_ns(t.time) AS ns, t.side, t.what, t.data, t.rows, t.columns
FROM tty_io t JOIN it ON t.host = it.host AND t.tty = it.tty CROSS JOIN bounds
WHERE t.time >= it.began - INTERVAL 2 SECOND AND (bounds.before IS NULL OR t.time > bounds.before)
  AND (it.ended IS NULL OR t.time <= it.ended + INTERVAL 2 SECOND) AND (bounds.after IS NULL OR t.time < bounds.after)
ORDER BY t.time, t.recording, t.cpu, t.seq
