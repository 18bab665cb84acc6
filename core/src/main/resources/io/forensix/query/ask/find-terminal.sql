-- SPDX-License-Identifier: Apache-2.0
-- All that was typed and shown, terminal by terminal; of its two ends the one that has it exactly.
SELECT host, tty, what, epoch_ns(time) AS ns, data
FROM tty_io
WHERE what IN ('input', 'output')
QUALIFY side = min(side) OVER (PARTITION BY host, tty, what)
ORDER BY host, tty, what, time, recording, cpu, seq
