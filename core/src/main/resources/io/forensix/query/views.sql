-- SPDX-License-Identifier: Apache-2.0
-- The views: what most questions begin with. Comments are documentation, as in tables.sql.

