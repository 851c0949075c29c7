# make demo · make run · make test · make test-long · make check · make bench
# Needs Python >= 3.11 with venv, and make; everything else comes into .venv from uv.lock.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SYNC := UV_PROJECT_ENVIRONMENT=$(VENV) $(BIN)/uv sync --frozen --quiet --inexact
PYTEST := $(BIN)/python -m pytest
BROWSER = ZHURNAL_CHROMIUM="$$(cat $(VENV)/.chromium)"

.PHONY: demo run test test-long check bench fmt clean

demo: $(VENV)/.synced
	@$(BIN)/zhurnal demo $(ARGS)

run: $(VENV)/.synced
	@$(BIN)/zhurnal run $(ARGS)

test: $(VENV)/.synced-test $(VENV)/.chromium
	@$(BROWSER) $(BIN)/python tests/run.py $(ARGS)

test-long: $(VENV)/.synced-test $(VENV)/.chromium
	@$(BROWSER) $(BIN)/python tests/run.py --long $(ARGS)

check: $(VENV)/.synced-check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	ZHURNAL_HOME=$$(mktemp -d) $(BIN)/python manage.py makemigrations --check --dry-run
	ZHURNAL_HOME=$$(mktemp -d) $(BIN)/python manage.py check_templates
	$(BIN)/deptry .
	@mkdir -p build
	@$(BIN)/pip-audit --progress-spinner off --skip-editable >build/pip-audit.txt 2>&1; \
	if grep -q "^Found .* known vulnerabilit" build/pip-audit.txt; then cat build/pip-audit.txt; exit 1; \
	elif grep -q "^No known vulnerabilities" build/pip-audit.txt && ! grep -q "could not be audited: django " build/pip-audit.txt; then echo "pip-audit: nothing known"; \
	else echo "pip-audit: the database of vulnerabilities can't be reached, skipped"; fi

bench: $(VENV)/.synced
	@$(BIN)/python -m bench $(ARGS)

fmt: $(VENV)/.synced-check
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean:
	rm -rf $(VENV) build

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Zhurnal needs Python 3.11 or newer; say which: make PYTHON=python3.12 …")'
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9,<1"

$(VENV)/.synced: uv.lock pyproject.toml | $(BIN)/uv
	@echo "Ставим зависимости…"
	@$(SYNC)
	@touch $@

$(VENV)/.synced-test: $(VENV)/.synced
	@$(SYNC) --group test
	@touch $@

$(VENV)/.synced-check: $(VENV)/.synced
	@$(SYNC) --group test --group check
	@touch $@

$(VENV)/.chromium: $(VENV)/.synced-test
	@$(BIN)/python tests/find_chromium.py $@
