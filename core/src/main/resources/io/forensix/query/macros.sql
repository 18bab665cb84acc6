-- SPDX-License-Identifier: Apache-2.0
-- What views and questions have in common: parts of a query that take a value.

-- All names of the files that ever had the path that is wanted, or (NULL) of all files; columns as of the view names.
CREATE MACRO names_of(wanted) AS TABLE
WITH
  inodes AS MATERIALIZED (
    SELECT host, dev, inode FROM name WHERE inode IS NOT NULL AND (wanted IS NULL OR path = wanted)
    UNION SELECT host, dev, inode FROM file WHERE family = 0 AND path <> '' AND (wanted IS NULL OR path = wanted)),
  -- An inode begins anew where a file is made, or met after all of its names were gone.
  marked AS (SELECT host, path, dev, inode, began, ended,
    cause IN ('create', 'mkdir') OR began > max(coalesce(ended, TIMESTAMP '2200-01-01')) OVER past IS NOT FALSE AS fresh
    FROM name SEMI JOIN inodes USING (host, dev, inode)
    WINDOW past AS (PARTITION BY host, dev, inode ORDER BY began ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)),
  lived AS (SELECT *, sum(fresh::INTEGER) OVER (PARTITION BY host, dev, inode ORDER BY began, fresh DESC) AS life FROM marked),
  life AS (SELECT host, dev, inode, life, min(began) AS began FROM lived GROUP BY ALL),
  spans AS (SELECT host, dev, inode, life,
    CASE WHEN lag(began) OVER inode IS NOT NULL THEN began END AS since,
    lead(began) OVER inode AS until
    FROM life WINDOW inode AS (PARTITION BY host, dev, inode ORDER BY life)),
  known AS MATERIALIZED (
    SELECT DISTINCT l.host, l.path, l.dev, l.inode, s.since, s.until FROM lived l JOIN spans s USING (host, dev, inode, life)),
  -- What no name is known of, but was open.
  opened AS (SELECT DISTINCT host, path, dev, inode FROM file SEMI JOIN inodes USING (host, dev, inode)
    WHERE family = 0 AND path <> '')
FROM known
UNION ALL SELECT host, path, dev, inode, NULL, NULL FROM opened ANTI JOIN known USING (host, dev, inode);

-- What was done to the file that had a path: rows of a relation with the columns host, dev, inode, path and time.
CREATE MACRO about(relation, wanted) AS TABLE
WITH it AS MATERIALIZED (FROM names_of(wanted) WHERE path = wanted)
SELECT r.* FROM query_table(relation) r JOIN it USING (host, dev, inode)
  WHERE (it.since IS NULL OR r.time >= it.since) AND (it.until IS NULL OR r.time < it.until)
UNION ALL FROM query_table(relation) WHERE inode IS NULL AND path = wanted;
