#!/bin/sh
# The package for Debian and its relatives, from the frozen folder.
#
#   packaging/linux/deb.sh BUNDLE LEGAL SHARE OUTPUT-FOLDER
#
# LEGAL holds the licence notice and the bill of materials; SHARE, made by share.py, is laid out as
# /usr/share. Dependencies are what the libraries in the bundle ask the system for, found by
# dpkg-shlibdeps. There are no maintainer scripts: menu, icons, file types and man pages are
# Debian's triggers. The same input gives the same bytes. Needs dpkg-dev.
set -eu
umask 022
cd "$(dirname "$0")/../.."

bundle=$(realpath "$1") legal=$(realpath "$2") share=$(realpath "$3") output=$4
limit=85000000  # bytes, as agreed for what people fetch
fact() { "${PYTHON:-python3}" packaging/facts.py "$1"; }

for program in dpkg-deb dpkg-shlibdeps gzip; do
    command -v "$program" > /dev/null 2>&1 || {
        echo "$program is missing; on Debian type: sudo apt-get install -y dpkg-dev" >&2
        exit 1
    }
done
SOURCE_DATE_EPOCH=$(fact epoch)
export SOURCE_DATE_EPOCH
export LC_ALL=C TZ=UTC
mkdir -p "$output"
output=$(realpath "$output")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# -- the files ---------------------------------------------------------------------------------

root=$work/root
doc=$root/usr/share/doc/smsdesk
mkdir -p "$root/DEBIAN" "$root/usr/bin" "$root/usr/lib/smsdesk" "$doc"
cp -a "$bundle/." "$root/usr/lib/smsdesk/"
ln -s ../lib/smsdesk/smsdesk "$root/usr/bin/smsdesk"
cp -r "$share/." "$root/usr/share/"
install -D -m 0644 packaging/linux/lintian-overrides "$root/usr/share/lintian/overrides/smsdesk"
gzip -n -9 < packaging/CHANGELOG.md > "$doc/CHANGELOG.md.gz"
gzip -n -9 < "$legal/smsdesk.cdx.json" > "$doc/smsdesk.cdx.json.gz"
gzip -n -9 < "$legal/THIRD-PARTY-NOTICES.txt" > "$doc/THIRD-PARTY-NOTICES.txt.gz"
"${PYTHON:-python3}" packaging/facts.py --fill packaging/linux/copyright > "$doc/copyright"

# libraries are not run, and nothing is written by anybody but its owner
chmod -R u+rwX,go+rX,go-w "$root"
find "$root/usr/lib/smsdesk" -type f ! -path "$root/usr/lib/smsdesk/smsdesk" -exec chmod 0644 {} +

# -- what it needs -----------------------------------------------------------------------------

# dpkg-shlibdeps works inside a source package
mkdir -p "$work/source/debian"
printf 'Source: smsdesk\n\nPackage: smsdesk\nArchitecture: any\n' > "$work/source/debian/control"
find "$root/usr/lib/smsdesk" -type f -exec sh -c \
    'for file; do head -c 4 "$file" | grep -q "ELF" && echo "-e$file"; done' - {} + \
    | sort > "$work/asked"
find "$root/usr/lib/smsdesk" -name '*.so*' -exec dirname {} + | sort -u | sed 's/^/-l/' \
    >> "$work/asked"
(cd "$work/source" && xargs -a "$work/asked" dpkg-shlibdeps -O --ignore-missing-info \
    2> "$work/said") > "$work/depends" || {
    cat "$work/said" >&2
    echo "A library the bundle asks for is not on this machine; install its package." >&2
    exit 1
}
depends=$(sed -n 's/^shlibs:Depends=//p' "$work/depends")
test -n "$depends"

# -- the package -------------------------------------------------------------------------------

architecture=$(dpkg --print-architecture)
installed=$(du -sk --apparent-size "$root/usr" | cut -f1)
"${PYTHON:-python3}" packaging/facts.py --fill packaging/linux/control \
    "architecture=$architecture" "installed_kib=$installed" "depends=$depends" \
    > "$root/DEBIAN/control"
(cd "$root" && find usr -type f -print0 | sort -z | xargs -0 md5sum) > "$root/DEBIAN/md5sums"
find "$root" -exec touch --no-dereference --date="@$SOURCE_DATE_EPOCH" {} +
name=smsdesk_$(fact version)_$architecture.deb
# xz at its own level would save another tenth and take a minute and a half
dpkg-deb --root-owner-group -Zxz -z1 --build "$root" "$work/$name" > /dev/null
size=$(stat -c %s "$work/$name")
test "$size" -le "$limit" || {
    echo "$name has $size bytes, more than $limit" >&2
    exit 1
}
mv "$work/$name" "$output/"
echo "$output/$name"
