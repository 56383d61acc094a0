# One's own machine: `make run` and `make test` need Python 3.11 or newer and nothing else.
.DEFAULT_GOAL := help
.PHONY: help setup run test bench lint types check clean
PYTHON := .venv/bin/python
# Written last, so that an installation that was interrupted is repeated.
INSTALLED := .venv/.requirements-installed
# Commands that only read the settings; nothing answers at these addresses.
NO_SERVERS := HOUSECHATS_LOCAL=1 DATABASE_URL=postgres:///housechats REDIS_URL=redis://

help:  ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED)  ## virtual environment with everything that is needed

$(INSTALLED): requirements.txt requirements-dev.txt
	@$(PYTHON) -c '' 2>/dev/null || sh .ci/make-venv
	@echo "Installing requirements into .venv ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(INSTALLED)

run: setup  ## the whole portal: emulator, worker, beat, web server (ARGS="--port 8001")
	@$(PYTHON) manage.py run $(ARGS)

test: setup  ## the tests, on real PostgreSQL and Valkey (ARGS="tests/unit -k word")
	@$(PYTHON) -m pytest $(ARGS)

bench: setup  ## the figures of benchmarks/README.md (ARGS="push_rate", ARGS="--quick")
	@$(PYTHON) -m benchmarks $(ARGS)

lint: setup  ## style and format
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: setup  ## types
	@$(NO_SERVERS) $(PYTHON) -m mypy

check: setup  ## migrations that somebody forgot to make
	@$(PYTHON) manage.py makemigrations --check --dry-run

clean:  ## forgets the local data and what tools left behind; .venv stays
	@! test -d .local || $(PYTHON) -m housechats.local forget
	@rm -rf static .pytest_cache .mypy_cache .ruff_cache
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
