-- SPDX-License-Identifier: Apache-2.0
SELECT recording, host AS machine, id::VARCHAR AS id, began, cpus, program FROM recording ORDER BY recording
