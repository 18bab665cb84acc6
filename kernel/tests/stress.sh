#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# stress.sh PART MODULE TESTS [long]: in the guest, what scripts/lib/stress-suite wants of it. TESTS
# is where the test programs are; long takes as long as it takes. Exit code 1, and a line that says why,
# when something is wrong.
set -euo pipefail

part=$1 module=$2 tests=$3 long=${4:-}
# Who looks on must not be held with the others: we are spared.
limits=/sys/module/forensix/parameters
session=$(ps -o sid= -p $$ | tr -d ' ')

fail() {
  printf 'FAIL %s\n' "$*"
  exit 1
}

# length SHORT LONG: how much of it.
length() { if [[ $long ]]; then echo "$2"; else echo "$1"; fi; }

# counter NAME: of /proc/auditinfo. Without a program and in one read, for who looks on should make few calls.
counter() {
  local lines line
  mapfile -t lines </proc/auditinfo
  for line in "${lines[@]}"; do
    if [[ $line == "$1 "* ]]; then
      echo "${line#* }"
      return
    fi
  done
}

# until_is COUNTER OPERATOR VALUE: waits for it, a minute at most.
until_is() {
  local i
  for ((i = 0; i < 600; i++)); do
    # shellcheck disable=SC1073,SC1072,SC1009  # the operator is a word of ours
    if test "$(counter "$1")" "$2" "$3"; then return; fi
    sleep 0.1
  done
  cat /proc/auditinfo
  fail "$1 never was $2 $3"
}

expect() { [[ $(counter "$1") == "$2" ]] || fail "$1 is $(counter "$1"), not $2"; }

# load [PARAMETER]...: the module, with small rings unless said otherwise.
load() { insmod "$module" ring_bytes=524288 spare_session="$session" "$@"; }

available_kib() { awk '/^MemAvailable/ { print $2 }' /proc/meminfo; }

# flood SECONDS BYTES [DRAIN OPTION]...: all that was made is recorded, and who is quiet is not held.
flood() {
  local seconds=$1 bytes=$2 before least
  shift 2
  before=$(available_kib)
  "$tests/drain" "$@" -q -m /tmp/made setsid -w sh -c "$tests/fair $seconds 2 $bytes 50 >/tmp/made" &
  least=$before
  while [[ $(jobs -r) ]]; do
    sleep 0.5
    if (($(available_kib) < least)); then least=$(available_kib); fi
  done
  wait $! || { cat /tmp/made; fail "flood of $bytes bytes $*"; }
  sed -n '/^fair/p' /tmp/made
  # The reader's tally takes 16 MiB.
  printf 'memory: at most %d KiB more than before\n' $((before - least))
  ((before - least < 65536)) || fail "memory is not bounded"
  expect lost 0
}

part_flood() {
  load ring_bytes=4194304
  flood "$(length 4 60)" 1
  flood "$(length 3 60)" 65536
  # Who is slow makes others wait: in a ring that fills meanwhile, on a slow kernel too.
  rmmod forensix
  load
  flood "$(length 3 20)" 1 -w 100
  (($(counter throttled) > 0)) || fail "nobody was held"
  rmmod forensix
}

# tap_begin: a reader, in $reader.
tap_begin() {
  "$tests/tap" /tmp/tap &
  reader=$!
  until_is reader = "$reader"
  until_is recording = 1
}

# Its death is what we want: no word about it.
tap_kill() {
  kill -KILL "$reader"
  wait "$reader" 2>/dev/null || true
}

tap_end() {
  kill -TERM "$reader"
  wait "$reader" || fail "the reader ended with $?"
}

# flood_begin: two processes at full speed, and a quiet one, in $flood.
flood_begin() {
  setsid "$tests/fair" 0 2 1 >/tmp/made &
  flood=$!
}

flood_end() {
  kill -TERM "$flood"
  wait "$flood" || fail "the flood ended with $?"
}

# stall: the reader stops, is killed and begins again, again and again, under load.
stall() {
  local i times
  times=$(length 6 50)
  rm -f /tmp/tap
  tap_begin
  flood_begin
  sleep 1
  kill -STOP "$reader"
  sleep "$(length 3 30)"
  printf 'stopped: %s held, %s lost\n' "$(counter held_now)" "$(counter lost)"
  kill -CONT "$reader"
  for ((i = 0; i < times; i++)); do
    sleep 0.2
    tap_kill
    sleep 0.1
    tap_begin
  done
  flood_end
  tap_end
  printf 'killed: %s times, %s lost\n' "$times" "$(counter lost)"
  "$tests/tap" -c /tmp/made /tmp/tap >/tmp/check || { cat /tmp/check; fail "made is not recorded and lost"; }
  grep -v '^tally: thread' /tmp/check
  expect lost "$(sed -n 's/^tap: .* lost \([0-9]*\) .*/\1/p' /tmp/check)"
}

part_reader() {
  load on_stall=block
  stall
  expect lost 0
  rmmod forensix
  load on_stall=drop ring_bytes=4194304 stall_timeout_ms=50
  stall
  (($(counter lost) > 0)) || fail "nothing was dropped"
  rmmod forensix
}

# Held may be whoever can be killed, but never the reader, a kernel thread, or init. All is left as it is: with
# everybody held and a reader that does not read the guest must be able to turn itself off.
part_kill() {
  local i
  load
  "$tests/unheld" || fail "the reader was held"
  tap_begin
  kill -STOP "$reader"
  "$tests/mortal" 1000 || fail "a task that is held was not gone within a second"
  kill -CONT "$reader"
  setsid "$tests/fair" 0 8 1 >/dev/null &
  sleep 0.5
  kill -STOP "$reader"
  until_is held_now -ge 8
  # pktgen has a thread for each CPU, which must have started when modprobe returns, and ended when rmmod does.
  if modinfo pktgen >/dev/null 2>&1; then
    timeout 10 modprobe pktgen || fail "no kernel thread could be made"
    timeout 10 rmmod pktgen || fail "a kernel thread did not end"
  fi
  # Orphans are for init to bury.
  for ((i = 0; i < 20; i++)); do (sleep 0.1 &); done
  sleep 2
  [[ $(ps -o stat= --ppid 1) != *Z* ]] || fail "init was held: it does not bury the dead"
  printf 'kill: %s are held, good night\n' "$(counter held_now)"
}

part_crowd() {
  local i
  load
  echo 30000 >/proc/sys/kernel/threads-max
  crowd bomb "$(length 3 20)" 500
  crowd threads "$(length 2000 10000)" 20
  crowd threads 10000 2
  # Its ring stays, with what is in it, and goes on when it is back.
  "$tests/drain" -q -m /tmp/made setsid -w sh -c "$tests/fair $(length 5 60) 4 1 >/tmp/made" &
  for ((i = 0; i < $(length 3 30); i++)); do
    sleep 0.5
    echo 0 >/sys/devices/system/cpu/cpu1/online
    sleep 0.5
    echo 1 >/sys/devices/system/cpu/cpu1/online
  done
  wait $! || fail "calls are missing after a CPU went and came back"
  expect lost 0
  rmmod forensix
  # The module goes while everybody is held.
  load
  tap_begin
  setsid "$tests/load" 600 8 >/dev/null &
  sleep 0.5
  tap_kill
  until_is held_now -ge 4
  timeout 30 rmmod forensix || fail "the module does not go while tasks are held"
  kill -0 $! || fail "the load ended with the module"
  pkill -P $! load
}

# crowd ARGUMENT...: all that the program says it made is on record.
crowd() {
  "$tests/drain" -q -m /tmp/made setsid sh -c "exec $tests/crowd $* >/tmp/made" ||
    { grep -v ^made /tmp/made; fail "crowd $*"; }
  grep -v -e ^made -e ^forks /tmp/made || true
}

part_stuck() {
  local kind kinds
  kinds=(userfaultfd)
  # The debug kernel has none.
  if modprobe fuse 2>/dev/null; then kinds+=(fuse); fi
  load
  for kind in "${kinds[@]}"; do
    "$tests/drain" -q -m /tmp/made setsid sh -c "exec $tests/stuck $kind >/tmp/made" ||
      { cat /tmp/made; fail "a $kind that never answers"; }
    grep ^stuck /tmp/made
  done
  expect lost 0
  timeout 10 rmmod forensix || fail "the module does not go"
}

part_hostile() {
  load
  "$tests/hostile" "$(length 100000 1000000)" 42 || fail "the reader that means harm"
  "$tests/drain" -q setsid "$tests/load" 1 2 || fail "no good reader after the bad one"
  "$tests/private" || fail "who may not open the device does, or who may does not"
  # An address of the kernel's, in either notation.
  ! grep -nEi '(0x)?ffff[0-9a-f]{12}|\b1844[0-9]{16}\b' /proc/auditinfo || fail "/proc/auditinfo shows addresses"
  rmmod forensix
}

# failures SITE: how many there were.
failures() { awk -v site="$1" '$1 == site && NF == 3 { print $3 }' /proc/auditinfo; }

# Each site of an allocation fails in its turn: those of the load, then the others, under load.
part_memory() {
  local site
  for site in ring ring_pages ring_page ring_twice ring_map seal proc device; do
    ! load fail_site=$site fail_every=1 2>/dev/null || fail "loaded without memory for $site"
    [[ ! -e /sys/module/forensix && ! -e /dev/forensix && ! -e /proc/auditinfo ]] || fail "$site: something is left"
  done
  # What is half made is undone: the last page of a ring, the last hook.
  ! load fail_site=ring_page fail_every=130 2>/dev/null || fail "loaded with a page less than is needed"
  for ((i = 1; i <= 7; i++)); do
    load fail_site=hook fail_every=$i
    ! "$tests/drain" -q true 2>/dev/null || fail "recorded without hook $i"
    echo 0 >$limits/fail_every
    "$tests/drain" -q true >/dev/null || fail "does not record after hook $i failed"
    rmmod forensix
  done
  load
  for site in task stash vector pending snapshot snapshot_tasks; do
    memory "$site" "$(length 1 10)"
  done
  rmmod forensix
}

loading() {
  "$tests/drain" -w 20 -q setsid sh -c "$tests/load $1 4; $tests/edge /tmp/truth" >/tmp/out ||
    { cat /tmp/out; fail "the stream is broken"; }
}

# What a task writes before its call ends is kept until there is room: here, that it exits.
leaving() {
  rm -f /tmp/tap
  tap_begin
  kill -STOP "$reader"
  "$tests/mortal" leave "$reader"
  tap_end >/tmp/out
}

# memory SITE SECONDS: every third allocation, then all, fail under load.
memory() {
  local site=$1 every before lost failed some="2 1"
  # Once a recording: of two the second is never reached.
  if [[ $site == snapshot* ]]; then some=1; fi
  for every in $(length 1 "$some"); do
    before=$(failures "$site") lost=$(counter lost)
    printf '%s\n' "$site" >$limits/fail_site
    printf '%s\n' "$every" >$limits/fail_every
    if [[ $site == pending ]]; then leaving; else loading "$2"; fi
    echo 0 >$limits/fail_every
    failed=$(($(failures "$site") - before)) lost=$(($(counter lost) - lost))
    printf 'memory: %s: %d failures, %d lost; %s\n' "$site" $failed $lost "$(cat /tmp/out)"
    ((failed > 0)) || fail "$site did not fail"
    case $site in
      # A call that finds none at its entry may find some at its exit.
      task) ((every > 1 || lost > 0)) || fail "nothing was lost" ;;
      # The call is on record, and says that something is missing.
      stash) [[ $lost == 0 && $(<"/tmp/out") == *"no-memory $failed "* ]] || fail "not every call says what it lacks" ;;
      *) ((lost == failed)) || fail "not every loss is counted" ;;
    esac
  done
}

declare -F "part_$part" >/dev/null || fail "no part '$part'"
"part_$part"
