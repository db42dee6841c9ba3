# smsdesk: the commands of a working day. `make` alone lists them.
#
# Everything lands in .venv and needs python3 (3.11 to 3.13) with venv, nothing else. The second
# time each step finds its work done and is skipped.

SHELL := /bin/sh
.DEFAULT_GOAL := help

# the first Python on the search path that is new enough and not too new
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' 2>/dev/null \
	&& { echo $$name; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
# no addresses and no machine paths go into the locks; pins already there are kept
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --generate-hashes --no-header --quiet

.PHONY: help
help:
	@echo "make demo    try the whole program on its sandbox: no account, no keyring, no network"
	@echo "make test    lint, types, layers and all tests"
	@echo "make bench   the measurements, as ratios within one run"
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
	$(BIN)/pytest

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

# -- upkeep ------------------------------------------------------------------------------------

.PHONY: lock
lock: | $(BIN)/python
	@test -x $(BIN)/uv || $(PIP) install --quiet uv
	$(COMPILE) $(UPGRADE) -o requirements.lock > /dev/null
	$(COMPILE) $(UPGRADE) --group dev -o requirements-dev.lock > /dev/null

.PHONY: clean
clean:
	rm -rf build dist demo-output .mypy_cache .ruff_cache .pytest_cache .hypothesis \
		.import_linter_cache .coverage
	find smsdesk tests -name __pycache__ -prune -exec rm -rf {} +

.PHONY: distclean
distclean: clean
	rm -rf $(VENV)
