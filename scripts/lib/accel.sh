# shellcheck shell=bash
# KVM or emulation? A /dev/kvm may exist and still not be able to boot these kernels (nested or software
# hosts), so the answer comes from booting one, once, and is kept. Needs common.sh.

# fx_accel KERNEL: prints kvm or tcg. FORENSIX_ACCEL settles it.
fx_accel() {
  local file key known answer=tcg
  case ${FORENSIX_ACCEL:-} in
    kvm | tcg)
      printf '%s\n' "$FORENSIX_ACCEL"
      return
      ;;
  esac
  if [[ ! -r /dev/kvm || ! -w /dev/kvm ]]; then
    printf 'tcg\n'
    return
  fi
  file=$(fx_cache)/guest/accel
  # Another host kernel or another QEMU may answer differently.
  key="$(uname -r) $(stat -Lc %Y-%s "$(command -v qemu-system-x86_64)")"
  if [[ -r $file ]]; then
    { read -r known && read -r answer; } <"$file" || known=
    if [[ $known == "$key" ]]; then
      printf '%s\n' "$answer"
      return
    fi
  fi
  if FORENSIX_ACCEL=kvm "$FX_SCRIPTS/guest" --kernel "$1" --timeout 15 --allow-warnings -- true >/dev/null 2>&1; then
    answer=kvm
  else
    answer=tcg
  fi
  if [[ $answer == kvm ]]; then known='works'; else known='does not work'; fi
  fx_say "KVM $known here (tried once; the answer is kept in $file)"
  mkdir -p "${file%/*}"
  printf '%s\n%s\n' "$key" "$answer" >"$file.$$"
  mv "$file.$$" "$file"
  printf '%s\n' "$answer"
}
