-- SPDX-License-Identifier: Apache-2.0
-- The last thing on record.
SELECT max(time) FROM (SELECT max(time) AS time FROM event UNION ALL SELECT max(last) FROM loss)
