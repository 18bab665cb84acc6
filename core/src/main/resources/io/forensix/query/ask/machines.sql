-- SPDX-License-Identifier: Apache-2.0
SELECT host AS machine, name, boot::VARCHAR AS boot, kernel FROM host ORDER BY host
