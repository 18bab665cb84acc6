-- SPDX-License-Identifier: Apache-2.0
SELECT path, host AS machine, min(first) AS first
FROM (
  SELECT host, path, began AS first FROM name WHERE contains(lower(path), lower($q::VARCHAR))
  UNION ALL
  SELECT host, path, since FROM file WHERE family = 0 AND contains(lower(path), lower($q::VARCHAR))
)
GROUP BY path, host
ORDER BY length(path), path, host
LIMIT $limit::BIGINT
