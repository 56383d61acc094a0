# One's own machine: `make run` and `make test` need Python 3.11 or newer and nothing else.
.DEFAULT_GOAL := help
.PHONY: help setup run logins test test-walks test-nights soak fuzz test-clients test-api test-browser screenshots bench lint types check
.PHONY: chaos chaos-night second-pair nightly lock audit clean
PYTHON := .venv/bin/python
# Written last, so that an installation that was interrupted is repeated.
INSTALLED := .venv/.requirements-installed
# The messenger's official schema lies beside the checkout; one of the clients is generated from it.
SCHEMA := ../shared/max/openapi-0.0.33.yaml
GENERATED := .clients/generated/max_client
CLIENTS_INSTALLED := .clients/.installed
API_INSTALLED := .api/.installed
BROWSER_INSTALLED := .browser/.installed
# Commands that only read the settings; nothing answers at these addresses.
NO_SERVERS := HOUSECHATS_LOCAL=1 DATABASE_URL=postgres:///housechats REDIS_URL=redis://

help:  ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(INSTALLED)  ## virtual environment with everything that is needed

$(INSTALLED): requirements.txt requirements-dev.txt
	@$(PYTHON) -c '' 2>/dev/null || sh .ci/make-venv
	@echo "Installing requirements into .venv ..."
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $(INSTALLED)

run: setup  ## the whole portal: emulator, worker, beat, web server (ARGS="--port 8001")
	@$(PYTHON) manage.py run $(ARGS)

logins:  ## the logins of the demo, as `make run` made them
	@cat "$${HOUSECHATS_LOCAL_DIR:-.local}/logins.txt" 2>/dev/null || echo "No demo is loaded yet: make run."

test: setup  ## the tests, on real PostgreSQL and Valkey (ARGS="tests/unit -k word")
	@$(PYTHON) -m pytest --numprocesses auto --maxprocesses 8 --dist load -m "not walk and not night" $(ARGS)

test-walks: setup  ## generated over everything, or long: pages as everybody, filters, faults, real files (ARGS="-k analyst")
	@$(PYTHON) -m pytest --numprocesses auto --maxprocesses 8 --dist load -m walk $(ARGS)

test-nights: export WHOLE := 1
test-nights: setup  ## everything whole: of much that is generated the suites above hold a sample (ARGS="-k Announce")
	@$(PYTHON) -m pytest --numprocesses auto --maxprocesses 8 --dist load $(ARGS)

soak: export SOAK_EXAMPLES ?= 60
soak: setup  ## new stories of changes, hands, faults and registers, and new answers to any call (SOAK_EXAMPLES=500)
	@$(PYTHON) -m pytest tests/scenarios/test_any_order.py tests/scenarios/test_any_answer.py \
		tests/scenarios/test_any_answer_to_speakers.py tests/scenarios/test_any_news.py tests/contract/test_any_bytes.py \
		tests/scenarios/test_any_register.py tests/unit/registry/test_register_stories.py -m "not night" $(ARGS)

fuzz: export FUZZ_FILES ?= 2000
fuzz: setup  ## that many mutated files of each kind, read and applied; prints the minutes (FUZZ_FILES=200)
	@$(PYTHON) -m pytest tests/unit/registry/test_mutated_files.py tests/integration/test_mutated_imports.py -s $(ARGS)

test-clients: $(CLIENTS_INSTALLED)  ## other people's MAX clients against the emulator (ARGS="-k official")
	@cd tests/clients && ../../.clients/python/bin/python -m pytest $(ARGS)
	@test -d $(GENERATED) || echo "NOT TESTED: the client generated from the schema, for $(SCHEMA) is not there."

$(CLIENTS_INSTALLED): $(addprefix tests/clients/,install as_published requirements.txt package.json package-lock.json) $(wildcard $(SCHEMA)) | setup
	@sh tests/clients/install $(SCHEMA) $(GENERATED)
	@! test -d $(GENERATED) || touch $@

test-api: $(API_INSTALLED)  ## the REST interface held to its schema, and clients made from it (ARGS="-k reader")
	@sh tests/api/generate
	@cd tests/api && ../../.api/python/bin/python -m pytest $(ARGS)

$(API_INSTALLED): $(addprefix tests/api/,install requirements.txt package.json languages/package.json) | setup
	@sh tests/api/install
	@touch $@

test-browser: $(BROWSER_INSTALLED)  ## the whole portal walked in headless Chromium (ARGS="-k desk")
	@cd tests/browser && ../../.browser/python/bin/python -m pytest $(ARGS)

screenshots: export SCREENSHOTS := 1
screenshots: test-browser  ## the same, and the pictures of docs/screenshots are taken anew

$(BROWSER_INSTALLED): $(addprefix tests/browser/,install requirements.txt package.json package-lock.json) | setup
	@sh tests/browser/install
	@touch $@

bench: setup  ## the figures of benchmarks/README.md (ARGS="push_rate", ARGS="--quick")
	@$(PYTHON) -m benchmarks $(ARGS)

chaos: setup  ## two regions change while everything is killed, emptied and cut off (CHAOS_CHATS=60, CHAOS_SEED=1)
	@$(PYTHON) -m chaos

chaos-night: export CHAOS_CHATS ?= 3000
chaos-night: export CHAOS_SECONDS ?= 900
chaos-night: export CHAOS_MOST_SECONDS ?= 3600
chaos-night: chaos  ## the same with 3,000 chats, for an hour at most

lint: setup  ## style and format
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m ruff format --check .

types: setup  ## types
	@$(NO_SERVERS) sh .ci/types $(PYTHON)

check: setup  ## migrations that somebody forgot to make
	@$(PYTHON) manage.py makemigrations --check --dry-run

second-pair: setup  ## the unit tests with the newest Python and PostgreSQL 15 that can be had (ARGS="tests")
	@bash .ci/second-pair $(or $(ARGS),tests/unit)

nightly:  ## what takes longer than a commit may: everything with the second pair, new stories, the full benchmarks
	@$(MAKE) second-pair ARGS=tests
	@$(MAKE) test-nights
	@$(MAKE) soak SOAK_EXAMPLES=500
	@$(MAKE) fuzz
	@WHOLE=1 $(MAKE) test-api
	@EVERY_BORDER=1 $(MAKE) test-api ARGS="test_contract.py -k everything"
	@$(MAKE) audit
	@$(MAKE) bench
	@$(MAKE) chaos-night

lock: setup  ## requirements.lock anew from requirements.txt: every package under them, with its checksums
	@$(PYTHON) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header --upgrade \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --output-file requirements.lock requirements.txt

audit: setup  ## known weaknesses of what requirements.lock installs
	@sh .ci/audit

clean:  ## forgets the local data and what tools left behind; .venv, .clients, .api and .browser stay
	@! test -d .local || $(PYTHON) -m housechats.local forget
	@rm -rf static .browser/screens .api/generated .pytest_cache .mypy_cache .ruff_cache
	@find . -name __pycache__ -not -path './.venv/*' -not -path './.clients/*' -not -path './.api/*' -not -path './.browser/*' -prune -exec rm -rf {} +
