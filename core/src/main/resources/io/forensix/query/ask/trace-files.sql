-- SPDX-License-Identifier: Apache-2.0
-- What files are that were met on the way: $objects as for trace-back. Who reads them, and whether anybody writes them in the archive.
WITH it AS (
  SELECT s[2]::INTEGER AS host, s[3]::INTEGER AS dev, s[4]::UBIGINT AS inode, s[5]::BIGINT AS bound
  FROM (SELECT string_split(unnest(string_split($objects::VARCHAR, ',')), ':') AS s)
),
used AS (
  SELECT i.host, i.dev, i.inode, any_value(i.mode) AS mode, arg_max(i.path, i.time) FILTER (i.path <> '') AS path,
    count(DISTINCT (i.pid, i.start)) FILTER (i.kind = 'read') AS readers, count(*) FILTER (i.kind IN ('write', 'truncate') AND NOT i.possible) AS writes
  FROM io i JOIN it USING (host, dev, inode) GROUP BY i.host, i.dev, i.inode
),
ran AS (SELECT x.host, x.dev, x.inode, count(DISTINCT (x.pid, x.start)) AS runs, any_value(x.path) AS path FROM exec x JOIN it USING (host, dev, inode) GROUP BY ALL),
life AS (
  SELECT n.host, n.dev, n.inode, max(n.since) FILTER (epoch_ns(n.since) <= it.bound) AS since, min(n.until) FILTER (epoch_ns(n.until) > it.bound) AS until
  FROM names n JOIN it USING (host, dev, inode) GROUP BY n.host, n.dev, n.inode
)
SELECT it.host, it.dev, it.inode, coalesce(u.mode, 0), coalesce(u.path, r.path, ''), coalesce(u.readers, 0) + coalesce(r.runs, 0), coalesce(u.writes, 0),
  coalesce(epoch_ns(l.since), 0), coalesce(epoch_ns(l.until), 9223372036854775807)
FROM it LEFT JOIN used u USING (host, dev, inode) LEFT JOIN ran r USING (host, dev, inode) LEFT JOIN life l USING (host, dev, inode)
