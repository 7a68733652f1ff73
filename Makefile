# `make` alone lists what there is. Everything runs in a virtual environment of its own.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
# Tests run; that shows more of them than their types would.
TYPED = annotations workbench benchmarks manage.py
# Two processes suit a small machine; "-n auto" uses them all, "" one.
# Each takes a row of its own, so that what a module makes for all its tests is made once.
TEST_FLAGS ?= -n auto --dist worksteal
INSTALL = $(BIN)/python -m pip install -qq --no-input --disable-pip-version-check --require-hashes

.PHONY: help demo test check check-style check-types check-templates check-django check-house format lock clean

help: ## List these commands
	@echo "make demo    install, make a database, load the example articles, serve the workbench"
	@echo "make test    install what tests need and run them all, in the browser too where there is Chromium"
	@echo "make check   lint, types, templates, migrations, settings, architecture, licences"
	@echo "make format  put the code into its usual form"
	@echo "make lock    write requirements.lock again from pyproject.toml (LOCK_FLAGS=--upgrade for newer releases)"
	@echo "make clean   remove what the commands above made; the data in data/ stays"

demo: $(VENV)/serving.stamp
	@exec $(BIN)/python manage.py demo $(DEMO_FLAGS)

test: export DATA_DIR = build/test
# pytest writes each module anew as it reads it: five seconds of every process, unless what came out is kept.
test: export PYTHONDONTWRITEBYTECODE =
test: $(VENV)/all.stamp
	@scripts=$$(find tests/js -name '*.test.*js' 2>/dev/null | sort); \
	if [ -z "$$scripts" ]; then :; \
	elif command -v node >/dev/null 2>&1; then node --test $$scripts; \
	else echo "The JavaScript tests were SKIPPED: there is no node on this machine."; test -z "$(REQUIRE_BROWSER)"; fi
	$(BIN)/python -m pytest $(TEST_FLAGS)

check: check-style check-types check-templates check-django check-house

check-style: $(VENV)/all.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

check-types: export DATA_DIR = build/check
check-types: $(VENV)/all.stamp
	$(BIN)/mypy $(TYPED)

check-templates: $(VENV)/all.stamp
	find templates -name '*.html' -exec $(BIN)/djade --check --target-version 5.2 {} +

check-django: export DATA_DIR = build/check
check-django: $(VENV)/all.stamp
	$(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python manage.py check --fail-level WARNING
	BASE_URL=https://checks.example.org $(BIN)/python manage.py check --deploy --fail-level WARNING

check-house: $(VENV)/all.stamp
	$(BIN)/python -m pytest -q tests/test_architecture.py tests/test_lock.py tests/test_licences.py

format: $(VENV)/all.stamp
	$(BIN)/ruff check --fix --exit-zero --quiet .
	$(BIN)/ruff format .
	-find templates -name '*.html' -exec $(BIN)/djade --target-version 5.2 {} +

LOCK_COMMAND = build/uv/bin/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-config --annotation-style line --custom-compile-command "make lock" --quiet $(LOCK_FLAGS)

lock: | build/uv/bin/uv
	$(LOCK_COMMAND) --all-extras --output-file requirements.lock
	$(LOCK_COMMAND) --extra postgres --constraints requirements.lock --output-file requirements.serving.lock

build/uv/bin/uv:
	$(PYTHON) -m venv build/uv
	build/uv/bin/python -m pip install -qq --no-input --disable-pip-version-check uv

clean:
	rm -rf .venv build .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage test-results
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip comes last into a new environment: where it is, the environment is whole.
$(BIN)/pip:
	@command -v $(PYTHON) >/dev/null 2>&1 || { \
		echo "There is no $(PYTHON) on this machine. Install Python 3.11 or newer, or name it: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "$(PYTHON) is older than 3.11, which is needed. Name a newer one: make PYTHON=python3.12 …"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python cannot make virtual environments here. On Debian and Ubuntu: apt install python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/serving.stamp: requirements.serving.lock | $(BIN)/pip
	@echo "Installing what serving needs. This takes a minute, once."
	@$(INSTALL) -r requirements.serving.lock
	@touch $@

$(VENV)/all.stamp: requirements.lock | $(BIN)/pip
	@echo "Installing what serving, tests and checks need. This takes a minute, once."
	@$(INSTALL) -r requirements.lock
	@touch $@ $(VENV)/serving.stamp
