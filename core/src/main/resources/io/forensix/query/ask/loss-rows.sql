-- SPDX-License-Identifier: Apache-2.0
SELECT host AS machine, what, cpu, first, last, records, text
FROM loss
WHERE first IS NULL OR ((last >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (first < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL))
ORDER BY first, cpu
LIMIT $limit::BIGINT
