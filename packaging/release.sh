#!/bin/sh
# A release from this machine: every step that a machine can do, then what remains for a person.
#
#   packaging/release.sh            all steps, stops at the first that fails
#   packaging/release.sh --list     only says the steps
#
# It publishes nothing and changes no file but those in build/ and dist/.
set -eu
cd "$(dirname "$0")/.."

only_list=""
test "${1-}" != --list || only_list=1
number=0

step() {  # WHAT COMMAND...
    number=$((number + 1))
    printf '%2d. %s\n' "$number" "$1"
    shift
    test -z "$only_list" || return 0
    "$@" || { echo "    failed: $*" >&2; exit 1; }
}

sums() {
    (cd dist && rm -f SHA256SUMS && sha256sum -- * > ../build/SHA256SUMS \
        && mv ../build/SHA256SUMS . && cat SHA256SUMS)
}

again() {  # everything once more, from a freezing of its own: does it come out the same?
    first=$(sha256sum dist/*)
    rm -rf build
    make wheel deb rpm tar > /dev/null
    test "$first" = "$(sha256sum dist/*)"
}

copy_legal() {
    cp build/legal/smsdesk.cdx.json build/legal/THIRD-PARTY-NOTICES.txt dist/
}

notes() {
    "${PYTHON:-python3}" packaging/notes.py > dist/release-notes.md
}

version=$("${PYTHON:-python3}" packaging/facts.py version)
echo "smsdesk $version, stamped $("${PYTHON:-python3}" packaging/facts.py day)"
step "The changelog has a section for $version with its day, and nothing unreleased" \
    "${PYTHON:-python3}" packaging/notes.py --check
step "Lint, types, layers and tests are green" make test
step "Campaigns under every fault are green" make faults
step "dist/ is empty" rm -rf dist
step "Wheel and sdist are built, and the wheel works in an empty environment" make check-wheel
step "The Debian package is built, and proved in a clean Debian" make deb-proof
step "The RPM is built" make rpm
step "The portable archive is built" make tar
step "The frozen program's self-test is green" \
    env QT_QPA_PLATFORM=offscreen build/frozen/smsdesk/smsdesk --selftest
step "Its window is painted at most 1.2 times as late as from source" \
    .venv/bin/python -m tests.bench --strict frozen
step "Building again gives the same bytes" again
step "Bill of materials and licence notice lie beside the packages" copy_legal
step "Release notes" notes
step "Sums of everything" sums

cat << END

What a person does:
 - Read dist/release-notes.md as somebody would who updates tomorrow.
 - Install the Debian package on a desktop, start it from the menu, send the demo campaign.
 - Look whether requirements.lock holds anything with a known weakness; 'make lock' renews it.
 - Put the tag v$version on this commit and push it: the workflow 'packages' builds the Windows and
   macOS packages, which cannot be built here, and makes a draft of the release.
 - Install the Windows and macOS packages of that draft once each, over the version before.
 - Compare the sums of the draft's wheel and sdist with dist/SHA256SUMS: they must be the same. Its
   Linux packages hold another Python than those made here, so theirs differ; the draft's are
   released, the workflow has proved its Debian package too.
 - Publish the draft.
 - Keep Qt's and PySide6's source of this version for three years: the licence notice offers it.
 - Start the next section of packaging/CHANGELOG.md with '## Unreleased'.
END
