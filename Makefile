# Two commands: `make run` starts the whole product, `make test` runs every test. `make help` lists the rest.
# Both need only python3 (3.11 or newer) and, the first time, the package registries.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

VENV := .venv
PYTHON := $(VENV)/bin/python
PIP := $(PYTHON) -m pip --disable-pip-version-check --no-input
# A bundle (see `make bundle`) brings its packages along; then no registry is asked.
PIP_SOURCE := $(if $(wildcard wheels/*.whl),--no-index --find-links wheels)
TEST_DATA ?= .data-test
# `make test` keeps to itself: own data folder, sockets instead of ports, whatever a running ledger uses.
WITH_SERVICES := env -u LEDGER_DEMO -u PUBLIC_URL -u PORT LEDGER_TEST_CLUSTER=1 \
	$(PYTHON) -m ledger_site.embedded --data-dir $(TEST_DATA) exec --
# Commands that read the settings but touch no service.
BUILD_ENV := SECRET_KEY="$$($(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(50))')" \
	DATABASE_URL=postgresql:///none DATABASE_OWNER_URL=postgresql:///none REDIS_URL=unix:///none
UV := $(PYTHON) -m uv pip compile --quiet --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	--python-version 3.11
SOURCES := manage.py ledger_site audit organizations deadlines documents problems staffing verification approvals \
	accountability tests benchmarks tools
PO := $(wildcard locale/*/LC_MESSAGES/*.po)

.PHONY: help run services test check lint format types imports site-check compose-check lock assets messages bundle \
	clean venv runtime develop node-modules

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

run: runtime assets messages ## the whole product with demonstration data; PORT=8000, DATA_DIR=.data
	@exec $(PYTHON) -m ledger_site.embedded run

services: runtime ## PostgreSQL and Valkey only, for developers
	@exec $(PYTHON) -m ledger_site.embedded services

test: develop assets messages node-modules ## every test; ARGS='tests/problems -k close' for a part
	@exec $(WITH_SERVICES) $(PYTHON) -m pytest -n 2 $(ARGS)

check: lint types imports site-check compose-check ## everything but the tests

lint: develop ## style and format
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

format: develop ## mend what lint can mend
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

types: develop ## mypy
	$(BUILD_ENV) $(PYTHON) -m mypy

imports: develop ## rooms import downward only
	$(BUILD_ENV) $(VENV)/bin/lint-imports --no-cache

site-check: develop assets messages ## migrations, messages, and Django's check for production
	@$(WITH_SERVICES) bash tools/site_check.sh $(PYTHON)

compose-check: ## docker-compose.yml, where the client is installed
	@bash tools/compose_check.sh

lock: develop ## compile requirements/*.in anew; UPGRADE=--upgrade for newer versions
	$(UV) $(UPGRADE) --output-file requirements/runtime.txt requirements/runtime.in
	$(UV) $(UPGRADE) --constraint requirements/runtime.txt --output-file requirements/develop.txt requirements/develop.in
	$(UV) $(UPGRADE) --output-file requirements/node.txt requirements/node.in

# -- what the above need; each looks first and does nothing when nothing changed --------------------------------------

venv:
	@if [ ! -x $(PYTHON) ]; then \
		for python in python3 python3.14 python3.13 python3.12 python3.11; do \
			if $$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found=$$python; break; fi; \
		done; \
		if [ -z "$${found:-}" ]; then \
			echo "Python 3.11 or newer is needed and not on PATH (Debian 12, Ubuntu 24.04: apt-get install python3 python3-venv)." >&2; \
			exit 1; \
		fi; \
		$$found tools/system_packages.py $${PURPOSE:-run}; \
		echo "Making $(VENV) with $$($$found --version) …" >&2; \
		$$found -m venv $(VENV); \
	fi

runtime: venv
	@$(PYTHON) tools/system_packages.py run
	@cmp -s requirements/runtime.txt $(VENV)/runtime.txt || { \
		echo "Installing packages …" >&2; \
		$(PIP) install --quiet --require-hashes $(PIP_SOURCE) -r requirements/runtime.txt; \
		cp requirements/runtime.txt $(VENV)/runtime.txt; }

develop: venv
	@$(PYTHON) tools/system_packages.py test
	@cmp -s requirements/develop.txt $(VENV)/develop.txt || { \
		echo "Installing packages for tests …" >&2; \
		$(PIP) install --quiet --require-hashes $(PIP_SOURCE) -r requirements/develop.txt; \
		cp requirements/develop.txt $(VENV)/develop.txt; cp requirements/runtime.txt $(VENV)/runtime.txt; }

node-modules: venv
	@bash tools/node_modules.sh $(PYTHON)

assets: venv ## style sheets from npm into .assets
	@cmp -s package-lock.json .assets/.package-lock.json || { \
		bash tools/node_modules.sh $(PYTHON); \
		rm -rf .assets; mkdir -p .assets/vendor; \
		cp node_modules/@tabler/core/dist/css/tabler.min.css .assets/vendor/; \
		sed -i '/^\/\*# sourceMappingURL=/d' .assets/vendor/tabler.min.css; \
		cp package-lock.json .assets/.package-lock.json; }

messages: runtime ## compile locale/*.po
	@if [ -n "$(PO)" ] && { [ ! -e $(VENV)/messages ] || [ -n "$$(find locale -name '*.po' -newer $(VENV)/messages)" ] \
		|| [ "$$(find locale -name '*.po' | wc -l)" != "$$(find locale -name '*.mo' | wc -l)" ]; }; then \
		$(BUILD_ENV) $(PYTHON) manage.py messages compile && touch $(VENV)/messages; fi

bundle: runtime assets ## archive for a machine without network: code, packages, assets
	@bash tools/bundle.sh $(PYTHON)

clean: ## caches, built assets and the data of tests; neither .data nor .venv
	rm -rf .assets .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache node_modules staticfiles \
		test-results dist $(TEST_DATA) $(TEST_DATA)-[0-9]
	find . -name __pycache__ -not -path './$(VENV)/*' -prune -exec rm -rf {} +
