-- SPDX-License-Identifier: Apache-2.0
-- From when to when an inode was the file that it was at a time.
SELECT max(since) FILTER (since <= make_timestamp_ns($at::BIGINT)), min(until) FILTER (until > make_timestamp_ns($at::BIGINT))
FROM names
WHERE host = $host::INTEGER AND dev = $dev::INTEGER AND inode = $inode::UBIGINT
