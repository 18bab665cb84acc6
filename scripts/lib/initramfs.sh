# shellcheck shell=bash
# Packs the initramfs of the guest: busybox, guest-init and the few modules it takes to reach the host's
# files. Uncompressed: unpacking would cost more than reading. Needs common.sh.

# The drivers between an empty machine and the host's files, where the kernel has not built them in.
FX_BOOT_MODULES=(virtio_pci 9pnet_virtio 9p overlay)
FX_BOOT_APPLETS=(sh mount umount insmod mkdir cat reboot stty ln echo chroot setsid uname hostname ifconfig sync)

# fx_initramfs KERNEL: sees to it that the initramfs is in the cache, prints its path.
fx_initramfs() {
  local root folder hash file
  root=$(fx_kernel_root "$1") || return
  folder=$(fx_cache)/guest
  hash=$(cat "$FX_SCRIPTS/lib/guest-init" "$FX_SCRIPTS/lib/initramfs.sh" "$root/release" | sha256sum)
  file=$folder/initramfs-$1-${hash:0:16}.cpio
  if [[ ! -s $file ]]; then
    mkdir -p "$folder" || return
    fx_initramfs_pack "$root" "$file" || return
    # Those of older versions of the scripts. A guest that boots has read its own already.
    find "$folder" -name "initramfs-$1-*.cpio" ! -path "$file" -mmin +60 -delete
  fi
  printf '%s\n' "$file"
}

fx_initramfs_pack() {
  local root=$1 file=$2 work applet
  work=$(mktemp -d "${file%/*}/.initramfs.XXXXXX") || return
  mkdir -p "$work/root/bin" "$work/root/modules"
  if ! cp /bin/busybox "$work/root/bin/busybox"; then
    rm -rf "$work"
    fx_say "there is no /bin/busybox to put into the guest. Run: scripts/setup"
    return 1
  fi
  for applet in "${FX_BOOT_APPLETS[@]}"; do
    ln -s busybox "$work/root/bin/$applet"
  done
  fx_initramfs_modules "$root" "$work/root/modules" &&
    install -m 755 "$FX_SCRIPTS/lib/guest-init" "$work/root/init" &&
    (cd "$work/root" && find . | cpio -o -H newc --quiet -R 0:0) >"$work/cpio" &&
    mv "$work/cpio" "$file"
  local status=$?
  rm -rf "$work"
  return "$status"
}

# Puts the modules into the folder $2, and their names in the order of loading into its file `list`.
fx_initramfs_modules() {
  local root=$1 folder=$2 release tree module path name
  release=$(<"$root/release")
  tree=$root/lib/modules/$release
  : >"$folder/list"
  for module in "${FX_BOOT_MODULES[@]}"; do
    for path in $(fx_initramfs_dependencies "$tree/modules.dep" "$module"); do
      name=${path##*/}
      name=${name%.xz}
      [[ ! -e $folder/$name ]] || continue
      case $path in
        *.xz) xz -dc "$tree/$path" >"$folder/$name" || return ;;
        *) cp "$tree/$path" "$folder/$name" || return ;;
      esac
      printf '%s\n' "$name" >>"$folder/list"
    done
  done
}

# The files of a module and of all it stands on, what is needed first coming first; nothing if built in.
# modules.dep lists them the other way round.
fx_initramfs_dependencies() {
  awk -F '[: ]+' -v module="$2" '{
    name = $1; sub(/.*\//, "", name); sub(/\.ko.*/, "", name); gsub(/-/, "_", name)
    if (name == module) for (i = NF; i > 0; i--) if ($i != "") print $i
  }' "$1"
}
