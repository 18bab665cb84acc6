-- SPDX-License-Identifier: Apache-2.0
-- Events, third part: the last ones.
, page AS (SELECT row FROM chosen ORDER BY time DESC, recording DESC, cpu DESC, seq DESC LIMIT $limit::BIGINT)
