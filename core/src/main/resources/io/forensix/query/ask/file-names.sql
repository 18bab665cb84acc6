-- SPDX-License-Identifier: Apache-2.0
SELECT host AS machine, path, dev, inode::VARCHAR AS inode, since, until
FROM names_of($path::VARCHAR)
ORDER BY host, dev, inode, since, path
LIMIT $limit::BIGINT
