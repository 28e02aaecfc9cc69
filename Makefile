# Everything one does with the book. The first command on a machine sets up .venv by itself;
# it needs only Python 3.11 or newer, make and the network.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
JOBS ?= 2
PORT ?= 8000
AUDIT ?=

# uv is locked like everything else, so the first uv is the one that the lock file names.
UV_VERSION := $(shell sed -n '/^name = "uv"$$/{n;s/.*"\(.*\)"/\1/p;}' uv.lock)

# uv keeps to this environment, to the Python that made it and, like pip, to the certificates
# of the machine.
export UV_PROJECT_ENVIRONMENT := $(VENV)
export UV_PYTHON_DOWNLOADS := never
export UV_SYSTEM_CERTS := true
# What is compiled once is not compiled in each of the many processes that a book takes.
export UV_COMPILE_BYTECODE ?= 1
unexport VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help book pdf audit serve refresh translations test lint unit notebooks data bench clean

help: ## Show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/\1|\2/p' Makefile | while IFS='|' read -r name text; do \
		printf 'make %-12s %s\n' "$$name" "$$text"; done

book: $(READY) ## Run every chapter and make the site in _build/site
	$(BIN)/finreport build --jobs $(JOBS)

pdf: $(READY) ## Make the site with the whole book as one PDF a language; needs Chromium
	$(BIN)/finreport build --jobs $(JOBS) --pdf

audit: $(READY) ## Look at every page of the site in a browser: _build/audit/report.md
	@if command -v npm >/dev/null; then \
		mkdir -p _build/node && cp tests/book/package.json tests/book/package-lock.json _build/node/ && \
		npm ci --prefix _build/node --no-audit --no-fund --loglevel=error; \
		else echo "Without npm, Lighthouse is left out: apt-get install npm" >&2; fi
	$(BIN)/python -m tests.book.audit $(AUDIT)

serve: $(READY) ## Serve the site on this machine
	$(BIN)/finreport serve --port $(PORT)

refresh: $(READY) ## Save the chapters' reference outputs, and prove that they repeat
	$(BIN)/finreport refresh --jobs $(JOBS)
	$(MAKE) notebooks

translations: $(READY) ## Take the chapters' messages into the catalogues of locale/
	$(BIN)/python -m finreport.publishing.translation

# First what fails within two minutes, two at once, so that no processor waits.
test: $(READY) ## Everything that must hold before a change is merged
	$(MAKE) --no-print-directory --jobs 2 lint data notebooks
	$(MAKE) --no-print-directory unit

lint: $(READY) ## Style, types and the one-way rule of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# One process more than processors, because many tests wait for others.
unit: $(READY) ## The tests of the code and of the book
	$(BIN)/pytest -n $$(($(JOBS) + 1)) --dist loadscope --no-loadscope-reorder

notebooks: $(READY) ## Run every chapter and compare it with its reference outputs
	$(BIN)/pytest --nbval chapters -n $(JOBS) --dist loadscope

data: $(READY) ## Check the data packages against their schemas
	@for package in data/*/datapackage.json; do \
		echo "$(BIN)/frictionless validate $$package"; \
		$(BIN)/frictionless validate "$$package" || exit 1; done

bench: $(READY) ## Compare the book's speed with that of stock tools, in a quarter of an hour
	$(BIN)/python -m benchmarks

clean: ## Remove everything that can be made again, but not .venv
	rm -rf _build .pytest_cache .mypy_cache .ruff_cache .import_linter_cache
	find src tests benchmarks -name __pycache__ -prune -exec rm -rf {} +

$(READY): pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "The book needs Python 3.11 or newer; '$(PYTHON)' is older or missing. Name another one: make PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "This Python cannot make environments: install its venv module (on Debian: python3-venv)." >&2; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/uv --version 2>/dev/null | grep -qF 'uv $(UV_VERSION)' \
		|| $(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv==$(UV_VERSION)'
	$(BIN)/uv sync --frozen --extra book
	@touch $(READY)
