-- SPDX-License-Identifier: Apache-2.0
SELECT s.local, s.peer, s.began, s.ended, s.cause, s.host || '-' || s.pid || '-' || s.start AS process, s.pid, p.comm
FROM socket s LEFT JOIN process p USING (host, pid, start)
WHERE contains(lower(s.local), lower($q::VARCHAR)) OR contains(lower(s.peer), lower($q::VARCHAR))
ORDER BY s.began
LIMIT $limit::BIGINT
