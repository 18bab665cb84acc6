-- SPDX-License-Identifier: Apache-2.0
-- Users by number, or by a name that a program of theirs was told.
WITH told AS (
  SELECT uid, list(DISTINCT name ORDER BY name) AS names
  FROM (SELECT uid, regexp_extract(v, '^(USER|LOGNAME)=(.*)$', 2) AS name FROM (SELECT uid, unnest(env) AS v FROM exec)
    WHERE starts_with(v, 'USER=') OR starts_with(v, 'LOGNAME='))
  WHERE name <> '' GROUP BY uid
)
SELECT p.uid, coalesce(any_value(t.names), []) AS names, count(*) AS processes, min(p.began) AS first, max(coalesce(p.ended, p.began)) AS last
FROM process p LEFT JOIN told t USING (uid)
WHERE p.uid::VARCHAR = $q::VARCHAR OR list_bool_or(list_transform(t.names, lambda name: contains(lower(name), lower($q::VARCHAR))))
GROUP BY p.uid
ORDER BY p.uid
LIMIT $limit::BIGINT
