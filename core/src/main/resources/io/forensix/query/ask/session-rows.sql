-- SPDX-License-Identifier: Apache-2.0
-- Sessions as people speak of them; with $id or with the process of one, only that.
SELECT s.id, s.host AS machine, s.tty, s.session, s.host || '-' || l.pid || '-' || l.start AS process, s.leader, s.uid, s.login_uid, s.began, s.ended,
  (SELECT count(*) FROM exec x WHERE x.host = s.host AND x.session = s.session AND x.tty = s.tty) AS commands,
  (SELECT any_value(regexp_extract(v, '=(.*)', 1))
   FROM (SELECT unnest(x.env) AS v FROM exec x
         WHERE x.host = s.host AND x.session = s.session AND x.tty = s.tty)
   WHERE starts_with(v, 'SSH_CONNECTION=')) AS ssh
FROM sessions s
  LEFT JOIN (SELECT host, pid, tty, max(start) AS start FROM process WHERE tty IS NOT NULL GROUP BY ALL) l
    ON l.host = s.host AND l.pid = s.session AND l.tty = s.tty
WHERE ($id::BIGINT IS NULL OR s.id = $id::BIGINT)
  AND ($pid::INTEGER IS NULL OR EXISTS (FROM process p WHERE p.host = s.host AND p.session = s.session AND p.tty = s.tty
    AND p.host = $machine::INTEGER AND p.pid = $pid::INTEGER AND p.start = $start::BIGINT))
ORDER BY s.id
LIMIT $limit::BIGINT
