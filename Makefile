# The two commands most people need are `make` and `make test`. Each sets itself up.
.DELETE_ON_ERROR:
.DEFAULT_GOAL := data
.PHONY: help fetch data example charts test s3 mutation lint bench bench-layouts bench-tables review lock audit clean

RAW ?= data/raw
CLEAN ?= data/clean
PYTHON ?= python3
BIN := .venv/bin
# Other programs that tables are compared with, in a Python of their own.
PEERS ?= build/cache/table-programs
# Python compiles what it uses by itself; compiling all of every library would add some 60 MB.
INSTALL := $(BIN)/pip install --quiet --no-compile --disable-pip-version-check
COMPILE := $(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
    --no-header --no-annotate --quiet

help:  ## list what can be made
	@grep -hE '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

fetch: .venv/run  ## fetch the documents that data/sources.csv lists into RAW
	@$(BIN)/scrutiny fetch --to "$(RAW)" || [ $$? -eq 3 ]

data: .venv/run  ## read the PDFs of RAW (data/raw) and write the dataset to CLEAN (data/clean)
	@# A fresh clone has nothing to read.
	@test "$(RAW)" != data/raw -o -e "$(CLEAN)/datapackage.json" -o -n "$$(ls data/raw 2> /dev/null)" || { \
	    mkdir -p data/raw && cp data/example/raw/*.pdf data/raw/ \
	    && echo "data/raw held no documents, so the example was copied there. Put yours beside it, or in its place."; }
	@# Status 3 says that some document was set aside; the dataset is written and says which.
	@$(BIN)/scrutiny run "$(RAW)" --out "$(CLEAN)" || [ $$? -eq 3 ]

example: .venv/run  ## make the shipped dataset, data/example/clean, again; its difference is for git to show
	@# With a fixed time of the run: it is the only thing that would differ each time.
	@SOURCE_DATE_EPOCH=1764288000 $(BIN)/scrutiny run data/example/raw --out data/example/clean

charts: data  ## draw the dataset: a summary page, and each picture as SVG and PNG
	@$(BIN)/scrutiny charts --out "$(CLEAN)"

# The tests start many commands, each of which would compile all that it imports where Python may not keep it.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/run .venv/test  ## run the tests, a file of them on each core, four at most
	$(BIN)/python -m pytest -rs -p xdist -n logical --maxprocesses 4 --dist loadfile

s3: .venv/run .venv/test  ## run the tests against a server that speaks S3, with libraries of their own in build/s3
	@# They ask for an older python-dateutil than is locked, so they stand apart.
	@test -d build/s3/moto || $(BIN)/pip install --quiet --target build/s3 s3fs "moto[s3]" flask flask-cors
	PYTHONPATH=build/s3 $(BIN)/python -m pytest -rs tests/scrutiny/test_s3.py

mutation: .venv/run .venv/test  ## MODULE=a/b.py: change it a little at a time and print what no test notices; TESTS=..., MINUTES=20
	@test -n "$(MODULE)" || { echo "Name a module: make mutation MODULE=normalise/values/dates.py"; exit 1; }
	@test -d build/mutmut/mutmut || $(BIN)/pip install --quiet --target build/mutmut mutmut
	@$(BIN)/python -m benchmarks.mutation "$(MODULE)" $(or $(MINUTES),20) $(TESTS)

lint: .venv/run .venv/test  ## check style (ruff) and types (mypy, strict)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/run .venv/test  ## census by family, large tables, speed, links of agencies; CONTRIBUTING lists the other benchmarks
	$(BIN)/python -m benchmarks

bench-layouts: .venv/run .venv/test  ## PAPERS=100 SEED=1: draw papers at random and tell by layout what is read of them
	$(BIN)/python -m benchmarks.layouts build/layouts --papers $(or $(PAPERS),100) --seed $(or $(SEED),1)
	$(BIN)/python -m benchmarks.layouts.measure build/layouts

bench-tables: .venv/run  ## TABLES="FOLDER…": the tables that we and other programs find, and milliseconds a page; PEERS=FOLDER keeps these
	@test -n "$(TABLES)" || { echo "Name the folders of tables: make bench-tables TABLES=\"icdar peers\"."; \
	    echo "They are no part of the project. A folder holds PDFs, each with its tables beside it: NAME-str.xml, as in the"; \
	    echo "data of the ICDAR 2013 table competition, which its organisers publish, or NAME.grids.json (benchmarks/tables.py)."; exit 1; }
	@test -d "$(PEERS)" || $(PYTHON) -m venv "$(PEERS)"
	@# One that cannot be installed is named, and has no figures; the others go on. None is part of the project.
	@for peer in pdfplumber pymupdf camelot-py tabula-py img2table tablers; do \
	    "$(PEERS)/bin/pip" install --quiet --no-compile --disable-pip-version-check $$peer \
	    || echo "$$peer could not be installed."; done
	@java -version 2> /dev/null || echo "tabula needs Java, which is not here (on Debian or Ubuntu: apt install default-jre-headless)."
	$(BIN)/python -m benchmarks.tables $(TABLES) --peers "$(PEERS)/bin/python"

review: data  ## build the review page: one file that shows each doubtful value beside its place on the page
	@$(BIN)/scrutiny review "$(RAW)" --out "$(CLEAN)" --file

lock: .venv/run  ## pin the newest allowed versions of every dependency, with hashes
	$(BIN)/pip install --quiet uv
	$(COMPILE) --group build --upgrade -o requirements.lock
	$(COMPILE) --group build --group dev --extra cluster --upgrade --constraint requirements.lock -o requirements-dev.lock

audit: .venv/test  ## ask the advisory service about the locked libraries; fails if it knows one or cannot tell
	$(BIN)/pip install --quiet pip-audit
	$(BIN)/pip-audit --requirement requirements-dev.lock --disable-pip --strict

clean:  ## remove what was made here, but for the dataset and the decisions
	rm -rf .venv build data/interim data/charts .mypy_cache .pytest_cache .ruff_cache .hypothesis *.egg-info
	rm -f extract/pdf/*/*.so extract/pdf/*/*.pyd
	find . -name __pycache__ -prune -exec rm -rf {} +

.venv/made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	    || { echo "Scrutiny needs Python 3.11 or later; '$(PYTHON)' is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv .venv \
	    || { echo "Python could not make a virtual environment. On Debian or Ubuntu: apt install python3-venv"; exit 1; }
	@touch $@

# What a run needs. Each lock is installed again when it changes; what fits already is left as it is.
.venv/libraries: requirements.lock | .venv/made
	@echo "Setting up .venv from requirements.lock (a minute or two; again when it changes) ..."
	@$(INSTALL) --require-hashes -r requirements.lock
	@touch $@

.venv/run: .venv/libraries pyproject.toml $(wildcard extract/pdf/*/*.[ch])
	@# Setuptools warns of folders named like packages; here they are the packages.
	@PYTHONWARNINGS=ignore $(INSTALL) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m extract.pdf.compiled 2> /dev/null \
	    || echo "The helpers in C were not compiled (on Debian or Ubuntu: apt install gcc python3-dev). All works; pages are read more slowly."
	@touch $@

# What the tests, the linters and the cluster need besides.
.venv/test: requirements-dev.lock | .venv/run
	@echo "Adding what the tests need, from requirements-dev.lock ..."
	@$(INSTALL) --require-hashes -r requirements-dev.lock
	@touch $@
