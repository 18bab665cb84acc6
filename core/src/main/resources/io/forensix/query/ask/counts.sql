-- SPDX-License-Identifier: Apache-2.0
-- What there is, and from when to when.
SELECT (SELECT count(*) FROM event) AS events, (SELECT count(*) FROM process) AS processes,
  (SELECT count(*) FROM sessions) AS sessions, (SELECT count(*) FROM file) AS files, (SELECT count(*) FROM loss) AS losses,
  (SELECT min(time) FROM event) AS began, (SELECT max(time) FROM event) AS ended
