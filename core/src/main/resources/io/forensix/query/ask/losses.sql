-- SPDX-License-Identifier: Apache-2.0
SELECT coalesce(sum(records), 0) AS records, count(*) AS rows,
  count(*) FILTER (what = 'damaged') AS damaged
FROM loss
WHERE first IS NULL OR ((last >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (first < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL))
