-- SPDX-License-Identifier: Apache-2.0
-- Events, second part: those that are wanted. $calls: names, or the types of what is no call, parted by commas.
, chosen AS (
  FROM mine
  WHERE (time >= $from::TIMESTAMP OR $from::TIMESTAMP IS NULL) AND (time < $to::TIMESTAMP OR $to::TIMESTAMP IS NULL)
    AND ($calls::VARCHAR IS NULL OR list_contains(string_split($calls::VARCHAR, ','), coalesce(call, type)))
    AND (NOT $failed::BOOLEAN OR type = 'call' AND result < 0 AND result >= -4095)
    AND ($text::VARCHAR IS NULL OR contains(lower(path), lower($text::VARCHAR)) OR contains(lower(path2), lower($text::VARCHAR)))
)
