# The targets to remember: demo, test, check, bench. Python 3.11 and the package registries are all they need.

PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
RUN_STAMP := $(VENV)/.run-$(shell cksum < requirements/app.txt | tr ' ' '-')
DEV_STAMP := $(VENV)/.dev-$(shell cksum < requirements/dev.txt | tr ' ' '-')

.PHONY: demo test check bench format lock stop clean help

help:
	@echo "make demo    show the Ventspils case (ONCE=1: load it, write the document, and exit; PORT=8000)"
	@echo "make test    run every test"
	@echo "make check   ruff, mypy, import contracts, architecture, migrations, licences"
	@echo "make bench   measure, and print ratios"

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { echo "Kurss needs Python 3.11: install it, or name it with PYTHON=/path/to/python3.11."; exit 3; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || { echo "$(PYTHON) is not Python 3.11: name it with PYTHON=/path/to/python3.11."; exit 3; }
	$(PYTHON) -m venv $(VENV)

$(RUN_STAMP): | $(BIN)/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/app.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

PORT ?= 8000

demo: $(RUN_STAMP)
	@$(BIN)/kurss demo --port $(PORT) $(if $(ONCE),--once)

# Files go to the workers in their order: the long stories first, the short tests of the modules fill up the end.
WORKERS ?= auto

test: $(DEV_STAMP)
	$(BIN)/python -m pytest --numprocesses $(WORKERS) --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(ARGS)

check: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy kurss
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -q tests/architecture

bench: $(DEV_STAMP)
	$(BIN)/python -m bench

format: $(DEV_STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(DEV_STAMP)
	for set in app dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --no-emit-find-links requirements/$$set.in -o requirements/$$set.txt; done

stop:
	@$(BIN)/python -m kurss.portal.embedded stop

clean:
	rm -rf $(VENV) build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
