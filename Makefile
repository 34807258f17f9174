# make demo: see it work.  make demo-ads: thirty people judge three ads.
# make test: format, lint, types, import contracts and the tests.
.POSIX:
.NOTPARALLEL:

PYTHON ?= python3
BIN = .venv/bin
PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check -c constraints.txt

# Pyright comes with its wheel and runs on the node wheel; this keeps it from asking for a newer one.
RUN_PYRIGHT = PYRIGHT_PYTHON_IGNORE_WARNINGS=1 $(BIN)/pyright -p pyproject.toml

.PHONY: demo demo-ads test check torture conformance bench clean

demo: .venv/.runtime
	@$(BIN)/python -m troupe_mcp.demo

demo-ads: .venv/.runtime
	@$(BIN)/python -m troupe_mcp.demo ads

test: check
	$(BIN)/pytest -q -n auto --maxprocesses 8

check: .venv/.installed
	$(BIN)/ruff format --check -q
	$(BIN)/ruff check -q
	$(RUN_PYRIGHT)
	$(BIN)/lint-imports --no-logo

torture: .venv/.installed
	$(BIN)/pytest -q -m torture

conformance: .venv/.installed
	$(BIN)/python -m tests.conformance.run

bench: .venv/.installed
	$(BIN)/python -m benchmarks

clean:
	rm -rf .venv build dist .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	rm -rf tests/conformance/node_modules tests/conformance/results tests/browser/node_modules
	rm -rf benchmarks/typescript/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Nothing is made before the two things it takes are there.
.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	    echo "$(PYTHON) is not Python 3.11 or newer: install it, or name one: make PYTHON=python3.12 …"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "ensurepip is missing: run 'apt-get install python3-venv' (Debian, Ubuntu) and try again."; exit 2; }
	@echo "Setting up .venv (once, about a minute) …"
	@$(PYTHON) -m venv .venv
	@touch $@

# The build backend is installed first, pinned like all else, so that no build needs an environment of its own.
.venv/.runtime: .venv/.made pyproject.toml constraints.txt
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation -e .
	@touch $@

.venv/.installed: .venv/.made pyproject.toml constraints.txt
	@echo "Installing what the tests need …"
	@$(PIP) hatchling
	@$(PIP) --no-build-isolation -e '.[dev,documents]'
	@touch .venv/.runtime $@
