#!/bin/sh
# From the frozen smsdesk.app to a disk image, signed and notarized where identities are given.
#
#   packaging/macos/package.sh APP LEGAL OUTPUT-FOLDER
#
# From the environment, none of them is needed for an unsigned image to try out:
#   CODESIGN_IDENTITY   "Developer ID Application: ..."; without it an ad-hoc signature
#   NOTARY_KEY, NOTARY_KEY_ID, NOTARY_ISSUER   file, id and issuer of an App Store Connect key
# DRY_RUN=1 prints the steps instead of running them, on any system.
set -eu
cd "$(dirname "$0")/../.."

app=$1 legal=$2 output=$3
identity=${CODESIGN_IDENTITY--}
image=$output/smsdesk-$("${PYTHON:-python3}" packaging/facts.py version)-$(uname -m).dmg

run() {
    echo "+ $*"
    test -n "${DRY_RUN-}" || "$@"
}

sign() {
    if test "$identity" = -; then
        run codesign --force --sign - "$@"
    else
        run codesign --force --timestamp --options runtime --sign "$identity" "$@"
    fi
}

run mkdir -p "$output" "$app/Contents/Resources"
run cp "$legal/THIRD-PARTY-NOTICES.txt" "$legal/smsdesk.cdx.json" "$app/Contents/Resources/"

# from the inside out: the signature of the whole covers those of its parts
if test -d "$app/Contents"; then
    find "$app/Contents" -type f \( -name '*.so' -o -name '*.dylib' \) | sort > "$app.parts"
    find "$app/Contents" -type d -name '*.framework' | sort -r >> "$app.parts"
    while IFS= read -r part; do sign "$part"; done < "$app.parts"
    rm -f "$app.parts"
fi
sign --entitlements packaging/macos/entitlements.plist "$app"
run codesign --verify --deep --strict "$app"

# the program beside a link to the folder it is to be dragged to
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
run cp -R "$app" "$stage/"
run ln -s /Applications "$stage/Applications"
run hdiutil create -volname smsdesk -srcfolder "$stage" -fs HFS+ -format ULFO -ov "$image"

if test "$identity" != -; then
    sign "$image"
fi
if test -n "${NOTARY_KEY-}"; then
    test "$identity" != - || { echo "notarizing needs CODESIGN_IDENTITY" >&2; exit 1; }
    run xcrun notarytool submit "$image" --wait --key "$NOTARY_KEY" \
        --key-id "$NOTARY_KEY_ID" --issuer "$NOTARY_ISSUER"
    run xcrun stapler staple "$image"
    run spctl --assess --type open --context context:primary-signature "$image"
else
    echo "not notarized: NOTARY_KEY is not set" >&2
fi
echo "$image"
