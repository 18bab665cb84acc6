-- SPDX-License-Identifier: Apache-2.0
SELECT fd, path, cause, from_pid, from_fd, began, ended, cloexec, doubts AS uncertain
FROM fd
WHERE pid = $pid::INTEGER AND ($at::TIMESTAMP IS NULL OR began <= $at::TIMESTAMP AND (ended IS NULL OR ended > $at::TIMESTAMP))
ORDER BY fd, began
