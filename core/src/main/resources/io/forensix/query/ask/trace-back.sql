-- SPDX-License-Identifier: Apache-2.0
-- What led to objects: each is KIND:HOST:A:B:BOUND:SINCE:UNTIL (P: pid and start, F: device and inode; ns). Only what had begun before the bound counts.
WITH it AS (
  SELECT s[1] AS kind, s[2]::INTEGER AS host, s[3]::INTEGER AS a, s[4]::UBIGINT AS b, s[5]::BIGINT AS bound, s[6]::BIGINT AS since, s[7]::BIGINT AS until
  FROM (SELECT string_split(unnest(string_split($objects::VARCHAR, ',')), ':') AS s)
),
f AS (FROM it WHERE kind = 'F'),
p AS (SELECT host, a AS pid, b::BIGINT AS start, bound FROM it WHERE kind = 'P'),
moved AS (
  SELECT i.host, i.recording, i.cpu, i.seq, i.time, i.pid, i.start, i.dev, i.inode, i.kind, i.possible, i.bytes, f.bound
  FROM io i JOIN f ON i.host = f.host AND i.dev = f.a AND i.inode = f.b AND epoch_ns(i.time) >= f.since AND epoch_ns(i.time) < f.until
  WHERE i.kind IN ('write', 'truncate')
  UNION ALL
  SELECT i.host, i.recording, i.cpu, i.seq, i.time, i.pid, i.start, i.dev, i.inode, i.kind, i.possible, i.bytes, p.bound
  FROM io i JOIN p USING (host, pid, start)
  WHERE i.kind = 'read' AND i.inode IS NOT NULL AND (i.bytes > 0 OR i.possible)
),
calls AS (
  SELECT m.*, coalesce(e.entered, m.time) AS entered
  FROM moved m LEFT JOIN event e ON e.host = m.host AND e.recording = m.recording AND e.cpu = m.cpu AND e.seq = m.seq AND e.type = 'call'
),
edges AS (
  SELECT kind = 'read' AS reads, host, pid, start, dev, inode, CASE WHEN possible THEN 'map' ELSE kind END AS how,
    min(entered) AS first, max(time) AS last, count(*) AS n, sum(bytes) AS bytes
  FROM calls WHERE epoch_ns(entered) < bound GROUP BY ALL
)
SELECT how, host, CASE WHEN reads THEN 'F' ELSE 'P' END, CASE WHEN reads THEN dev ELSE pid END, CASE WHEN reads THEN inode ELSE start::UBIGINT END,
  CASE WHEN reads THEN 'P' ELSE 'F' END, CASE WHEN reads THEN pid ELSE dev END, CASE WHEN reads THEN start::UBIGINT ELSE inode END,
  epoch_ns(first), epoch_ns(last), n, bytes::BIGINT
FROM edges
UNION ALL
SELECT 'fork', c.host, 'P', c.parent_pid, c.parent_start::UBIGINT, 'P', c.pid, c.start::UBIGINT, epoch_ns(c.began), epoch_ns(c.began), 1, 0
FROM process c JOIN p USING (host, pid, start) WHERE c.parent_start IS NOT NULL AND epoch_ns(c.began) < p.bound
UNION ALL
SELECT 'exec', x.host, 'F', x.dev, x.inode, 'P', x.pid, x.start::UBIGINT, epoch_ns(min(x.time)), epoch_ns(max(x.time)), count(*), 0
FROM exec x JOIN p USING (host, pid, start) WHERE x.inode IS NOT NULL AND epoch_ns(x.time) < p.bound GROUP BY x.host, x.dev, x.inode, x.pid, x.start
UNION ALL
SELECT 'connection', f.host, 'F', f.a, o.inode, 'F', f.a, f.b, epoch_ns(max(greatest(s.began, o.began))), epoch_ns(max(greatest(s.began, o.began))), 1, 0
FROM f JOIN socket s ON s.host = f.host AND s.inode = f.b JOIN socket o ON o.host = s.host AND o.local = s.peer AND o.peer = s.local AND o.inode <> s.inode
WHERE epoch_ns(greatest(s.began, o.began)) < f.bound GROUP BY f.host, f.a, f.b, o.inode
