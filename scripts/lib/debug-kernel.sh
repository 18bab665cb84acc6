# shellcheck shell=bash
# Builds the debug kernel: Debian's source of 6.1 with what finds bugs turned on (debug.config), which no
# packaged kernel has. Needs common.sh and packages.sh.

FX_DEBUG_SOURCE=linux-source-6.1

fx_debug_config() { printf '%s/lib/debug.config\n' "$FX_SCRIPTS"; }

# fx_debug_kernel_current FOLDER: was it built of the configuration as it is now?
fx_debug_kernel_current() { cmp -s "$(fx_debug_config)" "$1/debug.config"; }

# fx_debug_kernel_make FOLDER: fetches, builds and lays it out there; leaves nothing when it fails.
# Each step says `|| return`, for bash ignores `set -e` in a function whose result is tested.
fx_debug_kernel_make() {
  local work=$1 log
  log=$(fx_cache)/debug-kernel.log
  : >"$log"
  fx_say "fetching $FX_DEBUG_SOURCE"
  if ! fx_debug_kernel_source "$work"; then
    rm -rf "$work"
    fx_say "could not fetch $FX_DEBUG_SOURCE (offline? See $(fx_apt_log)), or not unpack it (is the disk full?)." \
      "Put that right and run: scripts/setup --kernel $FX_DEBUG_KERNEL"
    return 1
  fi
  fx_say "building the $FX_DEBUG_KERNEL kernel, which takes 20 to 30 minutes of a CPU (what make says is in $log)"
  if ! fx_debug_kernel_build "$work/source" >>"$log" 2>&1; then
    rm -rf "$work"
    tail -n 20 "$log" >&2
    fx_say "could not build the $FX_DEBUG_KERNEL kernel; above is the end of $log"
    return 1
  fi
  if ! fx_debug_kernel_lay_out "$work" >>"$log" 2>&1; then
    rm -rf "$work"
    fx_say "could not lay out the $FX_DEBUG_KERNEL kernel; see $log"
    return 1
  fi
}

# Unpacks the source into $1/source.
fx_debug_kernel_source() {
  local work=$1
  fx_debug_kernel_download "$work" || { fx_apt_update && fx_debug_kernel_download "$work"; } || return
  dpkg -x "$work"/debs/*.deb "$work" || return
  mkdir "$work/source" || return
  # Most of the documents are not for compilers; but Kconfig reads Documentation/Kconfig.
  tar -C "$work/source" --strip-components=1 --exclude='*/Documentation/*/*' -xf "$work/usr/src/$FX_DEBUG_SOURCE.tar.xz" || return
  rm -rf "$work/debs" "${work:?}/usr"
}

fx_debug_kernel_download() {
  (cd "$1/debs" && fx_apt -o APT::Sandbox::User=root download "$FX_DEBUG_SOURCE")
}

# `modules` makes no module, for there is none, but the Module.symvers that others are linked with.
fx_debug_kernel_build() {
  make -C "$1" -s tinyconfig || return
  cat "$(fx_debug_config)" >>"$1/.config" || return
  make -C "$1" -s olddefconfig || return
  fx_debug_kernel_check "$1/.config" || return
  nice -n 19 make -C "$1" -s -j "$(nproc)" bzImage modules
}

# Did each line of ours come true?
fx_debug_kernel_check() {
  local missing
  missing=$(grep -E '^(# )?CONFIG_' "$(fx_debug_config)" | grep -vxF -f "$1") || return 0
  printf 'these did not come true (their needs are not met):\n%s\n' "$missing"
  return 1
}

# The form of the other kernels: release, bzImage, build, lib/modules. The unpacked vmlinux would not boot.
fx_debug_kernel_lay_out() {
  local work=$1 source=$1/source release
  release=$(make -C "$source" -s kernelrelease) || return
  cp "$source/arch/x86/boot/bzImage" "$work/bzImage" || return
  mkdir -p "$work/lib/modules/$release" || return
  cp "$source"/modules.{order,builtin,builtin.modinfo} "$work/lib/modules/$release/" || return
  fx_debug_kernel_prune "$source" || return
  mv "$source" "$work/build" || return
  ln -s ../../../build "$work/lib/modules/$release/build" || return
  /sbin/depmod -b "$work" "$release" || return
  cp "$(fx_debug_config)" "$work/debug.config" || return
  # Last: this file says that the folder is whole.
  printf '%s\n' "$release" >"$work/release"
}

# Keeps what modules are built with: 2 GB less. vmlinux stays, to look addresses up in.
fx_debug_kernel_prune() {
  local source=$1
  find "$source" -mindepth 1 -maxdepth 1 ! -name .config ! -name Makefile ! -name Module.symvers ! -name System.map \
    ! -name arch ! -name include ! -name scripts ! -name tools ! -name vmlinux -exec rm -rf {} + || return
  find "$source/arch" -mindepth 1 -maxdepth 1 ! -name x86 -exec rm -rf {} + || return
  find "$source/arch/x86" -mindepth 1 -maxdepth 1 ! -name include ! -name 'Makefile*' -exec rm -rf {} + || return
  find "$source/tools" -mindepth 1 -maxdepth 1 ! -name objtool -exec rm -rf {} + || return
  find "$source" -name '*.o' ! -path "$source/scripts/*" -delete
}
