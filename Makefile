# Two commands on a fresh machine with Python 3.11 and make:
#   make run    set up, then extract the example study and show it
#   make test   set up, then lint, type-check and test
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
MODELS := $(wildcard ./models/en_*)

.PHONY: run test lint types tests slow bench setup clean

run: setup
	$(BIN)/eligex extract corpus/examples/lupus_study.json
	$(BIN)/eligex show corpus/examples/lupus_study.json

test: lint types tests

setup: $(READY)

$(READY): pyproject.toml constraints.txt $(wildcard models/en_*/pyproject.toml)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e ".[test,lint]"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps $(MODELS)
	touch $@

lint: setup
	$(BIN)/ruff format --check pipeline tests
	$(BIN)/ruff check pipeline tests
	$(BIN)/eligex check

types: setup
	$(BIN)/mypy

tests: setup
	$(BIN)/pytest -n 2 -q

slow: setup
	$(BIN)/pytest -q -m slow

bench: setup
	$(BIN)/eligex bench corpus/examples

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
