#!/bin/sh
# The portable program for Linux: one archive to unpack anywhere, no installation, no root.
#
#   packaging/archive.sh BUNDLE LEGAL OUTPUT-FOLDER
#
# BUNDLE is the frozen folder, LEGAL the folder with licence notice and bill of materials. The same
# input gives the same bytes: names sorted, times the release day's, owner and rights fixed.
set -eu
cd "$(dirname "$0")/.."

bundle=$1 legal=$2 output=$3
fact() { "${PYTHON:-python3}" packaging/facts.py "$1"; }

name=smsdesk-$(fact version)-linux-$(uname -m)
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

command -v zstd > /dev/null 2>&1 || {
    echo "zstd is missing; on Debian type: sudo apt-get install -y zstd" >&2
    exit 1
}
mkdir -p "$output" "$stage/$name"
cp -a "$bundle/." "$stage/$name/"
cp "$legal"/* packaging/linux/portable.txt "$stage/$name/"

# not through a pipe: what tar says at its end would be lost
LC_ALL=C tar --create --file "$stage/$name.tar" --directory "$stage" --format=gnu --sort=name \
    --mtime="@$(fact epoch)" --owner=0 --group=0 --numeric-owner --mode='u+rwX,go+rX,go-w' "$name"
# higher levels take minutes and save little
zstd -q -15 -T0 -f "$stage/$name.tar" -o "$output/$name.tar.zst"
echo "$output/$name.tar.zst"
