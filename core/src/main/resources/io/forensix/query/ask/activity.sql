-- SPDX-License-Identifier: Apache-2.0
-- What happened in each part of a time. $from and $step are ns since 1970. What is lost is spread evenly over the time in which it was.
WITH seen AS (
  SELECT (epoch_ns(time) - $from::BIGINT) // $step::BIGINT AS bucket, count(*) AS events, count(*) FILTER (type = 'call') AS calls,
    count(*) FILTER (type = 'call' AND result < 0 AND result >= -4095) AS failed
  FROM event
  WHERE time >= make_timestamp_ns($from::BIGINT) AND time < make_timestamp_ns($from::BIGINT + $step::BIGINT * $buckets::BIGINT)
  GROUP BY bucket
),
gone AS (
  SELECT bucket, sum(records * (least(last, (bucket + 1) * $step::BIGINT) - greatest(first, bucket * $step::BIGINT)) / (last - first)) AS lost
  FROM (
    SELECT epoch_ns(first) - $from::BIGINT AS first, epoch_ns(last) - $from::BIGINT + 1 AS last, coalesce(records, 1) AS records,
      unnest(range(greatest(0, (epoch_ns(first) - $from::BIGINT) // $step::BIGINT),
        least($buckets::BIGINT, (epoch_ns(last) - $from::BIGINT) // $step::BIGINT + 1))) AS bucket
    FROM loss WHERE first IS NOT NULL AND last IS NOT NULL
  )
  GROUP BY bucket
)
SELECT bucket, make_timestamp_ns($from::BIGINT + bucket * $step::BIGINT) AS time, coalesce(events, 0) AS events, coalesce(calls, 0) AS calls,
  coalesce(failed, 0) AS failed, ceil(coalesce(lost, 0))::BIGINT AS lost
FROM seen FULL JOIN gone USING (bucket)
ORDER BY bucket
