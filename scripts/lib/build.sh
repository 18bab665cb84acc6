# shellcheck shell=bash
# Builds the parts. All that is built goes below target/, so that one tree serves several kernels and
# git stays clean. Needs common.sh.

# Where a part is built; the guest sees these folders read-only.
fx_module_dir() { printf '%s/target/kernel/%s\n' "$FX_PROJECT" "$1"; }
fx_module() { printf '%s/forensix.ko\n' "$(fx_module_dir "$1")"; }
fx_tests_dir() { printf '%s/target/kernel-tests\n' "$FX_PROJECT"; }

# fx_make_module KERNEL OUT [make's arguments]
fx_make_module() {
  local kernel=$1 out=$2 build
  shift 2
  if [[ $kernel == "$FX_NEXT_KERNEL" ]]; then
    # shellcheck source=packages.sh
    . "$FX_SCRIPTS/lib/packages.sh"
    # shellcheck source=trixie.sh
    . "$FX_SCRIPTS/lib/trixie.sh"
    fx_next_module_build "$out" "$@"
    return
  fi
  build=$(fx_kernel_dir "$kernel") || return 1
  make -C "$FX_PROJECT/kernel" KDIR="$build" OUT="$out" "$@"
}

# fx_build_module KERNEL [make's arguments]: the module for a guest's kernel. Warnings are errors of ours.
fx_build_module() {
  local kernel=$1 log out
  shift
  out=$(fx_module_dir "$kernel")
  log=$out/build.log
  mkdir -p "$out"
  if ! fx_make_module "$kernel" "$out" "$@" >"$log" 2>&1; then
    cat "$log" >&2
    fx_say "the module does not build for the kernel $kernel; the compiler's words stand above"
    return 1
  fi
  if grep -q 'warning:' "$log"; then
    cat "$log" >&2
    fx_say "the module builds for the kernel $kernel, but with warnings"
    return 1
  fi
}

# fx_build_other_abi KERNEL: the same module with another FX_ABI_VERSION, which readers must refuse.
fx_build_other_abi() {
  local out build
  out=$(fx_module_dir "$1")-abi99
  build=$(fx_kernel_dir "$1") || return 1
  rm -rf "$out"
  mkdir -p "$out"
  cp -r "$FX_PROJECT/kernel/." "$out"
  sed -i 's/^#define FX_ABI_VERSION .*/#define FX_ABI_VERSION 99/' "$out/include/uapi/forensix.h"
  make -s -C "$build" M="$out" modules >"$out/build.log" 2>&1 || { cat "$out/build.log" >&2; return 1; }
}

# The programs that the guest tests run, and those that test the module's code in user space.
fx_build_tests() {
  make -s -C "$FX_PROJECT/kernel/tests" OUT="$(fx_tests_dir)" &&
    make -s -C "$FX_PROJECT/kernel/selftest" OUT="$FX_PROJECT/target/selftest"
}

# fx_maven ARGUMENT...: Maven in the right JVM, quiet but for what is wrong.
fx_maven() {
  fx_java_home || return 1
  (cd "$FX_PROJECT" && mvn -q -B -Dstyle.color=never "$@")
}

# The jars, and the cache that lets the launcher start faster; nothing is tested. Needs java.sh.
fx_build_java() {
  fx_maven package -DskipTests && fx_train
}
