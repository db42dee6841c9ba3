# smsdesk: the commands of a working day. `make` alone lists them.
#
# Everything lands in .venv and needs python3 (3.11 to 3.13) with venv; what a step needs of the
# system it installs where it may, else it says what to type. The second time each step finds its
# work done and is skipped.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# the first Python on the search path that is new enough and not too new; the scripts use it too
ifndef PYTHON
PYTHON := $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
	&& { echo $$name; break; }; done)
endif
export PYTHON

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# no addresses and no machine paths go into the locks; pins already there are kept
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet

.PHONY: help
help:
	@echo "make demo    try the whole program on its sandbox: no account, no keyring, no network"
	@echo "make test    lint, types, layers and all tests"
	@echo "make faults  campaigns under every fault: what the provider took against the journal"
	@echo "make fuzz    nearly good bytes for everything that reads bytes from outside"
	@echo "make bench   the measurements, as ratios within one run"
	@echo "make deb     the Debian package in dist/; 'make deb-proof' installs it in a clean Debian"
	@echo "make rpm     the package for Fedora and openSUSE; 'make tar' the portable archive"
	@echo "make wheel   wheel and sdist; 'make check-wheel' tries the wheel in an empty environment"
	@echo "make release every step of a release that a machine can do"
	@echo "make setup   only install what 'make demo' needs"
	@echo "make lock    rewrite the requirements locks; newer versions with UPGRADE=--upgrade"
	@echo "make clean   remove caches and built files; 'make distclean' also .venv"

# -- what people run ---------------------------------------------------------------------------

.PHONY: demo
demo: setup
	@$(BIN)/python -m smsdesk.demo

.PHONY: test
test: setup-tests
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) --no-print-directory -j2 --output-sync=target tests-inside tests-outside

# side by side: those that run programs of their own mostly wait for them
OUTSIDE := tests/e2e tests/faults

.PHONY: tests-inside tests-outside
tests-inside:
	$(BIN)/pytest $(OUTSIDE:%=--ignore=%)
tests-outside:
	$(BIN)/pytest $(OUTSIDE)

# options with FAULTS="--quick --seed 7 --only killed"
.PHONY: faults
faults: setup-tests
	@$(BIN)/python -m tests.faults $(FAULTS)

# options with FUZZ="--seconds 300 --seed 7 --plain --target table"
.PHONY: fuzz
fuzz: setup-tests
	@$(BIN)/python -m tests.fuzz $(FUZZ)
	@$(BIN)/pytest -q --hypothesis-profile=deep tests/fuzz tests/contract -k "fear or loses_no_row or lose_no_row"

.PHONY: bench
bench: setup-tests
	@$(BIN)/python -m tests.bench

# -- set-up ------------------------------------------------------------------------------------

.PHONY: setup
setup: $(VENV)/.installed
	@packaging/system-libraries.sh $(BIN)/python

.PHONY: setup-tests
setup-tests: $(VENV)/.installed-tests
	@packaging/system-libraries.sh $(BIN)/python tests

$(BIN)/python:
	@test -n "$(PYTHON)" || { \
		echo "smsdesk needs Python 3.11, 3.12 or 3.13; none was found on the search path." >&2; \
		echo "Name one yourself: make PYTHON=/path/to/python3.12 ..." >&2; exit 1; }
	@echo "creating $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "The venv module is incomplete; type: sudo apt-get install -y python3-venv" >&2; \
		exit 1; }

# The package runs from this checkout: a path file makes it importable from anywhere and a
# two-line program stands in for the one an installed package would have.
$(VENV)/.linked: Makefile | $(BIN)/python
	@site=$$($(BIN)/python -c 'import sysconfig; print(sysconfig.get_path("purelib"))') \
		&& printf '%s\n' "$(CURDIR)" > "$$site/smsdesk.pth"
	@printf '#!/bin/sh\nexec "%s/$(BIN)/python" -P -m smsdesk "$$@"\n' "$(CURDIR)" \
		> $(BIN)/smsdesk && chmod +x $(BIN)/smsdesk
	@touch $@

$(VENV)/.installed: requirements.lock $(VENV)/.linked | $(BIN)/python
	@echo "installing what requirements.lock names (about 80 MB to fetch the first time)"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@touch $@

$(VENV)/.installed-tests: requirements-dev.lock $(VENV)/.linked | $(BIN)/python
	@echo "installing what requirements-dev.lock names"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@ $(VENV)/.installed

# -- packages ----------------------------------------------------------------------------------

BUILD_VENV := .venv-build
BUILD_BIN := $(BUILD_VENV)/bin
FROZEN := build/frozen/smsdesk
FROZEN_OF := $(sort $(shell find smsdesk resources/*/ -type f ! -name '*.pyc')) \
	$(addprefix packaging/,smsdesk.spec contents.py platforms.py facts.py bundle.py)

$(BUILD_VENV)/.installed: packaging/requirements.lock | $(BIN)/python
	@test -x $(BUILD_BIN)/python || $(PYTHON) -m venv $(BUILD_VENV)
	@echo "installing what packaging/requirements.lock names"
	@$(BUILD_BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes \
		-r packaging/requirements.lock
	@touch $@

# the program with Python and Qt in one folder; every package is made of it
.PHONY: frozen
frozen: build/frozen/.checked

# a file that is gone makes nothing newer, but the list of files different
.PHONY: always
build/frozen.list: always
	@mkdir -p build
	@printf '%s\n' $(FROZEN_OF) > $@.new
	@if cmp -s $@.new $@; then rm $@.new; else mv $@.new $@; fi

# the mark is set last: what failed its checks is made anew, never packaged
build/frozen/.checked: $(BUILD_VENV)/.installed build/frozen.list $(FROZEN_OF)
	@rm -f $@
	@packaging/system-libraries.sh $(BUILD_BIN)/python packages
	@echo "freezing smsdesk $$($(PYTHON) packaging/facts.py version)"
	@SOURCE_DATE_EPOCH=$$($(PYTHON) packaging/facts.py epoch) PYTHONHASHSEED=0 \
		$(BUILD_BIN)/python -m PyInstaller --noconfirm --clean --log-level ERROR \
		--distpath build/frozen --workpath build/work packaging/smsdesk.spec
	@$(BUILD_BIN)/python packaging/bundle.py $(FROZEN)
	@touch $@

.PHONY: deb
deb: frozen legal share
	@packaging/linux/deb.sh $(FROZEN) $(LEGAL) $(SHARE) dist

# installs the package in a clean Debian, drives the program, purges it; needs root, or sudo
.PHONY: deb-proof
deb-proof: deb setup-tests
	@packaging/system-libraries.sh $(BIN)/python proof
	@test "$$(id -u)" = 0 || as_root="sudo env PATH=$$PATH"; \
		$$as_root $(BIN)/python packaging/linux/proof.py \
		"dist/smsdesk_$$($(PYTHON) packaging/facts.py version)_$$(dpkg --print-architecture).deb"

RELEASE_VENV := .venv-release
RELEASE_BIN := $(RELEASE_VENV)/bin
LEGAL := build/legal
SHARE := build/share

$(RELEASE_VENV)/.installed: packaging/release.lock | $(BIN)/python
	@test -x $(RELEASE_BIN)/python || $(PYTHON) -m venv $(RELEASE_VENV)
	@echo "installing what packaging/release.lock names"
	@$(RELEASE_BIN)/python -m pip --disable-pip-version-check install --quiet --require-hashes \
		-r packaging/release.lock
	@touch $@

# sdist, and the wheel from that, so that what is published can be built from what is published
.PHONY: wheel
wheel: $(RELEASE_VENV)/.installed
	@rm -rf dist/*.whl dist/smsdesk-*.tar.gz
	@SOURCE_DATE_EPOCH=$$($(PYTHON) packaging/facts.py epoch) $(RELEASE_BIN)/python -m build \
		--no-isolation --outdir dist > /dev/null
	@$(RELEASE_BIN)/twine check --strict dist/*.whl dist/smsdesk-*.tar.gz
	@$(RELEASE_BIN)/check-wheel-contents dist/*.whl

.PHONY: check-wheel
check-wheel: wheel
	@packaging/check-wheel.sh dist/*.whl $(PYTHON)

# licence notice and bill of materials of the frozen folder
.PHONY: legal
legal: frozen $(RELEASE_VENV)/.installed
	@rm -rf $(LEGAL)
	@$(BUILD_BIN)/python packaging/notices.py --bundle $(FROZEN) $(LEGAL)/THIRD-PARTY-NOTICES.txt
	@$(BUILD_BIN)/python packaging/sbom.py --bundle $(FROZEN) $(LEGAL)/smsdesk.cdx.json
	@$(RELEASE_BIN)/python packaging/check_sbom.py $(LEGAL)/smsdesk.cdx.json

.PHONY: share
share: $(BUILD_VENV)/.installed
	@$(BUILD_BIN)/python packaging/linux/share.py $(SHARE)

.PHONY: tar
tar: frozen legal
	@packaging/system-libraries.sh $(BUILD_BIN)/python tar
	@packaging/archive.sh $(FROZEN) $(LEGAL) dist

.PHONY: rpm
rpm: frozen legal share
	@packaging/system-libraries.sh $(BUILD_BIN)/python rpm
	@packaging/rpm/build.sh $(FROZEN) $(LEGAL) $(SHARE) dist

# every step of a release that a machine can do, and at the end what remains for a person
.PHONY: release
release:
	@packaging/release.sh

# -- upkeep ------------------------------------------------------------------------------------

.PHONY: lock
lock: | $(BIN)/python
	@test -x $(BIN)/uv || $(PIP) install --quiet uv
	$(COMPILE) $(UPGRADE) -o requirements.lock > /dev/null
	$(COMPILE) $(UPGRADE) --group dev -o requirements-dev.lock > /dev/null
	$(COMPILE) $(UPGRADE) --group packaging --constraint requirements.lock \
		-o packaging/requirements.lock > /dev/null
	$(BIN)/uv pip compile --group pyproject.toml:release --universal --generate-hashes \
		--no-header --quiet --python-version 3.11 $(UPGRADE) -o packaging/release.lock > /dev/null

.PHONY: clean
clean:
	rm -rf build dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .coverage
	find smsdesk tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean
	rm -rf $(VENV) $(BUILD_VENV) $(RELEASE_VENV)
