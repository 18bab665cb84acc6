-- SPDX-License-Identifier: Apache-2.0
SELECT epoch_ns(t.time) AS ns, t.side, t.what, t.data, t.rows, t.columns
FROM tty_io t JOIN sessions s ON t.host = s.host AND t.tty = s.tty
WHERE s.id = $id::BIGINT AND t.time >= s.began - INTERVAL 2 SECOND
  AND (s.ended IS NULL OR t.time <= s.ended + INTERVAL 2 SECOND)
ORDER BY t.time, t.recording, t.cpu, t.seq
