-- SPDX-License-Identifier: Apache-2.0
-- All that tells of the bytes of files before a time. $files: HOST:DEVICE:INODE:SINCE:UNTIL,.. in ns; only what had begun before $at.
WITH it AS (
  SELECT s[1]::INTEGER AS host, s[2]::INTEGER AS dev, s[3]::UBIGINT AS inode, s[4]::BIGINT AS since, s[5]::BIGINT AS until
  FROM (SELECT string_split(unnest(string_split($files::VARCHAR, ',')), ':') AS s)
),
opened AS (
  SELECT host, file, dev, inode, flags, since AS began,
    coalesce(lead(since) OVER (PARTITION BY host, file ORDER BY since), TIMESTAMP_NS '2200-01-01') AS ended
  FROM file WHERE (host, file) IN (SELECT (f.host, f.file) FROM file f JOIN it USING (host, dev, inode))
),
mine AS (SELECT o.* FROM opened o JOIN it USING (host, dev, inode) WHERE epoch_ns(o.began) < it.until AND epoch_ns(o.ended) > it.since),
opens AS (
  SELECT m.host, m.file, m.began
  FROM mine m JOIN event e ON e.host = m.host AND e.entered <= m.began AND e.time >= m.began
  WHERE e.call IN ('open', 'openat', 'openat2', 'creat', 'open_by_handle_at') AND e.result >= 0
    AND (e.file = m.file OR e.file IS NULL OR e.call = 'openat2' OR e.call = 'openat' AND e.a0 & 4294967295 <> 4294967196)
),
moves AS (
  SELECT i.host, i.recording, i.cpu, i.seq, i.time, i.pid, i.start, i.tid, i.call, i.kind, i.possible, i.file, i.dev, i.inode, i.pos, i.bytes,
    octet_length(i.data) AS captured, i.whole
  FROM io i JOIN it USING (host, dev, inode)
  WHERE i.time < make_timestamp_ns($at::BIGINT) + INTERVAL 1 HOUR AND epoch_ns(i.time) >= it.since AND epoch_ns(i.time) < it.until
),
steps AS (
  SELECT CASE WHEN m.possible THEN 'map' ELSE m.kind END AS what, m.host, m.recording, m.cpu, m.seq, m.time, coalesce(e.entered, m.time) AS entered,
    m.pid, m.start, m.tid, m.call, m.dev, m.inode, m.file, m.pos, m.bytes, m.captured, m.whole, e.result, e.a1, e.a2, e.a4, e.a5, NULL::INTEGER AS flags
  FROM moves m LEFT JOIN event e ON e.host = m.host AND e.recording = m.recording AND e.cpu = m.cpu AND e.seq = m.seq AND e.type = 'call'
  WHERE NOT (m.possible AND m.kind = 'read')
  UNION ALL
  SELECT CASE WHEN e.call = 'ioctl' THEN 'control' WHEN e.call LIKE 'fcntl%' THEN 'flags' ELSE 'seek' END,
    e.host, e.recording, e.cpu, e.seq, e.time, e.entered, e.pid, e.start, e.tid, e.call, m.dev, m.inode, e.file, NULL, NULL, NULL, NULL,
    e.result, e.a1, e.a2, e.a4, e.a5, NULL
  FROM mine m JOIN event e ON e.host = m.host AND e.file = m.file AND e.time >= m.began AND e.time < m.ended
  WHERE e.call IN ('lseek', '_llseek', 'ioctl', 'fcntl', 'fcntl64') AND e.result >= 0
    AND (e.call NOT LIKE 'fcntl%' OR e.a1 = 4)
  UNION ALL
  SELECT 'open', m.host, 0, 0, 0, m.began, m.began, 0, 0, 0,
    CASE WHEN (m.host, m.file, m.began) IN (SELECT (host, file, began) FROM opens) THEN 'open' ELSE 'met' END,
    m.dev, m.inode, m.file, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, m.flags
  FROM mine m
  UNION ALL
  SELECT 'create', n.host, 0, 0, 0, n.began, n.began, 0, 0, 0, 'create', n.dev, n.inode, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM name n JOIN it USING (host, dev, inode) WHERE n.cause = 'create' AND epoch_ns(n.began) >= it.since AND epoch_ns(n.began) < it.until
  UNION ALL
  SELECT CASE WHEN bool_or(n.path = i.path AND n.began <= i.time AND (n.ended IS NULL OR n.ended >= i.time)) THEN 'truncate' ELSE 'doubt' END,
    i.host, i.recording, i.cpu, i.seq, any_value(i.time), coalesce(any_value(e.entered), any_value(i.time)), any_value(i.pid), any_value(i.start), any_value(i.tid),
    'truncate by a name that may be this file''s', n.dev, n.inode, NULL, any_value(i.pos), 0, 0, false, 0, NULL, NULL, NULL, NULL, NULL
  FROM io i JOIN event e USING (host, recording, cpu, seq)
    JOIN (SELECT name.* FROM name JOIN it USING (host, dev, inode)) n ON n.host = i.host AND (split_part(n.path, '/', -1) = split_part(i.path, '/', -1)
      OR EXISTS (FROM name link WHERE link.path = i.path AND link.target IS NOT NULL))
  WHERE i.inode IS NULL AND i.kind = 'truncate'
  GROUP BY i.host, i.recording, i.cpu, i.seq, n.dev, n.inode
  UNION ALL
  SELECT 'submit', e.host, e.recording, e.cpu, e.seq, e.time, e.entered, e.pid, e.start, e.tid, e.call, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
    e.result, NULL, NULL, NULL, NULL, NULL
  FROM event e
  WHERE e.call = 'io_submit' AND e.result > 0
    AND (e.host, e.pid, e.start) IN (SELECT (d.host, d.pid, d.start) FROM fd d JOIN it USING (host, dev, inode))
  UNION ALL
  SELECT 'loss', l.host, coalesce(l.recording, 0), coalesce(l.cpu, 0), 0, coalesce(l.last, make_timestamp_ns($at::BIGINT)), coalesce(l.first, make_timestamp_ns($at::BIGINT)), 0, 0, 0,
    CASE l.what WHEN 'lost' THEN coalesce(l.records, 0) || ' records are lost here' WHEN 'gap' THEN 'records are missing here' ELSE 'the archive is damaged' END,
    NULL, NULL, NULL, NULL, l.records, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM loss l WHERE l.host IS NULL OR l.host IN (SELECT host FROM it)
  UNION ALL
  SELECT 'loss', r.host, r.recording, 0, 0, r.began, r.began, 0, 0, 0, 'nothing was recorded before this',
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM recording r WHERE r.recording > 1 AND r.host IN (SELECT host FROM it)
  UNION ALL
  SELECT 'filter', e.host, e.recording, e.cpu, e.seq, e.time, e.time, 0, 0, 0, CASE WHEN regexp_matches(e.path, '(^|\n)filter=[^\n]') THEN 'a filter leaves calls out' END,
    NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
  FROM event e WHERE e.type = 'mark' AND e.path IS NOT NULL AND e.host IN (SELECT host FROM it)
)
SELECT s.what, s.recording, s.cpu, s.seq, epoch_ns(s.time), epoch_ns(s.entered), s.pid, s.start, s.tid, p.comm, s.call, s.host, s.dev, s.inode,
  s.file, s.pos, s.bytes, s.captured, s.whole, s.result, s.a1, s.a2, s.a4, s.a5, s.flags
FROM steps s LEFT JOIN process p ON p.host = s.host AND p.pid = s.pid AND p.start = s.start
WHERE s.entered < make_timestamp_ns($at::BIGINT) OR s.what = 'loss' AND s.call = 'the archive is damaged'
ORDER BY s.time, s.recording, s.cpu, s.seq, s.what <> 'open', s.what
