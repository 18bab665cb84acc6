# shellcheck shell=bash
# Fetches stock Debian kernels with their headers into the cache folder, without installing them:
# installing an image would run boot hooks on this machine. Needs common.sh, packages.sh and,
# for those that are made here, debug-kernel.sh and trixie.sh.

# What the releases of a kernel are called in package names. Neither the cloud flavour (no 9p) nor rt.
fx_kernel_pattern() {
  case $1 in
    6.1) printf '6\\.1\\.0-[0-9]+-amd64\n' ;;
    6.12) printf '6\\.12\\.[0-9.]+\\+deb12-amd64\n' ;;
  esac
}

# The newest release of which there is both image and headers, by what apt knows now.
fx_kernel_newest() {
  local pattern
  pattern=$(fx_kernel_pattern "$1")
  apt-cache search --names-only "^linux-(image|headers)-$pattern\$" |
    awk '{ sub(/^linux-(image|headers)-/, "", $1); if (seen[$1]++) print $1 }' | sort -V | tail -n 1
}

# The packages of a release: image, headers, and what the headers stand on (common, kbuild, compiler).
fx_kernel_packages() {
  printf '%s\n' "linux-image-$1" "linux-headers-$1"
  apt-cache show --no-all-versions "linux-headers-$1" | sed -n 's/^Depends: //p' |
    grep -oE 'linux-(headers|kbuild|compiler)-[^ ,]+'
}

# Names and fetches the newest release into the folder $2, leaving its .deb files there; prints the release.
fx_kernel_download() {
  local kernel=$1 folder=$2 release
  release=$(fx_kernel_newest "$kernel")
  [[ -n $release ]] || return 1
  # The sandbox user of apt cannot write below a home folder, and would say so for every file.
  # shellcheck disable=SC2046  # package names are words
  (cd "$folder" && fx_apt -o APT::Sandbox::User=root download $(fx_kernel_packages "$release")) || return 1
  printf '%s\n' "$release"
}

# fx_kernel_fetch NAME [refresh]: sees to it that <cache>/kernels/NAME is whole. Does nothing if it is.
fx_kernel_fetch() {
  local kernel=$1 refresh=${2:-} home status=0
  home=$(fx_cache)/kernels
  [[ -z $refresh ]] && fx_kernel_whole "$kernel" "$home" && return 0
  mkdir -p "$home"
  # The lock keeps two runs apart; the later one finds the work done. The subshell lets go of it.
  (
    flock 9
    { [[ -z $refresh ]] && fx_kernel_whole "$kernel" "$home"; } || fx_kernel_fetch_locked "$kernel" "$home"
  ) 9>"$home/.lock-$kernel" || status=$?
  return "$status"
}

# Is it there? The debug kernel also has to be of today's configuration.
fx_kernel_whole() {
  [[ -r $2/$1/release ]] && { [[ $1 != "$FX_DEBUG_KERNEL" ]] || fx_debug_kernel_current "$2/$1"; }
}

fx_kernel_fetch_locked() {
  local kernel=$1 home=$2 work
  # What a run that was killed left behind; nobody else can be at it, for we hold the lock.
  rm -rf "$home/.new-$kernel" "$home/.old-$kernel"
  work=$home/.new-$kernel
  mkdir -p "$work/debs"
  if [[ $kernel == "$FX_DEBUG_KERNEL" ]]; then
    fx_debug_kernel_make "$work" || return
  elif [[ $kernel == "$FX_NEXT_KERNEL" ]]; then
    fx_next_kernel_make "$work" || return
  else
    fx_kernel_make "$kernel" "$work" || return
  fi
  if [[ -e $home/$kernel ]]; then mv "$home/$kernel" "$home/.old-$kernel" || return; fi
  mv "$work" "$home/$kernel" || return
  rm -rf "$home/.old-$kernel"
  fx_say "kernel $kernel is $(<"$home/$kernel/release")"
}

# Fetches and unpacks a stock kernel into the folder $2; leaves nothing there when it fails.
fx_kernel_make() {
  local kernel=$1 work=$2 release
  fx_say "fetching Debian's newest $kernel kernel"
  # Lists that are out of date name files that are gone: refresh them and try once more.
  if ! release=$(fx_kernel_download "$kernel" "$work/debs") &&
    { ! fx_apt_update || ! release=$(fx_kernel_download "$kernel" "$work/debs"); }; then
    rm -rf "$work"
    fx_say "could not fetch the $kernel kernel: apt found or reached no such package (offline, or no bookworm-security" \
      "among apt's sources? See $(fx_apt_log)). Put that right and run: scripts/setup --kernel $kernel"
    return 1
  fi
  if ! fx_kernel_unpack "$work" "$release"; then
    rm -rf "$work"
    fx_say "could not unpack the $kernel kernel $release; is the disk full?"
    return 1
  fi
}

# Unpacks the packages side by side and makes the headers usable where they are.
# Each step says `|| return`, for bash ignores `set -e` in a function whose result is tested.
fx_kernel_unpack() {
  local root=$1 release=$2 deb
  for deb in "$root"/debs/*.deb; do
    dpkg -x "$deb" "$root" || return
  done
  rm -rf "$root/debs" "${root:?}/usr/share" "$root/lib/modules/$release/source"
  fx_kernel_patch_headers "$root/usr/src/linux-headers-$release" || return
  ln -sfn "usr/src/linux-headers-$release" "$root/build" || return
  ln -sfn "../../../usr/src/linux-headers-$release" "$root/lib/modules/$release/build" || return
  /sbin/depmod -b "$root" "$release" || return
  fx_kernel_extract "$root/boot/vmlinuz-$release" "$root/vmlinux" || return
  # Last: this file says that the folder is whole.
  printf '%s\n' "$release" >"$root/release"
}

fx_kernel_patch_headers() {
  local build=$1
  # Their Makefile is one line that includes an absolute path: make it relative to the file itself.
  # shellcheck disable=SC2016  # for make, not for us
  sed -i 's#^include /usr/src/#include $(dir $(realpath $(lastword $(MAKEFILE_LIST))))../#' "$build/Makefile" || return
  # 6.12 brings a vmlinux to make BTF from, which wants pahole and seconds per module. The module has
  # no use for BTF, and loads without.
  rm -f "$build/vmlinux" || return
  sed -i '/^CONFIG_DEBUG_INFO_BTF_MODULES=/d' "$build/include/config/auto.conf"
}

# fx_kernel_extract BZIMAGE OUT: the ELF inside, which QEMU starts by PVH: nothing to unpack in the guest.
# Offsets are those of the x86 boot protocol: 0x1f1 setup sectors, 0x248 payload offset, 0x24c its length.
fx_kernel_extract() {
  local image=$1 out=$2 sectors offset length magic unpack
  sectors=$(od -An -tu1 -j $((0x1f1)) -N1 "$image")
  read -r offset length < <(od -An -tu4 -j $((0x248)) -N8 "$image")
  offset=$((offset + (sectors + 1) * 512))
  magic=$(od -An -tx1 -j "$offset" -N4 "$image" | tr -d ' ')
  # After an xz or zstd stream the kernel build puts four bytes of length, which are not part of it.
  case $magic in
    fd377a58) unpack=(xz -dc) length=$((length - 4)) ;;
    28b52ffd) unpack=(zstd -dcq) length=$((length - 4)) ;;
    1f8b*) unpack=(gzip -dc) ;;
    *)
      fx_say "$image: packed in a way we do not know (starts with $magic)"
      return 1
      ;;
  esac
  # tail ends by SIGPIPE once head has enough, which pipefail would take for a failure.
  { tail -c +$((offset + 1)) "$image" || true; } | head -c "$length" | "${unpack[@]}" >"$out" || return 1
  if [[ $(head -c 4 "$out" | tr -d '\0') != $'\x7fELF' ]]; then
    fx_say "$image: what is packed in it is no ELF file"
    return 1
  fi
}
