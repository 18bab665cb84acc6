-- SPDX-License-Identifier: Apache-2.0
SELECT min(time), max(time) FROM event
