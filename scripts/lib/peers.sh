# shellcheck shell=bash
# Fetches the other recorders that a Debian user would pick into <cache>/peers/KERNEL: a tar of what their packages
# hold, which the guest unpacks over its own files, and the modules that two of them bring, built for that kernel.
# Nothing is installed on this machine. Needs common.sh and packages.sh.

# What each peer is fetched by: its packages (what they need comes with them), and those that bring a module in source,
# whose own needs (dkms, a compiler) are none of the guest's.
FX_PEERS='
lttng   lttng-tools,babeltrace2  lttng-modules-dkms
sysdig  sysdig                   falcosecurity-scap-dkms
auditd  auditd                   -
ftrace  trace-cmd                -
perf    linux-perf               -
strace  strace                   -
'

fx_peers_dir() { printf '%s/peers/%s\n' "$(fx_cache)" "$1"; }

# Changes when this list does, or the kernel: then all is fetched again.
fx_peers_stamp() {
  printf '%s\n%s\n' "$(<"$(fx_kernel_root "$1")/release")" "$(sha256sum <"$FX_SCRIPTS/lib/peers.sh")"
}

# fx_peers_fetch KERNEL: sees to it that the folder is whole. Does nothing if it is. A peer that cannot be had has a
# file missing/NAME there that says why; it is tried again by the next run.
fx_peers_fetch() {
  local kernel=$1 folder status=0
  folder=$(fx_peers_dir "$kernel")
  fx_kernel_root "$kernel" >/dev/null || return
  fx_peers_whole "$kernel" "$folder" && return 0
  mkdir -p "${folder%/*}"
  (
    flock 9
    fx_peers_whole "$kernel" "$folder" || fx_peers_make "$kernel" "$folder"
  ) 9>"$folder.lock" || status=$?
  return "$status"
}

fx_peers_whole() {
  [[ -r $2/stamp && $(<"$2/stamp") == "$(fx_peers_stamp "$1")" && -z $(find "$2/missing" -type f) ]]
}

fx_peers_make() {
  local kernel=$1 folder=$2 work=$2.new name packages source
  rm -rf "$work"
  mkdir -p "$work"/{debs,root,source,missing}
  fx_say "fetching other recorders, and building their modules for the kernel $kernel; this takes some minutes"
  # The lists may be older than what the archive has now.
  fx_apt_update || true
  while read -r name packages source; do
    [[ -n $name ]] || continue
    if ! (fx_peer_download "$work/debs" "${packages//,/ }" "$source") >"$work/missing/$name" 2>&1 ||
      ! fx_peer_unpack "$work" "$name" "$source" "$kernel" >"$work/missing/$name" 2>&1; then
      fx_say "$name cannot be had: $(tail -n 1 "$work/missing/$name")"
    else
      rm "$work/missing/$name"
    fi
  done <<<"$FX_PEERS"
  fx_peers_modules "$kernel" "$work" || return
  # Paths of /lib and /usr/lib are the same in the guest, as on any Debian 12.
  tar -C "$work/root" --owner=0 --group=0 -cf "$work/peers.tar" . || return
  rm -rf "$work/root" "$work/debs" "$work/source"
  fx_peers_stamp "$kernel" >"$work/stamp"
  rm -rf "$folder"
  mv "$work" "$folder"
}

# Makes of the modules what modprobe reads.
fx_peers_modules() {
  local kernel=$1 work=$2 root release tree
  root=$(fx_kernel_root "$kernel") || return
  release=$(<"$root/release")
  tree=$work/modules/lib/modules/$release
  mkdir -p "$tree"
  if [[ -d $work/built ]]; then mv "$work/built" "$tree/extra" || return; fi
  cp "$root/lib/modules/$release"/modules.{builtin,builtin.modinfo,order} "$tree" || return
  /sbin/depmod -b "$work/modules" "$release"
}

# The packages, and what they need that this machine has not: the guest sees the files of this machine.
fx_peer_download() {
  local folder=$1 packages=$2 source=$3
  cd "$folder" || return
  # shellcheck disable=SC2086  # package names are words
  if ! apt-get -qq -s --no-install-recommends install $packages >plan 2>&1; then
    echo "apt cannot install $packages: $(tail -n 1 plan)"
    return 1
  fi
  awk '$1 == "Inst" { print $2 }' plan >wanted
  if [[ $source != - ]]; then printf '%s\n' "$source" >>wanted; fi
  rm -f ./*.deb
  # shellcheck disable=SC2046  # package names are words
  if [[ -s wanted ]] && ! fx_apt -o APT::Sandbox::User=root download $(<wanted); then
    echo "apt could not fetch $(xargs <wanted): see $(fx_apt_log)"
    return 1
  fi
}

fx_peer_unpack() {
  local work=$1 name=$2 source=$3 kernel=$4 deb
  for deb in "$work"/debs/*.deb; do
    case ${deb##*/} in
      "${source}_"*) dpkg -x "$deb" "$work/source/$name" && fx_peer_build "$work" "$name" "$source" "$kernel" || return ;;
      *.deb) [[ ! -e $deb ]] || dpkg -x "$deb" "$work/root" || return ;;
    esac
  done
  rm -f "$work"/debs/*.deb
}

# Builds the modules of a dkms package for a kernel, into built/NAME.
fx_peer_build() {
  local work=$1 name=$2 kernel=$4 build source log=$1/$2.log
  build=$(fx_kernel_dir "$kernel") || return
  source=$(dirname "$(find "$work/source/$name/usr/src" -name dkms.conf)")
  mkdir -p "$work/built/$name"
  # Which tracepoint of timers there is changed in a 6.1 that is younger than the package; nobody needs it here.
  if [[ $name == lttng ]]; then sed -i '/lttng-probe-timer/d' "$source/src/probes/Kbuild" || return; fi
  # The last is what the dkms.conf of lttng-modules says; the other one does not know it.
  make -C "$build" M="$source" -j "$(nproc)" modules CONFIG_LTTNG=m >"$log" 2>&1 ||
    { grep -m 1 'error' "$log" || tail -n 1 "$log"; return 1; }
  find "$source" -name '*.ko' -exec strip -g {} + -exec cp -t "$work/built/$name" {} +
  [[ -n $(ls "$work/built/$name") ]] || { echo "$3 built no module"; return 1; }
  rm -f "$log"
}
