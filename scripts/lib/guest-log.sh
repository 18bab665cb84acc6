# shellcheck shell=bash
# Reads the kernel log of a guest: what in it is a warning, and what of it to show.

# guest-init writes this line before the command; what the kernel said before is not the command's doing.
FX_LOG_MARK='forensix-guest: the command starts'

# Extended regular expressions, one a line. A program that dies of a general protection fault is logged as
# "... fault ip:", the kernel's own as "... fault:" or "... fault,".
FX_LOG_WARNINGS='WARNING:
BUG:
kernel BUG at
Oops
Call Trace
general protection fault[:,]
KASAN
KCSAN
KFENCE
UBSAN
blocked for more than
hung.task
detected (expedited )?stalls?
self-detected stall
rcu.*(stall|starved)
possible circular locking
possible recursive locking
possible irq lock inversion
possible deadlock
inconsistent lock state
suspicious RCU usage
DEBUG_LOCKS_WARN_ON
bad unlock balance
held lock freed
trying to register non-static key
turning off the locking correctness validator
ODEBUG:
lock held when returning to user space
sleeping function called from invalid context
scheduling while atomic
refcount_t:
list_(add|del) corruption
kmemleak: [0-9]+ new
unreferenced object
Unable to handle kernel'

# What the kernel says, with the way it came, of memory that it could not have (warn_alloc).
FX_LOG_DENIED='(vmalloc error|page allocation failure): '

# fx_log_without_denied: a log without what it says of memory that a test denied.
fx_log_without_denied() {
  awk -v denied="$FX_LOG_DENIED" '$0 ~ denied { within = 1 } !within { print } /<\/TASK>/ { within = 0 }'
}

# fx_log_warnings LOG [FILTER]: prints each warning with the lines after it, of what FILTER lets through; returns 1 if there
# is none.
fx_log_warnings() {
  # awk reads to the end, for one that stops early would end the others by a signal.
  sed "1,/$FX_LOG_MARK/d" "$1" | "${2:-cat}" | grep -a -E -A 12 -f <(printf '%s\n' "$FX_LOG_WARNINGS") | awk 'NR <= 120'
  [[ ${PIPESTATUS[2]} -eq 0 ]]
}
