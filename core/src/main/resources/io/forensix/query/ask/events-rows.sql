-- SPDX-License-Identifier: Apache-2.0
-- Events, last part: what there is to say of those of a page.
, shown AS MATERIALIZED (SELECT e.* FROM event e JOIN page ON e.rowid = page.row),
opened AS (SELECT host, file, since, path FROM file SEMI JOIN shown USING (host, file))
SELECT epoch_ns(e.time) || '.' || e.recording || '.' || e.cpu || '.' || e.seq AS cursor, e.time, e.entered,
  CASE WHEN e.entered IS NOT NULL THEN epoch_ns(e.time) - epoch_ns(e.entered) END AS duration_ns,
  e.host || '-' || e.pid || '-' || e.start AS process, e.pid, e.tid, p.comm, e.type, e.call, e.result, e.path, e.path2, o.path AS file, e.unfinished,
  e.a0, e.a1, e.a2, e.a3, e.a4, e.a5
FROM shown e ASOF LEFT JOIN opened o ON o.host = e.host AND o.file = e.file AND o.since <= e.time
  LEFT JOIN process p ON p.host = e.host AND p.pid = e.pid AND p.start = e.start
ORDER BY e.time, e.recording, e.cpu, e.seq
