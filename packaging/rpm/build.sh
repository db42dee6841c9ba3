#!/bin/sh
# The package for Fedora, openSUSE and their relatives, from the frozen folder.
#
#   packaging/rpm/build.sh BUNDLE LEGAL SHARE OUTPUT-FOLDER
#
# SHARE holds what goes to /usr/share, laid out as there. Needs rpmbuild (Debian: rpm).
set -eu
cd "$(dirname "$0")/../.."

bundle=$(realpath "$1") legal=$(realpath "$2") share=$(realpath "$3") output=$4
fact() { "${PYTHON:-python3}" packaging/facts.py "$1"; }

command -v rpmbuild > /dev/null 2>&1 || {
    echo "rpmbuild is missing; on Debian type: sudo apt-get install -y rpm" >&2
    exit 1
}
SOURCE_DATE_EPOCH=$(fact epoch)
export SOURCE_DATE_EPOCH
# a fixed folder: rpm writes the names of its folders into what it makes
top=$(pwd)/build/rpm
rm -rf "$top"
mkdir -p "$top/BUILD" "$top/tmp" "$output"
trap 'rm -rf "$top"' EXIT

rpmbuild --quiet -bb packaging/rpm/smsdesk.spec --target x86_64 \
    --define "_topdir $top" --define "_tmppath $top/tmp" \
    --define "program_version $(fact rpm_version)" \
    --define "bundle $bundle" --define "legal $legal" --define "linux $share" \
    > "$top/log" 2>&1 || { cat "$top/log" >&2; exit 1; }
for package in "$top"/RPMS/*/*.rpm; do
    cp "$package" "$output/"
    echo "$output/$(basename "$package")"
done
