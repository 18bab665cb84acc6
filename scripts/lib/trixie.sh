# shellcheck shell=bash
# The newest kernel that Debian builds, from trixie-backports: what stock kernels will be like. Its headers want
# the compiler and the C library of trixie, so a trixie of our own is made in a folder, and the module is built in
# there. Needs common.sh, packages.sh and kernels.sh.

# fx_next_kernel_make FOLDER: fetches trixie, the headers and the kernel, and lays them out there; leaves nothing
# when it fails. Each step says `|| return`, for bash ignores `set -e` in a function whose result is tested.
fx_next_kernel_make() {
  local work=$1 log
  log=$(fx_cache)/next-kernel.log
  fx_say "making a Debian trixie to build for its newest $FX_NEXT_KERNEL kernel (500 MB; what is said of it is in $log)"
  if ! fx_next_kernel_steps "$work" >"$log" 2>&1; then
    rm -rf "$work"
    tail -n 5 "$log" >&2
    fx_say "could not make the $FX_NEXT_KERNEL kernel; above is the end of $log (offline?)." \
      "Put that right and run: scripts/setup --kernel $FX_NEXT_KERNEL"
    return 1
  fi
}

fx_next_kernel_steps() {
  local work=$1 trixie=$1/trixie archive release
  archive=$(fx_debian_archive) && [[ -n $archive ]] || return
  fx_as_root debootstrap --variant=minbase --include=gcc-14,make,libc6-dev,kmod,gawk trixie "$trixie" "$archive" || return
  printf 'deb %s trixie-backports main\n' "$archive" >"$trixie/etc/apt/sources.list.d/backports.list" || return
  fx_as_root chroot "$trixie" apt-get -qq update || return
  release=$(fx_as_root chroot "$trixie" apt-cache search --names-only "^linux-binary-${FX_NEXT_KERNEL//./\\.}[0-9.]+\\+deb13-amd64\$" |
    awk '{ sub(/^linux-binary-/, "", $1); print $1 }' | sort -V | tail -n 1)
  [[ -n $release ]] || return
  fx_as_root chroot "$trixie" apt-get -qq install -y --no-install-recommends "linux-headers-$release" || return
  fx_as_root chroot "$trixie" sh -c "mkdir /fx && cd /fx && apt-get -qq -o APT::Sandbox::User=root download \
    linux-binary-$release linux-modules-$release" || return
  fx_next_kernel_lay_out "$work" "$release"
}

fx_next_kernel_lay_out() {
  local work=$1 release=$2 deb
  for deb in "$work"/trixie/fx/*.deb; do
    dpkg -x "$deb" "$work" || return
  done
  rm -rf "$work/trixie/fx"/*
  # Where the modules of the older kernels are.
  mkdir -p "$work/lib"
  [[ -e $work/lib/modules ]] || mv "$work/usr/lib/modules" "$work/lib/modules" || return
  /sbin/depmod -b "$work" "$release" || return
  fx_kernel_extract "$work/lib/modules/$release/vmlinuz" "$work/vmlinux" || return
  printf '%s\n' "$release" >"$work/release"
}

# The archive that this system's packages come from.
fx_debian_archive() {
  # shellcheck disable=SC2016  # for apt, not for us
  apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk '$1 == "Debian" && $2 == "bookworm" && $3 == "main" { print $4; exit }'
}

# fx_next_module_build OUT [make's arguments]: the module, in the trixie of the kernel; what it takes is copied there.
fx_next_module_build() {
  local out=$1 root trixie
  shift
  root=$(fx_kernel_root "$FX_NEXT_KERNEL") || return
  trixie=$root/trixie
  rm -rf "$trixie/fx/module" && mkdir -p "$trixie/fx/module" && cp -r "$FX_PROJECT/kernel/." "$trixie/fx/module" || return
  # objtool asks /proc who it is. The mount is gone with the process.
  # shellcheck disable=SC2016  # for that process
  fx_as_root unshare --mount sh -c 'mount -t proc proc "$1/proc" && release=$2 && shift 2 && exec chroot "$0" make \
    -C "/usr/src/linux-headers-$release" M=/fx/module CONFIG_DEBUG_INFO_BTF_MODULES= modules "$@"' \
    "$trixie" "$trixie" "$(<"$root/release")" "$@" || return
  cp "$trixie/fx/module/forensix.ko" "$out/"
}
