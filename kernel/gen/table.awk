# SPDX-License-Identifier: GPL-2.0
# table.awk: syscalls.tbl as the C arrays of the capture table (see src/table.h).
#
#	awk -f table.awk -v crc=NUMBER syscalls.tbl
#
# The grammar stands at the head of syscalls.tbl; tests/tbl-check.awk checks it.
# What is wrong in a way that would make wrong C stops the build here.

function fail(why) {
	printf "syscalls.tbl:%d: %s\n", FNR, why > "/dev/stderr"
	failed = 1
	exit 1
}

# The number of the argument with a name; -1 when there is none.
function arg_index(name,    i) {
	for (i = 0; i < nargs; i++)
		if (names[i] == name)
			return i
	return -1
}

# Takes the "*N" and "+N" off a length; sets scale and add.
function scale_of(len, each,    n, part) {
	scale = each
	add = 0
	n = split(len, part, "+")
	if (n == 2)
		add = part[2]
	len = part[1]
	if (match(len, /[^*]\*[0-9]+$/)) {
		scale = substr(len, RSTART + 2)
		len = substr(len, 1, RSTART)
	}
	return len
}

# One op as a C initializer.
function op(kind, arg, length_, from, scale_, add_, flags) {
	if (scale_ + 0 > 65535)
		fail("a size above 65535: " scale_)
	return sprintf("{ FX_OP_%s, %d, FX_LENGTH_%s, %d, %d, %s, %d }",
		       kind, arg, length_, from, scale_, flags, add_)
}

# The op for a captured argument, of which dir is the half in question ("in" or "out"); two_way: it is inout.
function captured(i, type, dir, len, two_way,    from, by) {
	if (type == "cstr")
		return op("CSTR", i, "FIXED", 0, 0, 0, 0)
	if (type == "strv")
		return op("STRV", i, "FIXED", 0, 0, 0, 0)
	by = two_way && !reads_other(len) ? "FX_OP_TWO_WAY" : "0"
	if (dir == "in" && ret == "size" && (len == "!iovec" || len ~ /^!/))
		by = by " | FX_OP_BY_RESULT"
	if (len == "!pages")
		return op("BYTES", i, "PAGES", i - 1, 1, 0, by)
	# Of a message to be filled the head is read before the call, of one that was sent its length after it.
	if (len == "!msghdr" && two_way && dir == "in")
		return op("BYTES", i, "FIXED", 0, size[abi, type], 0, by)
	if (len == "!mmsghdr" && two_way && dir == "out")
		return op("BYTES", i, "RESULT", i + 1, size[abi, type], 0, 0)
	if (len ~ /^!/)
		return op(toupper(substr(len, 2)), i, dir == "out" ? "RESULT" : "ARG", i + 1,
			  (abi, type) in size ? size[abi, type] : 1, 0, by)
	if (len == "") {
		if (!((abi, type) in size))
			fail("no size for type " type)
		return op("BYTES", i, "FIXED", 0, size[abi, type], 0, by)
	}
	if (len ~ /^[0-9]+$/)
		return op("BYTES", i, "FIXED", 0, len, 0, by)
	len = scale_of(len, 1)
	if (len == "ret")
		return op("BYTES", i, "RESULT", bound_of(i), scale, add, 0)
	if (len ~ /^\*/) {
		from = arg_index(substr(len, 2))
		if (from < 0)
			fail("no argument " len)
		return op("BYTES", i, "POINTER", from, scale, add, by)
	}
	from = arg_index(len)
	if (from < 0)
		fail("no argument " len)
	if (dir == "in" && ret == "size" && scale == 1)
		by = by " | FX_OP_BY_RESULT"
	return op("BYTES", i, length_of(types[from]), from, scale, add, by)
}

# An inout argument of which no call writes what it reads.
function reads_other(len) { return len ~ /^!(mmsghdr|prctl|semctl|keyctl|quota|quota_fd)$/ }

# How the value of an argument counts: all of the register, or its low half, with a sign or without.
function length_of(type) {
	if (type ~ /^(size|ulong|long|off|ptr|time)$/)
		return "ARG"
	return type ~ /^(int|fd|dirfd|pid|signal|key_serial)$/ ? "INT" : "UINT"
}

# The argument that says how much room there is for what a call returns; the captured one itself when none does.
function bound_of(i) {
	if (types[i + 1] ~ /^(int|uint|long|ulong|size)$/)
		return i + 1
	if (i > 0 && types[i - 1] ~ /^(int|uint|long|ulong|size)$/)
		return i - 1
	return i
}

function in_group(group) { return ("," $3 ",") ~ ("," group ",") }

# The groups of this row as a mask; a group gets its bit when it is first met.
function group_mask(    part, n, i, mask) {
	mask = "0"
	n = split($3, part, ",")
	for (i = 1; i <= n; i++) {
		if (part[i] == "-")
			continue
		if (!(part[i] in group_bit)) {
			if (groups >= 64)
				fail("more than 64 groups")
			group_bit[part[i]] = groups
			group_name[groups++] = part[i]
		}
		mask = mask sprintf(" | 1ULL << %d", group_bit[part[i]])
	}
	return mask
}

# Ops that src/quick.c does; what they make up as a whole it does without looking at each. A clone is a quick
# one at its entry, where it has nothing; at its exit quick.c leaves it to call.c.
function is_quick(o) {
	return o ~ /FX_OP_(FILE|RESULT_FILE|BYTES|CSTR|FUTEX|MADE_CLONE),/ && o !~ /FX_LENGTH_(POINTER|PAGES)/
}

# What a call has at entry, as enum fx_in.
function in_shape(n,    i, all) {
	for (i = 0; i < n; i++) {
		if (!is_quick(entry[i]))
			return "FX_IN_GENERAL"
		all = all entry[i]
	}
	if (n == 0)
		return "FX_IN_NOTHING"
	if (all ~ /^{ FX_OP_FILE, 0,[^}]*}$/)
		return "FX_IN_FILE"
	if (all ~ /^{ FX_OP_FILE, 0,[^}]*}{ FX_OP_BYTES, 1, FX_LENGTH_ARG, 2, 1,[^}]*, 0 }$/)
		return "FX_IN_WRITE"
	if (all ~ /^{ FX_OP_CSTR, 0,[^}]*}$/)
		return "FX_IN_PATH"
	if (all ~ /^{ FX_OP_FILE, 0,[^}]*}{ FX_OP_CSTR, 1,[^}]*}$/)
		return "FX_IN_AT"
	return "FX_IN_OPS"
}

# What it has at exit, as enum fx_out.
function out_shape(n,    i, field) {
	for (i = 0; i < n; i++)
		if (!is_quick(exit_[i]))
			return "FX_OUT_GENERAL"
	if (n == 0)
		return "FX_OUT_NOTHING"
	if (n == 1 && exit_[0] ~ /FX_OP_RESULT_FILE,/)
		return "FX_OUT_FILE"
	if (n == 1 && exit_[0] ~ /FX_OP_BYTES, 1, FX_LENGTH_RESULT, 2, 1,.*, 0 }/)
		return "FX_OUT_READ"
	split(exit_[0], field, ", ")
	if (n == 1 && exit_[0] ~ /FX_OP_BYTES, [0-9]+, FX_LENGTH_FIXED, .*, 0 }/ && field[5] % 8 == 0)
		return "FX_OUT_FIXED"
	return "FX_OUT_OPS"
}

function add_row(    i, f, part, type, dir, len, nentry, nexit, flags, in_, out_) {
	split("", entry)
	split("", exit_)
	nargs = NF - 4
	ret = $4
	split("", types)
	for (i = 0; i < nargs; i++) {
		split($(i + 5), part, ":")
		names[i] = part[1]
		types[i] = part[2]
	}
	for (i = 0; i < nargs; i++) {
		f = $(i + 5)
		sub(/^[^:]*:/, "", f)
		len = ""
		dir = ""
		type = f
		if (match(f, /@/)) {
			type = substr(f, 1, RSTART - 1)
			dir = substr(f, RSTART + 1)
			if (match(dir, /:/)) {
				len = substr(dir, RSTART + 1)
				dir = substr(dir, 1, RSTART - 1)
			}
		}
		if (type == "fd" || type == "dirfd") {
			entry[nentry++] = op("FILE", i, "FIXED", 0, 0, 0, 0)
		} else if (dir != "") {
			if (dir != "out")
				entry[nentry++] = captured(i, type, "in", len, dir == "inout")
			if (dir != "in")
				exit_[nexit++] = captured(i, type, "out", len, dir == "inout")
		}
	}
	if (ret == "fd")
		exit_[nexit++] = op("RESULT_FILE", 0, "FIXED", 0, 0, 0, 0)
	if (in_group("maymake"))
		exit_[nexit++] = op("MADE_" toupper($2), 0, "FIXED", 0, 0, 0, 0)
	for (i = 0; i < nargs; i++)
		if (types[i] ~ /^fd_pair@/)
			exit_[nexit++] = op("MADE", i, "FIXED", 0, 0, 0, 0)
	if (nentry + nexit > 12)
		fail("more than FX_OPS_MAX things to capture")
	flags = (in_group("early") ? "FX_ROW_EARLY" : "0") (in_group("make") ? " | FX_ROW_MAKES" : "") \
		(in_group("address") ? " | FX_ROW_ADDRESS" : "") (in_group("map") ? " | FX_ROW_MAPS" : "") \
		(in_group("outer") ? " | FX_ROW_OUTER" : "")
	in_ = in_shape(nentry)
	out_ = out_shape(nexit)
	if (flags ~ /EARLY|ADDRESS|MAPS|OUTER/ || (flags ~ /MAKES/ && out_ == "FX_OUT_OPS") || in_ ~ /GENERAL/ || out_ ~ /GENERAL/) {
		in_ = "FX_IN_GENERAL"
		out_ = "FX_OUT_GENERAL"
	}
	rows[abi] = rows[abi] sprintf("\t[%d] = { %d, %s, %d, %d, %d, %s, %s }, /* %s */\n",
		$1, nops, flags, nentry, nexit, flags != "0" || nentry + nexit > 0, in_, out_, $2)
	names_[abi] = names_[abi] sprintf("\t[%d] = \"%s\",\n", $1, $2)
	masks[abi] = masks[abi] sprintf("\t[%d] = %s,\n", $1, group_mask())
	for (i = 0; i < nentry; i++)
		ops[nops++] = entry[i]
	for (i = 0; i < nexit; i++)
		ops[nops++] = exit_[i]
}

{ sub(/#.*/, "") }
NF == 0 { next }
$1 == "abi" { abi = $2; next }
$1 == "type" { size[abi, $2] = $3; next }
{ add_row() }

END {
	if (failed)
		exit 1
	print "/* Made from syscalls.tbl by gen/table.awk. */"
	printf "const u32 fx_table_crc = %su;\n\nconst struct fx_op fx_ops[] = {\n", crc
	for (i = 0; i < nops; i++)
		printf "\t%s,\n", ops[i]
	print "};"
	n = split("x86_64 ia32", abis, " ")
	for (i = 1; i <= n; i++) {
		printf "\nconst struct fx_row fx_rows_%s[] = {\n%s};\n", abis[i], rows[abis[i]]
		printf "\nstatic const char *const fx_names_%s[] = {\n%s};\n", abis[i], names_[abis[i]]
		printf "\nstatic const u64 fx_masks_%s[] = {\n%s};\n", abis[i], masks[abis[i]]
	}
	print "\nstatic const char *const fx_groups[] = {"
	for (i = 0; i < groups; i++)
		printf "\t\"%s\",\n", group_name[i]
	print "};"
}
