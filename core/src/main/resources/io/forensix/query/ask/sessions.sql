-- SPDX-License-Identifier: Apache-2.0
SELECT s.id, s.host, s.tty, s.session, s.uid, s.login_uid, s.leader, s.began, s.ended,
  (SELECT count(*) FROM exec x WHERE x.host = s.host AND x.session = s.session AND x.tty = s.tty) AS commands,
  (SELECT any_value(regexp_extract(v, '=(.*)', 1))
   FROM (SELECT unnest(x.env) AS v FROM exec x
         WHERE x.host = s.host AND x.session = s.session AND x.tty = s.tty)
   WHERE starts_with(v, 'SSH_CONNECTION=')) AS ssh
FROM sessions s
ORDER BY s.id
