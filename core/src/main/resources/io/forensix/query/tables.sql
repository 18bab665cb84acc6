-- SPDX-License-Identifier: Apache-2.0
-- The tables. A comment before a relation, and one beside each of its columns, is its documentation:
-- forensix schema shows them, and DuckDB keeps them (duckdb_tables(), duckdb_columns()).
-- Times are UTC. A process is (host, pid, start).

-- A machine, from one boot to the next: times and process numbers are comparable within one.
CREATE TABLE host (
  host INTEGER, -- number of the host in this index
  name VARCHAR, -- host name
  machine UUID, -- /etc/machine-id
  boot UUID, -- the kernel's boot_id
  kernel VARCHAR -- release of the kernel
);

-- A recording: one load of the kernel module.
CREATE TABLE recording (
  recording INTEGER, -- its number in the archive, from 1
  host INTEGER, -- machine that was recorded
  id UUID, -- random id
  abi INTEGER, -- version of the layout of its records
  cpus INTEGER, -- number of rings
  program VARCHAR, -- what wrote the archive
  began TIMESTAMP_NS -- when it began
);

-- A process, over all of its life.
CREATE TABLE process (
  host INTEGER, -- machine
  pid INTEGER, -- number, in the initial pid namespace
  start BIGINT, -- ns of boot time at which it started: with host and pid it names the process for good
  parent_pid INTEGER, -- the process that made it
  parent_start BIGINT, -- start of that one, NULL where it is not known
  began TIMESTAMP_NS, -- its fork, or the first record that speaks of it
  ended TIMESTAMP_NS, -- its end; NULL while it lives, as far as is known
  earlier BOOLEAN, -- whether it lived before the recording
  comm VARCHAR, -- command name, as last seen
  program VARCHAR, -- path of the last program it ran, or its parent's where it ran none
  command VARCHAR[], -- arguments of that program
  uid UINTEGER, -- real user, as last seen
  euid UINTEGER, -- effective user
  login_uid UINTEGER, -- user at login, NULL where there was none
  session INTEGER, -- session of setsid(2): pid of its leader
  tty VARCHAR, -- controlling terminal below /dev, NULL for none
  exit_code INTEGER, -- exit status, NULL while it lives or where a signal ended it
  signal INTEGER, -- signal that ended it, else NULL
  open BOOLEAN -- whether its end is not on record
);

-- A thread.
CREATE TABLE thread (
  host INTEGER, -- machine
  pid INTEGER, -- its process
  start BIGINT, -- start of its process
  tid INTEGER, -- number of the thread
  began TIMESTAMP_NS, -- when it was made, or found
  ended TIMESTAMP_NS, -- when it ended; NULL while it lives
  open BOOLEAN -- whether its end is not on record
);

-- A program that was started: exec.
CREATE TABLE exec (
  host INTEGER, -- machine
  time TIMESTAMP_NS, -- when
  pid INTEGER, -- process
  start BIGINT, -- start of the process
  path VARCHAR, -- path as it was given
  argv VARCHAR[], -- arguments
  env VARCHAR[], -- environment
  comm VARCHAR, -- command name
  dev INTEGER, -- device of the program's file, (major << 20) | minor
  inode UBIGINT, -- inode of the program's file
  uid UINTEGER, -- real user after it
  euid UINTEGER, -- effective user after it
  login_uid UINTEGER, -- user at login, NULL where there was none
  session INTEGER, -- session
  tty VARCHAR -- controlling terminal, NULL for none
);

-- Each system call, and each other thing that happened, in the order of the archive.
CREATE TABLE event (
  host INTEGER, -- machine
  recording INTEGER, -- recording
  cpu SMALLINT, -- CPU that wrote the record
  seq BIGINT, -- number of the record on that CPU
  time TIMESTAMP_NS, -- when the record was written: of a call, at its end
  entered TIMESTAMP_NS, -- of a call: when it was entered
  pid INTEGER, -- process
  start BIGINT, -- start of the process
  tid INTEGER, -- thread
  type VARCHAR, -- call, or what else: fork, exec, exit, context, mark
  call VARCHAR, -- name of the call
  result BIGINT, -- result as the kernel has it, a negative errno on failure; NULL where it did not return
  a0 BIGINT, -- first argument register; of a fork, the child's pid
  a1 BIGINT, -- second
  a2 BIGINT, -- third
  a3 BIGINT, -- fourth
  a4 BIGINT, -- fifth
  a5 BIGINT, -- sixth
  path VARCHAR, -- first string the call was given: a path, mostly; of a mark, the settings it tells
  path2 VARCHAR, -- second string
  file UBIGINT, -- number of the open file behind the first descriptor
  unfinished BOOLEAN -- whether the call had not returned at the end of what is indexed
);

-- What moved bytes through a descriptor, changed a file's length, or mapped it.
CREATE TABLE io (
  host INTEGER, -- machine
  recording INTEGER, -- recording
  cpu SMALLINT, -- CPU that wrote the record
  seq BIGINT, -- number of the record on that CPU
  time TIMESTAMP_NS, -- when the call returned
  pid INTEGER, -- process
  start BIGINT, -- start of the process
  tid INTEGER, -- thread
  call VARCHAR, -- name of the call, or io_uring
  kind VARCHAR, -- read, write, truncate, or map (what is done through a mapping is not seen)
  possible BOOLEAN, -- true: it could have been done through this mapping; false: it was done
  fd INTEGER, -- descriptor, NULL where the call has none
  file UBIGINT, -- number of the open file description
  dev INTEGER, -- device of the file system, (major << 20) | minor
  inode UBIGINT, -- inode
  mode INTEGER, -- type and permission bits
  path VARCHAR, -- path of the open file when it was first met, or addresses of a socket
  pos BIGINT, -- offset in the file, where the call names one; -1 where that is not on record; of a truncate, the new length
  bytes BIGINT, -- bytes moved; of fallocate, those it is about
  data BLOB, -- these bytes, as far as they are on record
  whole BOOLEAN -- whether data is all of them, and did not change while the call ran
);

-- An open file description, from its first mention on.
CREATE TABLE file (
  host INTEGER, -- machine
  file UBIGINT, -- its number; used again once it is closed
  since TIMESTAMP_NS, -- when it was first met, or a socket's address changed
  dev INTEGER, -- device of the file system
  inode UBIGINT, -- inode
  mode INTEGER, -- type and permission bits
  flags INTEGER, -- O_*
  path VARCHAR, -- the kernel's path, or addresses of a socket
  family INTEGER, -- AF_* of a socket, else 0
  type INTEGER, -- SOCK_* of a socket, else 0
  protocol INTEGER, -- protocol of a socket, else 0
  local VARCHAR, -- own address of a socket
  peer VARCHAR -- address of its peer
);

-- What a descriptor of a process pointed to, from when to when, and how that came about.
CREATE TABLE fd (
  host INTEGER, -- machine
  pid INTEGER, -- process
  start BIGINT, -- start of the process
  fd INTEGER, -- descriptor
  file UBIGINT, -- number of the open file behind it
  dev INTEGER, -- device of the file system
  inode UBIGINT, -- inode
  mode INTEGER, -- type and permission bits
  path VARCHAR, -- path of the file as it was opened
  began TIMESTAMP_NS, -- when it came to be
  ended TIMESTAMP_NS, -- when it was closed; NULL while it is open
  cause VARCHAR, -- how it came to be: open, dup, fork, scm_rights, ...
  from_pid INTEGER, -- the process whose descriptor it is a copy of, else NULL
  from_start BIGINT, -- start of that process
  from_fd INTEGER, -- the descriptor it is a copy of, else NULL
  cloexec BOOLEAN, -- whether exec closes it
  how_ended VARCHAR, -- how it was closed: close, exec, exit, ...
  doubts VARCHAR, -- what is not certain, NULL for nothing: words of origin, end, file, path
  open BOOLEAN -- whether no end is on record
);

-- A name of a file, from when to when.
CREATE TABLE name (
  host INTEGER, -- machine
  path VARCHAR, -- whole path, as seen from the root of who used it
  dev INTEGER, -- device of the file, NULL where it is not known
  inode UBIGINT, -- inode of the file, NULL where it is not known
  mode INTEGER, -- type and permission bits
  target VARCHAR, -- where a symbolic link leads
  began TIMESTAMP_NS, -- when the file got the name, or was first met by it
  ended TIMESTAMP_NS, -- when it lost it; NULL while it has it
  cause VARCHAR, -- create, mkdir, link, symlink, rename, found
  before VARCHAR, -- of a rename, the path before; of a link, the other name
  how_ended VARCHAR, -- unlink, rename, overwritten, ...
  doubts VARCHAR, -- what is not certain, NULL for nothing
  open BOOLEAN -- whether no end is on record
);

-- A socket, for as long as its addresses were these; with a peer, a connection.
CREATE TABLE socket (
  host INTEGER, -- machine
  file UBIGINT, -- number of the open file
  inode UBIGINT, -- inode of the socket
  family INTEGER, -- AF_*
  type INTEGER, -- SOCK_*
  protocol INTEGER, -- protocol
  local VARCHAR, -- its own address
  peer VARCHAR, -- address of its peer, NULL for none
  opened TIMESTAMP_NS, -- when the socket itself was made
  began TIMESTAMP_NS, -- from when on its addresses are these
  ended TIMESTAMP_NS, -- until when
  cause VARCHAR, -- socket, accept, bind, connect, ...
  pid INTEGER, -- process that did so
  start BIGINT, -- start of that process
  doubts VARCHAR, -- what is not certain, NULL for nothing
  open BOOLEAN -- whether no end is on record
);

-- A session (setsid) with one controlling terminal.
CREATE TABLE session (
  host INTEGER, -- machine
  session INTEGER, -- its number: pid of the process that began it
  leader_start BIGINT, -- start of that process, NULL where it is not known
  tty VARCHAR, -- controlling terminal, NULL for none
  login_uid UINTEGER, -- user at login, NULL where there was none
  audit_session UINTEGER, -- login session of audit, NULL where there is none
  began TIMESTAMP_NS, -- since when
  ended TIMESTAMP_NS, -- until when; NULL while it lasts
  cause VARCHAR, -- setsid, terminal, found
  doubts VARCHAR, -- what is not certain, NULL for nothing
  open BOOLEAN -- whether no end is on record
);

-- What went through a terminal: what was shown, what was typed, and its size.
CREATE TABLE tty_io (
  host INTEGER, -- machine
  recording INTEGER, -- recording
  cpu SMALLINT, -- CPU that wrote the record
  seq BIGINT, -- number of the record on that CPU
  time TIMESTAMP_NS, -- when
  tty VARCHAR, -- terminal below /dev
  pid INTEGER, -- process
  start BIGINT, -- start of the process
  side VARCHAR, -- master: the terminal emulator's; slave: the programs'
  what VARCHAR, -- output, input, size, mode
  data BLOB, -- the bytes
  rows INTEGER, -- of a size; of a mode, the output flags (c_oflag)
  columns INTEGER -- of a size
);

-- A signal, as it was sent or delivered.
CREATE TABLE signal (
  host INTEGER, -- machine
  time TIMESTAMP_NS, -- when
  what VARCHAR, -- sent, delivered
  pid INTEGER, -- process: who sent it, or to whom it was delivered
  start BIGINT, -- start of that process
  signal INTEGER, -- number of the signal
  code INTEGER, -- si_code
  other_pid INTEGER, -- the receiver of what was sent; the sender, where one is known, of what was delivered
  handled BOOLEAN -- of what was delivered: whether a handler ran
);

-- What is missing: records that were lost, and what is damaged in the archive.
CREATE TABLE loss (
  recording INTEGER, -- recording, NULL where that is not known
  host INTEGER, -- machine, NULL where that is not known
  what VARCHAR, -- lost: the recorder says so; gap: numbers are missing; damaged: the archive is
  cpu INTEGER, -- CPU, NULL where that is not known
  first TIMESTAMP_NS, -- from
  last TIMESTAMP_NS, -- to
  records BIGINT, -- how many, NULL where that is not known
  text VARCHAR -- why, or what exactly
);

-- How far the archive is indexed. Internal: changed in the same transaction as the rows.
CREATE TABLE progress (
  version INTEGER, -- version of these tables
  blocks BIGINT, -- blocks of the archive that were seen
  recording INTEGER, -- recording that was read last
  done VARCHAR -- for each CPU of it, the number of the last record: CPU:NUMBER
);
