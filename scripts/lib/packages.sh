# shellcheck shell=bash
# The Debian packages Forensix is built and tested with: the only list of them.

# One package a line, and the reason it is needed.
FX_PACKAGES='
qemu-system-x86   runs the guest that loads the module (scripts/guest)
busybox-static    the first process of the guest, before the host files are mounted
cpio              packs the initramfs of the guest
kmod              depmod for the unpacked kernels, insmod and rmmod in the guest
xz-utils          unpacks the 6.1 kernel and modules
zstd              unpacks the 6.12 kernel
gcc               builds the module and the kernel tests
make              builds the module
libc6-dev         headers of the kernel tests
libelf1           objtool of the kernel headers is linked against it
clang-format      the coding style of the kernel part is checked with it
shellcheck        so are the scripts
git               a clone is a workload whose calls are counted (CountsIT)
vim-tiny          a full screen that is replayed (ReplayIT)
asciinema         keeps the same session, to compare with (ReplayIT)
strace            the kernel tests compare what they see with what it prints
maven             builds the Java parts
time              how much memory a question takes (bench/questions)
nodejs            bundles the web page, and drives the browser that tests it
npm               fetches the libraries of the page, in the versions that are locked
chromium          the browser that the page is tested in
fonts-dejavu-core its letters, which screenshots are written in
'

# Only for `scripts/setup --kernel debug`, which builds a kernel from its source.
# shellcheck disable=SC2034  # for scripts/setup
FX_DEBUG_PACKAGES='
flex              the parser of the kernel configuration
bison             likewise
bc                a header of the kernel is calculated with it
libelf-dev        objtool is built against it
lz4               packs the kernel so that the guest unpacks it in no time
'

# Only for the kernel after the stock ones.
# shellcheck disable=SC2034  # for scripts/setup
FX_NEXT_PACKAGES='
debootstrap       makes the Debian trixie that this kernel is built for
'

fx_packages() { awk 'NF { print $1 }' <<<"$FX_PACKAGES"; }

# Prints the packages that are not installed. Maven, Node and Chromium may have come from elsewhere than apt.
fx_packages_missing() {
  local package
  declare -A installed=() elsewhere=([maven]=mvn [nodejs]=node [npm]=npm [chromium]=chromium)
  # shellcheck disable=SC2016  # for dpkg-query, not for us
  while read -r package; do
    installed[${package%%:*}]=1
  done < <(fx_packages | xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
    awk '$1 == "installed" { print $2 }')
  for package in "${!elsewhere[@]}"; do
    if command -v "${elsewhere[$package]}" >/dev/null; then installed[$package]=1; fi
  done
  for package in $(fx_packages); do
    [[ -n ${installed[$package]:-} ]] || printf '%s\n' "$package"
  done
}

# Root for apt, through sudo when we are not.
fx_as_root() {
  if [[ $EUID -eq 0 ]]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fx_say "'$*' needs root, and there is no sudo here. Run scripts/setup as root once."
    return 1
  fi
}

# What apt says goes to a file: page-long as it is, it would bury the one line that matters.
fx_apt_log() { printf '%s/apt.log\n' "$(fx_cache)"; }

# fx_apt ARGUMENT...
fx_apt() {
  mkdir -p "$(fx_cache)"
  printf '%(%F %T)T apt-get %s\n' -1 "$*" >>"$(fx_apt_log)"
  apt-get -qq "$@" >>"$(fx_apt_log)" 2>&1
}

# The lists are refreshed at most once a run: it takes seconds.
fx_apt_update() {
  [[ -z ${FX_APT_UPDATED:-} ]] || return 0
  FX_APT_UPDATED=1
  fx_say "refreshing apt's package lists"
  fx_as_root apt-get -qq update >>"$(fx_apt_log)" 2>&1
}

# fx_packages_install NAME...
fx_packages_install() {
  mkdir -p "$(fx_cache)"
  # An update that fails for a source that is none of our business must not stop us: install decides.
  fx_apt_update || true
  fx_say "installing by apt: $*"
  fx_as_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
    -o DPkg::Lock::Timeout=120 "$@" >>"$(fx_apt_log)" 2>&1
}
