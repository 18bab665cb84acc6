#!/bin/sh
# SPDX-License-Identifier: GPL-2.0
# setsid -w reload.sh MODULE BINARIES [TIMES]: loads, records and unloads under load, in
# the guest. Every other time the reader is killed first, so that the module goes
# while it records, with full rings and held tasks. Of each kind every other recording
# is sealed.
set -e
module=$1 bin=$2 times=${3:-100}
# A machine whose reader is gone stands still, but for the session it spares.
session=$(ps -o sid= -p $$ | tr -d ' ')
# Ends by itself, long after the last round, should the kill below not come.
setsid "$bin/load" 600 2 > /dev/null &
load=$!
i=0
while [ $i -lt "$times" ]; do
	i=$((i + 1))
	seal=
	[ $((i / 2 % 2)) -eq 0 ] || seal=yes
	insmod "$module" ring_bytes=524288 spare_session="$session"
	if [ $((i % 2)) -eq 0 ]; then
		"$bin/drain" -q ${seal:+-k} sleep 0.05 > /tmp/drain.out
		grep -q 'lost 0 .*wrong 0' /tmp/drain.out || { cat /tmp/drain.out; exit 1; }
	else
		"$bin/drain" -q ${seal:+-k} > /dev/null &
		reader=$!
		# A reader killed before it has begun would leave nobody to be held.
		until grep -q '^recording 1' /proc/auditinfo; do sleep 0.01; done
		sleep 0.05
		kill -9 $reader
		wait $reader || true
		# The rings fill, the load is held.
		until [ "$(awk '/^held_now/ { print $2 }' /proc/auditinfo)" -ge 2 ]; do sleep 0.01; done
	fi
	rmmod forensix
done
kill -0 $load
pkill load
echo "reload: $times times"
