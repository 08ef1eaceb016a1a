#!/bin/sh
# Writes down this machine's serial number and hardware UUID, which Linux shows to root only, where the workstation can
# read them: /etc/sealdesk/machine.json, root's, mode 0644 (main/device/machine-record.ts says what it must look like).
# Run as root: by the package after installation, by sealdesk-machine.service at each start (a disk may have moved to
# another machine), or by hand. Takes the folder of the firmware's facts and the folder to write into, for tests.
set -eu

facts="${1:-/sys/class/dmi/id}"
folder="${2:-/etc/sealdesk}"
record="$folder/machine.json"

# One fact, without any sign that means something in JSON; nothing where it is absent.
fact() {
    if [ -r "$facts/$1" ]; then
        LC_ALL=C tr -cd 'A-Za-z0-9 ._:/()+,-' <"$facts/$1" | sed 's/^ *//; s/ *$//' | cut -c 1-120
    fi
}

umask 022
mkdir -p "$folder"
temporary="$(mktemp "$folder/machine.json.XXXXXX")"
trap 'rm -f "$temporary"' EXIT
printf '{"v":1,"manufacturer":"%s","model":"%s","serial":"%s","uuid":"%s"}\n' \
    "$(fact sys_vendor)" "$(fact product_name)" "$(fact product_serial)" "$(fact product_uuid)" >"$temporary"
chmod 0644 "$temporary"
# In one step. What a power cut spoils, the next start writes anew.
mv -f "$temporary" "$record"
