#!/usr/bin/awk -f
# Checks kernel/syscalls.tbl against the grammar and the lists in its own head
# comment ("# plain int ..", "# group io .." and so on), so that nothing is said
# in two places.
#
#	awk -f kernel/tests/tbl-check.awk kernel/syscalls.tbl
#
# Prints "line N: what is wrong" for each fault; exit code 1 if there was one.
# Plain POSIX awk: it runs under mawk, gawk and busybox.

BEGIN {
	abi = ""
	faults = 0
	last = -1
	gap_from = gap_to = -1
}

function fault(what) {
	print "line " FNR ": " what
	faults++
}

function is_name(s)	{ return s ~ /^[a-z_][a-z0-9_]*$/ }
function is_number(s)	{ return s ~ /^(0|[1-9][0-9]*)$/ }

# A section ends: what it declared must have been used.
function end_section(   name) {
	for (name in size)
		if (!(name in used))
			fault("abi " abi ": type " name " is declared and not used")
	split("", size)
	split("", used)
	split("", name_line)
	last = -1
}

# What the head lists must be used by some row.
function check_used(list, used_of, what,   name) {
	for (name in list)
		if (!(name in used_of))
			fault(what " " name " (line " list[name] ") is not used")
}

# What a length counts: argument[] has the types of this row's arguments by name.
function check_count(arg, s) {
	if (s == "ret")
		return
	if (substr(s, 1, 1) == "*") {
		s = substr(s, 2)
		if (!(s in argument))
			fault(arg ": no argument " s " to read a length through")
		else if (argument[s] !~ /@/)
			fault(arg ": " s " is not captured, so no length can be read there")
		return
	}
	if (!(s in argument))
		fault(arg ": no argument " s)
	else if (argument[s] ~ /@/)
		fault(arg ": " s " is no number (did you mean *" s "?)")
}

function check_length(arg, type, dir, len,   count, factor) {
	if (type == "cstr" || type == "strv") {
		fault(arg ": a " type " has no length")
		return
	}
	if (len ~ /^!/) {
		if (!(len in functions))
			fault(arg ": function " len " is not in the list")
		functions_used[len] = 1
		return
	}
	if (is_number(len)) {
		if (len == 0)
			fault(arg ": a length of 0")
		if ((type in size) && len % size[type])
			fault(arg ": " len " bytes is no whole number of " type ", " size[type])
		if ((type in size) && len == size[type])
			fault(arg ": " len " is the size of " type " anyway")
		return
	}
	if (len !~ /^\*?[a-z_][a-z0-9_]*(\*[1-9][0-9]*)?(\+[1-9][0-9]*)?$/) {
		fault(arg ": length \"" len "\" is not in the grammar")
		return
	}
	count = len
	sub(/\+[0-9]+$/, "", count)
	if (match(count, /.\*[0-9]+$/)) {
		factor = substr(count, RSTART + 2)
		count = substr(count, 1, RSTART)
		if ((type in size) && factor != size[type])
			fault(arg ": elements of " factor " bytes, but a " type " has " size[type])
	}
	if (count == "ret" && dir != "out")
		fault(arg ": \"ret\" is known at exit only, the direction must be out")
	check_count(arg, count)
}

function check_argument(arg,   a, n, name, rest, type, dir, len) {
	n = index(arg, ":")
	name = substr(arg, 1, n - 1)
	rest = substr(arg, n + 1)
	if (rest !~ /@/) {
		if (rest in size || rest in captures)
			fault(arg ": " rest " is captured, so it must say which way (@in, @out, @inout)")
		else if (!(rest in plain))
			fault(arg ": no type " rest)
		plain_used[rest] = 1
		return
	}
	n = split(rest, a, "@")
	type = a[1]
	dir = a[2]
	len = ""
	if (n != 2) {
		fault(arg ": more than one @")
		return
	}
	n = index(dir, ":")
	if (n) {
		len = substr(dir, n + 1)
		dir = substr(dir, 1, n - 1)
		if (len == "")
			fault(arg ": an empty length")
	}
	if (dir != "in" && dir != "out" && dir != "inout")
		fault(arg ": direction \"" dir "\" is not in, out or inout")
	if (type in size)
		used[type] = 1
	else if (type in captures)
		captures_used[type] = 1
	else if (type in plain)
		fault(arg ": " type " is a plain type, nothing is read through it")
	else
		fault(arg ": no type " type " in abi " abi)
	if (len != "")
		check_length(arg, type, dir, len)
	else if (type == "bytes" || type == "sockaddr")
		fault(arg ": " type " needs a length")
}

function check_row(   a, i, n, seen, touches_fd, in_fd) {
	if (!is_number($1) || !is_name($2)) {
		fault("neither abi, type nor NUMBER NAME ..")
		return
	}
	if (abi == "")
		fault("a row before the first abi line")
	if (NF < 4) {
		fault($2 ": NUMBER NAME GROUPS RETURN are needed")
		return
	}
	rows[abi]++
	if ($1 + 0 <= last)
		fault($2 ": number " $1 " after " last)
	else if ($1 + 0 != last + 1 && (gap_from != last + 1 || gap_to != $1 - 1))
		fault($2 ": " last + 1 ".." $1 - 1 " have no row; where there is no call, a" \
		      " comment \"# " last + 1 ".." $1 - 1 ": no such calls\" says so")
	last = $1 + 0
	if ($2 in name_line)
		fault($2 ": stands in line " name_line[$2] " already")
	name_line[$2] = FNR

	in_fd = 0
	if ($3 != "-") {
		n = split($3, a, ",")
		for (i = 1; i <= n; i++) {
			if (!(a[i] in groups))
				fault($2 ": no group " a[i])
			if (a[i] in seen)
				fault($2 ": group " a[i] " twice")
			seen[a[i]] = 1
			groups_used[a[i]] = 1
			if (a[i] == "fd")
				in_fd = 1
		}
	}
	split("", seen)

	if ($4 != "void" && !($4 in plain))
		fault($2 ": no return type " $4)
	plain_used[$4] = 1
	touches_fd = $4 == "fd"

	if (NF - 4 > 6)
		fault($2 ": " NF - 4 " arguments, there are six registers")
	split("", argument)
	for (i = 5; i <= NF; i++) {
		n = index($i, ":")
		if (!n || !is_name(substr($i, 1, n - 1)) || substr($i, 1, n - 1) == "ret") {
			fault($i ": an argument is NAME:TYPE")
			return
		}
		if (substr($i, 1, n - 1) in argument)
			fault($2 ": two arguments " substr($i, 1, n - 1))
		argument[substr($i, 1, n - 1)] = substr($i, n + 1)
		if ($i ~ /:(fd|dirfd)$/ || $i ~ /:fd_pair@/)
			touches_fd = 1
	}
	for (i = 5; i <= NF; i++) {
		check_argument($i)
		if ($i ~ /:!(iovec|mmsghdr|clone3)$/ && i == NF)
			fault($i ": needs an argument after it")
		if ($i ~ /:!(ioctl|fcntl)$/ && i != 7)
			fault($i ": must be the third argument")
	}
	if (touches_fd && !in_fd)
		fault($2 ": has a descriptor but is not in group fd")
}

# The lists in the head comment.
/^# (plain|capture|function|group) / {
	if (abi != "")
		fault("a list entry below the first abi line")
	if ($2 == "plain")
		plain[$3] = FNR
	else if ($2 == "capture")
		captures[$3] = FNR
	else if ($2 == "function")
		functions[$3] = FNR
	else
		groups[$3] = FNR
}

# Numbers that no call has.
/^# [0-9]+(\.\.[0-9]+)?: no such calls?$/ {
	gap_from = gap_to = $2
	sub(/\.\..*/, "", gap_from)
	sub(/.*\.\./, "", gap_to)
	gap_from += 0
	gap_to += 0
}

/[^\t -~]/ { fault("a character outside printable ASCII") }
/[ \t]$/ { fault("blanks at the end of the line") }

{ sub(/#.*/, "") }
NF == 0 { next }

$1 == "abi" {
	if (abi != "")
		end_section()
	abi = $2
	last = -1
	if (NF != 2 || (abi != "x86_64" && abi != "ia32"))
		fault("abi x86_64 and abi ia32 are the sections")
	if (abi in sections)
		fault("abi " abi " twice")
	sections[abi] = FNR
	next
}

$1 == "type" {
	if (abi == "")
		fault("a type before the first abi line")
	if (NF != 3 || !is_name($2) || !is_number($3) || $3 == 0)
		fault("a type is: type NAME SIZE")
	else if ($2 in size)
		fault("type " $2 " twice in abi " abi)
	else if ($2 in plain || $2 in captures)
		fault("type " $2 " has the name of a plain type")
	else if (last >= 0)
		fault("type " $2 " after the first row")
	size[$2] = $3
	next
}

{ check_row() }

END {
	end_section()
	if (!("x86_64" in sections) || !("ia32" in sections))
		fault("both sections, x86_64 and ia32, are needed")
	check_used(plain, plain_used, "plain type")
	check_used(captures, captures_used, "captured type")
	check_used(functions, functions_used, "function")
	check_used(groups, groups_used, "group")
	if (faults) {
		print faults " faults"
		exit 1
	}
	print "syscalls.tbl: " rows["x86_64"] " x86_64 calls, " rows["ia32"] " ia32 calls: no fault"
}
