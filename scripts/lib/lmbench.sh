# shellcheck shell=bash
# Fetches Debian's lmbench into <cache>/lmbench. It is in the component non-free (its licence has a say in
# which results may be published), which most systems do not list. So apt gets a configuration of its
# own here, made from the sources of this system, which stay as they are. Needs common.sh and packages.sh.

# The Debian archives this system knows, as sources of non-free.
fx_lmbench_sources() {
  # shellcheck disable=SC2016  # for apt, not for us
  apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "bookworm" && $3 == "main" { print "deb", $4, $2, "non-free" }' | sort -u
}

# fx_lmbench_fetch: sees to it that <cache>/lmbench is whole. Does nothing if it is.
fx_lmbench_fetch() {
  local home status=0
  home=$(fx_cache)
  [[ ! -x $home/lmbench/usr/bin/lmbench-run ]] || return 0
  mkdir -p "$home"
  (
    flock 9
    [[ -x $home/lmbench/usr/bin/lmbench-run ]] || fx_lmbench_fetch_locked "$home"
  ) 9>"$home/.lock-lmbench" || status=$?
  return "$status"
}

fx_lmbench_fetch_locked() {
  local home=$1 work=$1/.new-lmbench
  rm -rf "$work" "$home/lmbench"
  mkdir -p "$work"/apt/{lists/partial,cache/archives/partial,none} "$work/deb" "$work/root"
  fx_say "fetching Debian's lmbench"
  fx_lmbench_sources >"$work/apt/sources.list"
  if [[ ! -s $work/apt/sources.list ]]; then
    # apt cannot tell whose archives they are before it has seen their lists.
    fx_apt_update || true
    fx_lmbench_sources >"$work/apt/sources.list"
  fi
  if ! (cd "$work/deb" && fx_lmbench_apt "$work" update && fx_lmbench_apt "$work" download lmbench); then
    rm -rf "$work"
    fx_say "could not fetch lmbench (offline, or no Debian bookworm among apt's sources? See $(fx_apt_log))." \
      "Put that right and run: scripts/setup --lmbench"
    return 1
  fi
  dpkg -x "$work"/deb/lmbench_*.deb "$work/root" || return
  mv "$work/root" "$home/lmbench" || return
  rm -rf "$work"
}

fx_lmbench_apt() {
  local apt=$1/apt
  shift
  fx_apt -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$apt/sources.list" \
    -o Dir::Etc::SourceParts="$apt/none" -o Dir::State::Lists="$apt/lists" -o Dir::Cache="$apt/cache" "$@"
}
