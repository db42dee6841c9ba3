#!/bin/sh
# Proves a wheel: what pip installs from it, in an empty environment, starts and finds everything.
#
#   packaging/check-wheel.sh WHEEL [PYTHON]
#
# The dependencies are those of requirements.lock, with their hashes. Needs the system libraries
# of packaging/system-libraries.sh; no screen, no keyring, no account, nothing sent anywhere.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
wheel=$(realpath "$1")
python=${2-python3}

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
"$python" -m venv "$place/env"
bin=$place/env/bin
PIP_DISABLE_PIP_VERSION_CHECK=1
PYTHONNOUSERSITE=1
export PIP_DISABLE_PIP_VERSION_CHECK PYTHONNOUSERSITE
"$bin/python" -m pip install --quiet --require-hashes -r "$here/requirements.lock"
"$bin/python" -m pip install --quiet --no-index --no-deps "$wheel"
"$bin/python" -m pip check

# from an empty folder, so that nothing of the checkout is found by chance
mkdir "$place/home"
cd "$place/home"
SMSDESK_HOME=$place/home QT_QPA_PLATFORM=offscreen
export SMSDESK_HOME QT_QPA_PLATFORM
expected="smsdesk $("$python" "$here/packaging/facts.py" version)"

say() { echo "check-wheel: $*"; }

test "$("$bin/smsdesk" --version)" = "$expected"
say "$expected starts"
"$bin/smsdesk" code nxcloud-sms 27 | grep -q .
say "a code is explained from the code books"
test -x "$bin/smsdesk-window"
"$bin/python" - << 'END'
from pathlib import Path

import smsdesk
from smsdesk.gui import assets

package = Path(smsdesk.__file__).parent
assert assets.ROOT == package / "_resources", assets.ROOT
for name in ("icons/send.svg", "icons/logo.svg", "fonts/Inter-Regular.otf", "sample/customers.csv"):
    assert assets.path(name).is_file(), name
END
say "icons, fonts and sample data are in the wheel"
"$bin/python" -m smsdesk.demo > "$place/demo.txt" 2>&1 || { cat "$place/demo.txt" >&2; exit 1; }
say "the demo campaign runs off screen"
if "$bin/smsdesk" --help | grep -q -e --selftest; then
    "$bin/smsdesk" --selftest > "$place/selftest.json" 2>&1 \
        || { cat "$place/selftest.json" >&2; exit 1; }
    say "its self-test is green"
fi
say "green"
