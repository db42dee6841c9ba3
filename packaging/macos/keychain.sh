#!/bin/sh
# On a CI machine: puts the signing certificate in a keychain of its own and the notary key in a
# file, and tells later steps of the workflow where that is.
#
# From the environment: CERTIFICATE (PKCS 12 in base64), CERTIFICATE_PASSWORD, NOTARY_KEY_TEXT,
# RUNNER_TEMP and GITHUB_ENV.
set -eu
umask 077

keychain=$RUNNER_TEMP/signing.keychain-db
password=$(openssl rand -hex 16)
file=$RUNNER_TEMP/certificate.p12
trap 'rm -f "$file"' EXIT

printf '%s' "$CERTIFICATE" | base64 --decode > "$file"
security create-keychain -p "$password" "$keychain"
security set-keychain-settings -lut 3600 "$keychain"
security unlock-keychain -p "$password" "$keychain"
security import "$file" -k "$keychain" -P "$CERTIFICATE_PASSWORD" -T /usr/bin/codesign
security set-key-partition-list -S apple-tool:,apple: -k "$password" "$keychain" > /dev/null
security list-keychains -d user -s "$keychain" login.keychain-db

if test -n "${NOTARY_KEY_TEXT-}"; then
    printf '%s\n' "$NOTARY_KEY_TEXT" > "$RUNNER_TEMP/notary.p8"
    echo "NOTARY_KEY=$RUNNER_TEMP/notary.p8" >> "$GITHUB_ENV"
fi
