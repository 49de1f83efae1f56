# `make check` before a commit (under a minute), `make test` before a push (everything).

.PHONY: check test format lint types javascript unit fast-unit app browser

# BLAS with as many threads as cores only slows small products down, most of all beside others.
unit fast-unit app: export OPENBLAS_NUM_THREADS := 1

BROWSER_TESTS ?= tests/browser

# What can run at the same time does; a part's output is shown when it ends.
parallel = $(MAKE) --no-print-directory --keep-going --output-sync=target -j2

check:
	@$(parallel) fast-unit types javascript lint

# The browser tests alone, after the others, as they measure what a person meets.
test:
	@$(parallel) unit app types javascript lint
	@$(MAKE) --no-print-directory browser

format:
	ruff check --fix .
	ruff format .
	@if [ -f package.json ]; then npm run format; fi

lint:
	ruff check .
	ruff format --check .

types:
	mypy

javascript: $(if $(wildcard package-lock.json),node_modules/.package-lock.json)
	@if [ -f package.json ]; then npm run --silent check; fi

node_modules/.package-lock.json: package-lock.json
	npm ci --no-audit --no-fund
	@touch $@

unit:
	pytest tests/unit $(PYTEST_ARGS)

# Without the tests marked slow, on both cores.
fast-unit:
	pytest tests/unit -m "not slow" --numprocesses 2 --dist loadfile

app:
	pytest tests/app $(PYTEST_ARGS)

# Each of the two processes has a server and a Chromium of its own.
browser:
	pytest $(BROWSER_TESTS) --numprocesses 2 --dist worksteal $(PYTEST_ARGS)
