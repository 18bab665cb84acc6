-- SPDX-License-Identifier: Apache-2.0
-- Events, third part: a window behind a place, NULL for the beginning.
, page AS (
  SELECT row FROM chosen
  WHERE $after_time::BIGINT IS NULL OR time >= make_timestamp_ns($after_time::BIGINT)
    AND (time, recording, cpu, seq) > (make_timestamp_ns($after_time::BIGINT), $after_recording::INTEGER, $after_cpu::SMALLINT, $after_seq::BIGINT)
  ORDER BY time, recording, cpu, seq
  LIMIT $limit::BIGINT OFFSET $offset::BIGINT
)
