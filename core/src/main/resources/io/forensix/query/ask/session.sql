-- SPDX-License-Identifier: Apache-2.0
SELECT c.time, c.pid, c.start, c.parent_pid, c.parent_start, c.uid, c.ended, c.exit_code, c.signal, c.command
FROM commands c JOIN sessions s ON c.host = s.host AND c.session = s.session AND c.tty = s.tty
WHERE s.id = $id::BIGINT
ORDER BY c.time
