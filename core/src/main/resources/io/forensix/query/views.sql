-- SPDX-License-Identifier: Apache-2.0
-- The views: what most questions begin with. Comments are documentation, as in tables.sql.

-- Processes as people speak of them.
CREATE VIEW processes AS SELECT
  host, -- machine
  pid, -- number
  start, -- with host and pid, the process for good
  row_number() OVER (PARTITION BY host, pid ORDER BY start) - 1 AS roll, -- how many processes of this recording had the number before
  parent_pid, -- the process that made it
  parent_start, -- start of that one
  began, -- its fork, or when it was first met
  ended, -- its end, NULL while it lives
  coalesce(nullif(array_to_string(command, ' '), ''), nullif(program, ''), comm) AS command, -- what it ran last
  uid, -- real user
  login_uid, -- user at login
  session, -- session
  tty, -- controlling terminal
  CASE WHEN open THEN 'lives' WHEN signal IS NOT NULL THEN 'signal ' || signal ELSE 'exit ' || exit_code END AS how -- how it ended
FROM process;

-- Calls by name, with who made them.
CREATE VIEW calls AS SELECT
  e.host, -- machine
  e.time, -- when it returned
  e.entered, -- when it was entered
  e.pid, -- process
  e.start, -- start of the process
  e.tid, -- thread
  p.comm, -- command name of the process
  e.call, -- name of the call
  e.result, -- result, negative errno on failure
  e.path, -- first string it was given
  e.path2, -- second string
FROM event e LEFT JOIN process p USING (host, pid, start) WHERE e.type = 'call';

-- The names of each file, from its making on until its inode is used for another file: what names it (rename, link) and what it is opened by. Of one file, names_of(path) is faster.
CREATE VIEW names AS SELECT
  host, -- machine
  path, -- a name
  dev, -- device
  inode, -- inode
  since, -- when the inode became this file's, NULL where it was from the start
  until -- when it became another file's, NULL where it did not
FROM names_of(NULL);

-- Everything written to files or read from them: through whichever descriptor, name or call.
CREATE VIEW transfers AS SELECT
  i.time, -- when
  i.host, -- machine
  i.path, -- name by which the file was opened
  i.dev, -- device
  i.inode, -- inode
  i.pid, -- process
  i.start, -- start of the process
  p.comm, -- command name of the process
  p.uid, -- its real user
  i.call, -- call
  i.kind, -- read, write or truncate
  i.fd, -- descriptor
  i.bytes, -- bytes moved
  i.possible, -- true: mapped shared, what was stored or loaded is not seen
FROM io i LEFT JOIN process p USING (host, pid, start);

-- Everything written to files. The columns are those of transfers.
CREATE VIEW writers AS FROM transfers WHERE kind IN ('write', 'truncate');

-- Everything read from files. The columns are those of transfers.
CREATE VIEW readers AS FROM transfers WHERE kind = 'read';

-- Programs that were started, with how their process ended.
CREATE VIEW commands AS SELECT
  x.host, -- machine
  x.time, -- when it was started
  x.pid, -- process
  x.start, -- start of the process
  p.parent_pid, -- who made the process
  p.parent_start, -- start of that one
  x.path, -- path as it was given
  array_to_string(x.argv, ' ') AS command, -- arguments
  x.uid, -- real user
  x.session, -- session
  x.tty, -- controlling terminal
  p.ended, -- end of the process
  p.exit_code, -- exit status
  p.signal, -- signal that ended it
FROM exec x LEFT JOIN process p USING (host, pid, start);

-- Terminal sessions: id is what forensix session and forensix replay are given.
CREATE VIEW sessions AS SELECT
  row_number() OVER (ORDER BY min(began), host, session, tty) AS id, -- number for people
  host, -- machine
  session, -- session: pid of its leader
  tty, -- its controlling terminal
  min(began) AS began, -- first process of it
  CASE WHEN bool_or(open) THEN NULL ELSE max(ended) END AS ended, -- end of its last process, NULL while one lives
  min(uid) FILTER (pid = session) AS uid, -- user of the leader
  min(login_uid) AS login_uid, -- user at login
  arg_min(comm, began) AS leader, -- command name of the first process
  count(*) AS processes -- processes of it
FROM process WHERE tty IS NOT NULL GROUP BY host, session, tty;
