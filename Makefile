# demo, test, faults, check, bench, render: one word each. Needs Python 3.11 or later, make and git.
PYTHON ?= python3
PORT ?= 8001
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install -qq --disable-pip-version-check

.PHONY: demo test faults check bench render clean

demo: $(VENV)/user ## the example in Datasette, on this computer only
	@$(BIN)/offer-opendata serve example --port $(PORT) || \
	  { status=$$?; test $$status -eq 2 && echo "Another port: make demo PORT=8002"; exit $$status; }

test: $(VENV)/developer ## every test that can run here; the skipped ones are named at the end
	@$(BIN)/python -m pytest --numprocesses auto $(TESTS)

faults: $(VENV)/developer ## a full, faulty or forbidden disk at every operation on files; many minutes
	@OFFER_ALL_FAULTS=1 $(BIN)/python -m pytest --numprocesses auto --quiet \
	  tests/test_publish_commands.py tests/test_publish_faults.py tests/test_folders.py

check: $(VENV)/developer ## format, lint, strict types, and generated files that are as rendered
	@$(BIN)/ruff format --check src tests benchmarks
	@$(BIN)/ruff check src tests benchmarks
	@$(BIN)/mypy

bench: $(VENV)/developer ## our pipeline beside the one that a person would build today; comparing; history
	@$(BIN)/python benchmarks/bench.py
	@$(BIN)/python benchmarks/comparing.py
	@$(BIN)/python benchmarks/history.py

render: $(VENV)/developer ## write every generated file again, the example's release among them
	@$(BIN)/offer-opendata render .

clean: ## remove what make made
	rm -rf $(VENV) example/build benchmarks/build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "offer-opendata needs Python 3.11 or later; this is $$($(PYTHON) --version). Another one: make PYTHON=python3.12"; exit 2; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt install python3-venv"; exit 2; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/user: $(VENV)/bin/python pyproject.toml constraints.txt
	@echo "Installing (a minute, the first time)"
	@$(PIP) --constraint constraints.txt --editable .
	@touch $@

$(VENV)/developer: $(VENV)/user
	@$(PIP) --constraint constraints.txt --editable '.[dev]'
	@touch $@
