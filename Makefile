# Two commands matter: `make run` starts Peerwalk, `make test` proves it.
SHELL := /bin/sh
PYTHON ?= python3

.PHONY: run test bench setup setup-test messages lint

run: setup
	@exec .venv/bin/python manage.py run

test: setup-test
	@.venv/bin/ruff check -q .
	@.venv/bin/python -m pytest -q -n auto --dist worksteal -m "not timed"
	@.venv/bin/python -m pytest -q -m timed

bench: setup-test
	@.venv/bin/python .ci/bench/bench.py

lint: setup-test
	@.venv/bin/ruff check . && .venv/bin/ruff format --check .

messages: setup
	@.venv/bin/python manage.py makemessages --all --no-obsolete --no-wrap --no-location --ignore tests --ignore data

setup: .venv/ready
setup-test: .venv/ready-to-test
	@sh .ci/needs

.venv/ready: requirements.txt
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "Peerwalk needs Python's venv. Install it: apt-get install python3-venv" >&2; exit 1; }
	@echo "Setting up Peerwalk in .venv/ (once; a minute or two) ..." >&2
	@$(PYTHON) -m venv .venv
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

.venv/ready-to-test: .ci/requirements.txt .venv/ready
	@.venv/bin/python -m pip install --quiet --disable-pip-version-check -r .ci/requirements.txt
	@touch $@
