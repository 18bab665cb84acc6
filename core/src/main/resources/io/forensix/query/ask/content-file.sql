-- SPDX-License-Identifier: Apache-2.0
-- Which file had a name: those it named, in time order, and of those that are in no list of names the ones that were opened by it.
SELECT host, dev, inode, began, ended, cause, how_ended
FROM (
  SELECT host, dev, inode, began, ended, cause, how_ended FROM name WHERE path = $file::VARCHAR AND inode IS NOT NULL
  UNION ALL
  SELECT host, dev, inode, min(since), NULL, 'found', NULL FROM file
  WHERE path = $file::VARCHAR AND family = 0 AND NOT EXISTS (FROM name WHERE path = $file::VARCHAR AND inode IS NOT NULL)
  GROUP BY host, dev, inode
)
ORDER BY began
