# Everything one can run. A machine needs Python 3.12 or newer and make; the rest is fetched into .venv and node_modules.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help run demo serve install test check test-postgres journeys requirements bench mutate versions translations clean

PORT ?= 8000
PYTHON := .venv/bin/python
PIP := $(PYTHON) -m pip --quiet --disable-pip-version-check install
HANDLEKRAFT := .venv/bin/handlekraft
DJANGO := $(PYTHON) -m django
VAR := $(or $(HANDLEKRAFT_VAR),var)
NODE := node_modules/.package-lock.json
export DJANGO_SETTINGS_MODULE := handlekraft.config.settings
export PORT

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## /  make \1|/' | awk -F'|' '{ printf "%-22s %s\n", $$1, $$2 }'

run: demo serve ## the sample municipality with a planned week, in the browser (PORT=8000)

# Persona sign-in exists in the sample municipality only; `make serve` alone serves an installation of one's own.
run demo: export HANDLEKRAFT_DEMO := 1

demo: install ## make the sample municipality
	$(HANDLEKRAFT) demo

serve: install ## the production server with its worker
	$(HANDLEKRAFT) serve --port $(PORT)

install: .venv/.base $(NODE) ## everything a running installation needs

# --- what is installed, each with a stamp: a second time costs nothing and asks no network ---

.venv/bin/python:
	@python=$$(.ci/python) && "$$python" -m venv .venv

.venv/.base: requirements/base.txt pyproject.toml | .venv/bin/python
	$(PIP) --require-hashes -r requirements/base.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.base
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(NODE): package.json package-lock.json .npmrc | .venv/bin/python
	.ci/npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

# --- proofs ---

# The engine runs without its compiler here, so that every branch of a kernel is seen; the apps run with it, as in production.
test: .venv/.dev $(NODE) ## all that needs neither browser nor PostgreSQL, with 100 % branch coverage
	@rm -f .coverage .coverage.*
	NUMBA_DISABLE_JIT=1 $(PYTHON) -m pytest tests/engine -q -n 2 --cov --cov-report= --cov-fail-under=0
	$(PYTHON) -m pytest tests -q -n 2 --ignore=tests/engine --ignore=tests/journeys --cov --cov-append

test-postgres: .venv/.dev $(NODE) ## the same suite on a PostgreSQL of its own
	.ci/postgres $(PYTHON) -m pytest tests -q -n 2 --ignore=tests/engine --ignore=tests/journeys

journeys: .venv/.dev $(NODE) ## stories played in Chromium
	HANDLEKRAFT_CHROMIUM="$$(.ci/chromium)" $(PYTHON) -m pytest tests/journeys -q

check: .venv/.dev $(NODE) ## form, types, templates, imports, migrations, translations
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -m djlint handlekraft --lint --quiet
	.venv/bin/lint-imports
	$(DJANGO) makemigrations --check --dry-run
	$(PYTHON) .ci/translations.py

requirements: .venv/bin/python ## which requirements of the catalogue a test shows
	@$(PYTHON) .ci/requirements.py

# Public instances are not part of the project: DATA=FOLDER says where they lie. Peers are asked where they are installed.
DATA ?= benchmarks
bench: .venv/.base ## seeded team days and weeks, and the public instances in DATA: time, unassigned, travel, known faces
	@$(PYTHON) -m handlekraft_engine.bench --data $(DATA)

mutate: .venv/.dev $(NODE) ## do the tests notice when a rule, the referee or access is broken?
	@$(PYTHON) .ci/mutate.py

# --- upkeep ---

translations: .venv/.dev ## add new texts to the English translation and compile it
	$(PYTHON) .ci/translations.py --update

COMPILE := .venv/bin/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade
versions: .venv/.dev ## newest versions into requirements/
	$(COMPILE) pyproject.toml --group build -o requirements/base.txt
	$(COMPILE) pyproject.toml --group build --extra postgres -c requirements/base.txt -o requirements/postgres.txt
	$(COMPILE) pyproject.toml --group dev --extra postgres --extra streets --extra cluster --extra peers -c requirements/postgres.txt -o requirements/dev.txt
	$(COMPILE) --group npm -o requirements/npm.txt

clean: ## remove what was installed and built, keep the data in var/
	rm -rf .venv node_modules $(VAR)/static $(VAR)/numba .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
