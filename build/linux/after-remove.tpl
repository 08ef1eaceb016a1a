#!/bin/bash

# Delete the link to the binary
# update-alternatives --remove <name> <path>: 'path' must be the registered alternative binary,
# not the generic symlink — see https://man7.org/linux/man-pages/man1/update-alternatives.1.html
if type update-alternatives >/dev/null 2>&1; then
    update-alternatives --remove '${executable}' '/opt/${sanitizedProductName}/${executable}'
else
    rm -f '/usr/bin/${executable}'
fi

APPARMOR_PROFILE_DEST='/etc/apparmor.d/${executable}'

# Remove and unload apparmor profile.
if [ -f "$APPARMOR_PROFILE_DEST" ]; then
  # Unload the profile from the running kernel before deleting the file so the
  # policy is not left enforced until the next reboot.  Mirror the chroot guard
  # used in the after-install script — live AppArmor operations are not
  # meaningful inside a chroot.
  # https://wiki.debian.org/AppArmor/HowToUse
  if apparmor_status --enabled > /dev/null 2>&1; then
    if ! { [ -x '/usr/bin/ischroot' ] && /usr/bin/ischroot; } && hash apparmor_parser 2>/dev/null; then
      apparmor_parser --remove "$APPARMOR_PROFILE_DEST" || true
    fi
  fi
  rm -f "$APPARMOR_PROFILE_DEST"
fi

# Sealdesk's own part; above is electron-builder's, word for word.
# dpkg says `remove`, `purge` or `upgrade`, rpm how many versions are left. The record goes with the last trace of the
# program: at purge, or with rpm's last version. Until then a vault stays bound to what it says.
case "$1" in
remove | purge | 0)
    if type systemctl >/dev/null 2>&1; then
        systemctl disable sealdesk-machine.service >/dev/null 2>&1 || true
    fi
    rm -f /etc/systemd/system/sealdesk-machine.service
    ;;
esac
case "$1" in
purge | 0)
    rm -f /etc/sealdesk/machine.json
    rmdir /etc/sealdesk 2>/dev/null || true
    ;;
esac
