# What a contributor types. Everything is installed into this folder; only `ops/packages` touches the machine.
.PHONY: run setup check test test-faults bench lock packages test-packages venv
.NOTPARALLEL:
.DEFAULT_GOAL := run

python := .venv/bin/python

run: setup
	@exec $(python) manage.py serve

setup: packages venv static/built/editor.js

check: setup
	@exec ops/check

test: test-packages setup
	@exec ops/test

# Faults that fall on a running stream of jobs: all rows in about an hour, or ROW=name; TIMES=n and SEED=n override what a
# row says. Goes on where it was interrupted.
test-faults: test-packages setup
	@exec $(python) -m tests.faults

bench: setup
	@exec $(python) manage.py bench

packages:
	@ops/packages judge

test-packages:
	@ops/packages judge test

venv:
	@ops/venv
	@$(MAKE) --silent --no-print-directory .venv/installed

.venv/installed: requirements/dev.txt
	@echo "Installing the Python packages (about a minute) …"
	@$(python) -m pip install -qq --disable-pip-version-check --requirement $<
	@touch $@

node_modules/installed: package-lock.json package.json
	@echo "Installing the code editor …"
	@ops/npm ci --loglevel=error --no-progress >/dev/null
	@touch $@

static/built/editor.js: static/js/editor.js static/js/editor-theme.js node_modules/installed
	@ops/npm run build --silent

# After a change to a requirements/*.in, or with `make lock upgrade=--upgrade`: pins anew.
lock: venv
	@$(python) -m pip install -qq --disable-pip-version-check uv==0.13.9
	@for name in base dev; do $(python) -m uv pip compile --quiet --universal --python-version 3.12 --no-emit-index-url \
		--custom-compile-command "make lock" $(upgrade) requirements/$$name.in --output-file requirements/$$name.txt || exit 1; done
