# The same commands on every machine: Python 3.11 or newer and make are all that is needed.

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help run smoke test test-fast check format build calibrate bench soak mutants kills links lock clean

help:  ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS='	' read -r name what; do printf '  make %-9s %s\n' "$$name" "$$what"; done

run: $(VENV)/run.stamp  ## open the dashboard in a browser
	$(BIN)/smartpick run

smoke: $(VENV)/dev.stamp  ## go through the app once in a real browser (two minutes at most)
	$(BIN)/python -m pytest -n $(WORKERS) -rsfE $(PYTEST_OPTIONS) tests/browser/test_journey.py

test: $(VENV)/dev.stamp  ## run every test (WORKERS=n processes)
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile -rsfE $(PYTEST_OPTIONS)

# Units that need no page, no server and no long list; their database is kept for the next run.
FAST := $(addprefix tests/,profile tiers charts text export intake test_architecture.py test_repository.py)
NOT_FAST = $(filter-out $(FAST) tests/__pycache__,$(patsubst %/,%,$(wildcard tests/*/)) $(wildcard tests/test_*.py))
PYTEST_FAST = SMARTPICK_TEST_DATABASE=build/test.duckdb $(BIN)/python -m pytest -n $(WORKERS) -q -m "not slow" $(FAST)

test-fast: $(VENV)/dev.stamp  ## run the quick tests only (under a minute; it says what it leaves out)
	$(PYTEST_FAST) $(PYTEST_OPTIONS)
	@echo "Left out, as 'make test' runs them: tests marked slow, and $(NOT_FAST)"

# Every step runs and reports, also after one that failed.
check: $(VENV)/dev.stamp  ## lint, formatting, types, and the quick tests with their coverage
	@failed=; \
	step() { echo "== $$*"; "$$@" || failed="$$failed\n  $$*"; }; \
	step $(BIN)/ruff check .; \
	step $(BIN)/ruff format --check .; \
	step $(BIN)/mypy; \
	step env $(PYTEST_FAST) --cov --cov-report=term:skip-covered; \
	if [ -n "$$failed" ]; then printf "\nFailed:$$failed\n" >&2; exit 1; fi

format: $(VENV)/dev.stamp  ## put the code into the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

build: $(VENV)/run.stamp  ## validate data/ and build the database
	$(BIN)/smartpick build

calibrate: $(VENV)/run.stamp  ## work out the calibration evidence in data/calibration/ again
	$(BIN)/smartpick calibrate -o data/calibration >/dev/null
	$(BIN)/smartpick build --dictionary

# Dash has an environment of its own, for nothing else here needs it; without it that page is left out.
# For instance make bench BENCH="--only sessions", BENCH=--long, BENCH=--write.
bench: $(VENV)/dev.stamp  ## time what a visitor, a class and the model wait for (some minutes; BENCH=--long for all)
	@test -x .venv-bench/bin/python || { $(BIN)/python -m venv .venv-bench && \
		.venv-bench/bin/python -m pip --disable-pip-version-check --quiet install "$(DASH)"; } || rm -rf .venv-bench
	SMARTPICK_DATABASE=build/bench.duckdb PYTHONPATH=tests $(BIN)/python -m bench \
		--dash .venv-bench/bin/python $(BENCH)

# The page with the plot is build/soak.html. For instance make soak SOAK="--minutes 5 --sessions 10".
soak: $(VENV)/dev.stamp  ## an hour of mixed use by 25 sessions: memory, waits and errors over time (SOAK=options)
	SMARTPICK_DATABASE=build/bench.duckdb PYTHONPATH=tests $(BIN)/python -m bench.soak $(SOAK)

DASH := dash>=4.4,<5

# MUTANTS holds any other option: make mutants MUTANTS="--seed 2 --workers 2"; see python tests/mutants.py --help.
SAMPLE ?= 5
mutants: $(VENV)/dev.stamp  ## change the code in SAMPLE places a file, and see whether the tests notice (hours)
	$(BIN)/python tests/mutants.py --sample $(SAMPLE) $(if $(ONLY),--only $(ONLY)) $(MUTANTS)

kills: $(VENV)/dev.stamp  ## kill COUNT builds of the database at random moments (1,000 if not said: an hour or so)
	$(BIN)/python tests/killed_builds.py --count $(or $(COUNT),1000)

links: $(VENV)/dev.stamp  ## open COUNT random links on every page (10,000 if not said: many hours; 100 take some minutes)
	SMARTPICK_LINKS=$(or $(COUNT),10000) $(BIN)/python -m pytest -q -rsfE tests/test_bad_input.py

lock: $(VENV)/run.stamp  ## pin the newest versions that pyproject.toml allows
	$(PIP) install uv
	$(LOCK) --group build --output-file requirements.lock
	$(LOCK) --group dev --output-file requirements-dev.lock

LOCK := $(BIN)/uv pip compile pyproject.toml --upgrade --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --quiet

clean:  ## remove the environment and everything that is built
	rm -rf $(VENV) .venv-bench build dist .pytest_cache .hypothesis .mypy_cache .ruff_cache .coverage

# The exact versions of the lock file, checked by hash; then this project, so that edits take effect at once.
# The stamps are older than a changed lock file or pyproject.toml, and only then is anything installed again.
$(VENV)/run.stamp: requirements.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock pyproject.toml | $(BIN)/python
	$(PIP) install --require-hashes -r requirements-dev.lock
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@ $(VENV)/run.stamp

# A command can be there and still not start (version managers leave such stubs), so each is tried.
$(BIN)/python:
	@for candidate in python3.14 python3.13 python3.12 python3.11 python3 python; do \
		if $$candidate -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then \
			found=$$candidate; break; \
		fi; \
	done; \
	if [ -z "$$found" ]; then \
		echo "SmartPick needs Python 3.11 or newer, and none was found. Install it and run make again." >&2; exit 1; \
	fi; \
	if ! $$found -m venv --clear $(VENV); then \
		rm -rf $(VENV); \
		echo "$$found cannot make a virtual environment. On Debian and Ubuntu: apt install python3-venv." >&2; exit 1; \
	fi
