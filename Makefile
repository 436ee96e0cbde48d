# Everything that is done with this repository, by name. `make help` lists it.
#
# Needs Python 3.11 or newer; all else is installed, hashes checked, into .venv.

SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
PYTHON := $(BIN)/python
PIP := PIP_DISABLE_PIP_VERSION_CHECK=1 $(PYTHON) -m pip --quiet
RUN_STAMP := $(VENV)/.installed-run
DEV_STAMP := $(VENV)/.installed-dev
BENCH_STAMP := $(VENV)/.installed-bench

# Workers for the tests; `make test WORKERS=0` runs them in one process.
WORKERS ?= 2
# Passed on to pytest: make test ARGS="-k wall -x"
ARGS ?=

# ── People ──────────────────────────────────────────────────────────────────────────────────────

.PHONY: help
help: ## list the targets
	@sed -nE 's/^([a-z0-9-]+):.*## (.*)/\1\t\2/p' $(MAKEFILE_LIST) | while IFS=$$'\t' read -r name what; do printf '  make %-18s %s\n' "$$name" "$$what"; done

.PHONY: demo
demo: $(RUN_STAMP) ## a made-up company to look around in; prints its address and sign-ins
	@$(BIN)/tactful demo $(ARGS)

.PHONY: s3
s3: $(RUN_STAMP) ## install what keeps files in S3 (docs/operators.md)
	@$(PIP) install --require-hashes --requirement requirements-s3.lock

.PHONY: test
test: $(DEV_STAMP) chromium ## every test
	@$(PYTHON) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

# ── Checks ──────────────────────────────────────────────────────────────────────────────────────

CHECKS := check-types check-style check-imports check-security check-migrations check-doors check-documents

.PHONY: check
check: $(DEV_STAMP) ## all but the tests, two at a time
	@$(MAKE) --jobs=2 --output-sync=target $(CHECKS)

.PHONY: check-style
check-style: $(DEV_STAMP) ## ruff, and what only this house asks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(PYTHON) -m tools.house_rules

.PHONY: check-types
check-types: $(DEV_STAMP) ## mypy, strict
	@$(BIN)/mypy tactful tests bench tools conftest.py

.PHONY: check-imports
check-imports: $(DEV_STAMP) ## imports point down (ARCHITECTURE.md)
	@$(BIN)/lint-imports --no-logo

.PHONY: check-security
check-security: $(DEV_STAMP) ## bandit: nothing of medium or high severity
	@$(BIN)/bandit -c pyproject.toml -r tactful tools -q -ll

.PHONY: check-migrations
check-migrations: $(DEV_STAMP) ## the models are what the migrations make
	@DJANGO_SETTINGS_MODULE=tactful.config.settings $(PYTHON) -W ignore::RuntimeWarning -m django makemigrations --check --dry-run

.PHONY: check-doors
check-doors: $(DEV_STAMP) ## every route, operation and command is declared, and no more
	@$(PYTHON) -W ignore::RuntimeWarning -m tools.doors

.PHONY: check-documents
check-documents: $(DEV_STAMP) ## generated documents are up to date
	@$(PYTHON) -m tools.documents --check

.PHONY: rules
rules: $(DEV_STAMP) ## each rule of rules.toml with its tests' state; writes build/rules.json
	@$(PYTHON) -m tools.rules_report -n $(WORKERS) $(ARGS)

.PHONY: coverage
coverage: $(DEV_STAMP) ## branches of policy/ and visibility/ that no test takes; fails below 100 %
	@$(BIN)/coverage erase
	@$(BIN)/coverage run -m pytest -p no:xdist tests/policy tests/visibility tests/doors $(ARGS)
	@$(BIN)/coverage combine --quiet
	@$(BIN)/coverage report --include='tactful/policy/*,tactful/visibility/*' --fail-under=100

.PHONY: mutation
mutation: $(DEV_STAMP) ## change the kernel in every small way; a test must notice each
	@$(BIN)/mutmut run
	@$(PYTHON) -m tools.mutation_score --at-least 95
	@$(PYTHON) -m tools.policy_rows --at-least 95

# ── Measurements ────────────────────────────────────────────────────────────────────────────────

.PHONY: bench
bench: $(BENCH_STAMP) ## measure at full size; prints a table, writes build/bench.json
	@$(PYTHON) -m bench --profile full $(ARGS)

.PHONY: bench-small
bench-small: $(BENCH_STAMP) ## the same within four minutes
	@$(PYTHON) -m bench --profile small $(ARGS)

.PHONY: soak
soak: $(DEV_STAMP) ## the property tests with many more examples than a push allows
	@HYPOTHESIS_PROFILE=soak $(PYTHON) -m pytest -n $(WORKERS) -m "not browser" $(ARGS)

# ── Upkeep ──────────────────────────────────────────────────────────────────────────────────────

.PHONY: fix
fix: $(DEV_STAMP) ## put right what can be put right without thinking
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

.PHONY: docs
docs: $(DEV_STAMP) ## write POLICY.md, the API's schema and the command line's help
	@$(PYTHON) -m tools.documents

.PHONY: lock
lock: $(DEV_STAMP) ## resolve the dependencies anew
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra build $(LOCK_ARGS) --output-file requirements.lock
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra build --extra s3 $(LOCK_ARGS) --output-file requirements-s3.lock
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra build --extra s3 --extra dev $(LOCK_ARGS) --output-file requirements-dev.lock
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra build --extra s3 --extra dev --extra bench $(LOCK_ARGS) --output-file requirements-bench.lock
LOCK_ARGS = --generate-hashes --universal --no-header --no-annotate --python-version 3.11 $(ARGS)

.PHONY: vendor
vendor: $(DEV_STAMP) ## fetch what the pages are made of and build it into tactful/web/static
	@command -v npm >/dev/null || { echo "make vendor needs npm (Node 20 or newer); its results are committed, so nothing else does" >&2; exit 1; }
	@npm ci --ignore-scripts --no-audit --no-fund
	@$(PYTHON) tactful/web/vendor.py

.PHONY: clean
clean: ## remove what can be made again; the data folder stays
	@rm -rf build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage .coverage.*

# ── Installing ──────────────────────────────────────────────────────────────────────────────────

# A browser for the browser tests. Without one they are skipped, and say so.
.PHONY: chromium
chromium:
	@tools/find_chromium

$(PYTHON):
	@tools/make_venv $(VENV)

$(RUN_STAMP): requirements.lock pyproject.toml | $(PYTHON)
	@tools/make_venv $(VENV)
	@echo "Installing what Tactful needs (once)..."
	@$(PIP) install --require-hashes --requirement requirements.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@

$(DEV_STAMP): requirements-dev.lock requirements.lock pyproject.toml | $(PYTHON)
	@tools/make_venv $(VENV)
	@echo "Installing what Tactful and its tests need (once)..."
	@$(PIP) install --require-hashes --requirement requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@ $(RUN_STAMP)

$(BENCH_STAMP): requirements-bench.lock requirements-dev.lock requirements.lock pyproject.toml | $(PYTHON)
	@tools/make_venv $(VENV)
	@echo "Installing what Tactful, its tests and its peers need (once)..."
	@$(PIP) install --require-hashes --requirement requirements-bench.lock
	@$(PIP) install --no-deps --no-build-isolation --no-index --editable .
	@touch $@ $(DEV_STAMP) $(RUN_STAMP)
