# shellcheck shell=bash
# What every script of ours needs: messages, the cache folder, the JDK, the kernels.
# Source it:  . "$(dirname "$(realpath "$0")")/lib/common.sh"

FX_SCRIPTS=$(dirname "$(dirname "$(realpath "${BASH_SOURCE[0]}")")")
# shellcheck disable=SC2034  # for those who source this
FX_PROJECT=$(dirname "$FX_SCRIPTS")
FX_KERNELS=(6.1 6.12)
# Built here, not Debian's, and only when asked for by name (debug-kernel.sh).
FX_DEBUG_KERNEL=debug
# The one after these, from trixie-backports; likewise (trixie.sh).
FX_NEXT_KERNEL=7.3
FX_JDK=25

fx_say() { printf '%s: %s\n' "${FX_NAME:-${0##*/}}" "$*" >&2; }

# fx_fail CODE WHAT...: the last line before the end. Say what failed, why, and what to do.
fx_fail() {
  local code=$1
  shift
  fx_say "$@"
  exit "$code"
}

# Downloads and everything that can be made again lives here, outside of the work tree, so that
# several clones share it.
fx_cache() {
  printf '%s\n' "${FORENSIX_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/forensix}"
}

# fx_java_home: exports JAVA_HOME, a JDK 25, whatever `java` is on PATH; returns 1 with a message if none.
fx_java_home() {
  local home
  for home in "${JAVA_HOME:-}" /usr/lib/jvm/*; do
    if fx_is_jdk "$home"; then
      export JAVA_HOME=$home
      return 0
    fi
  done
  fx_say "no JDK $FX_JDK found under /usr/lib/jvm nor in JAVA_HOME. Forensix uses the foreign-memory API of" \
    "Java $FX_JDK. Install a JDK $FX_JDK (Eclipse Temurin's package is named temurin-$FX_JDK-jdk) or point JAVA_HOME at one."
  return 1
}

# The `release` file is read, not `java -version`: starting a JVM for each candidate would take seconds.
fx_is_jdk() {
  [[ -n $1 && -x $1/bin/javac && -r $1/release ]] || return 1
  grep -qE "^JAVA_VERSION=\"$FX_JDK([.+\"-]|\$)" "$1/release"
}

# fx_kernel_known NAME: is it a kernel that scripts/setup can fetch?
fx_kernel_known() {
  local kernel
  for kernel in "${FX_KERNELS[@]}" "$FX_NEXT_KERNEL" "$FX_DEBUG_KERNEL"; do
    [[ $1 == "$kernel" ]] && return 0
  done
  fx_say "unknown kernel '$1'. Known: ${FX_KERNELS[*]} $FX_NEXT_KERNEL $FX_DEBUG_KERNEL."
  return 1
}

# fx_kernel_root NAME: the folder a kernel was unpacked to (release, vmlinux or
# bzImage, build, lib/modules).
fx_kernel_root() {
  local root
  fx_kernel_known "$1" || return 1
  root=$(fx_cache)/kernels/$1
  if [[ ! -r $root/release ]]; then
    fx_say "the kernel $1 is not in $root. Run: scripts/setup --kernel $1"
    return 1
  fi
  printf '%s\n' "$root"
}

# fx_kernel_dir NAME: where to build a module for it, as in  make -C "$(fx_kernel_dir 6.1)" M="$PWD"
fx_kernel_dir() {
  local root
  root=$(fx_kernel_root "$1") || return 1
  printf '%s/build\n' "$root"
}
