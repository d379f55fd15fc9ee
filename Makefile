# Every target is one line of `make help`; the work is done by studiobook.dev and plain tools.
.DEFAULT_GOAL := help
SHELL := /bin/sh
PYTHON ?= python3
PY := .venv/bin/python
DEV := $(PY) -m studiobook.dev
FLASK := $(DEV) run -- $(PY) -m flask --app wsgi
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
export CHROMIUM
ifdef PORT
export PORT
endif
ifdef PAYMENTS
export PAYMENTS
endif

.PHONY: help prepare run down reset test test-browser lint format migrate upgrade downgrade shell \
	doctor bench lock clean

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

prepare: ## Install Python packages and browser assets (the other targets do it themselves)
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or 3.12 is needed; on Debian or Ubuntu: sudo apt install python3 python3-venv"; exit 1; }
	@$(PYTHON) studiobook/dev/prepare.py

run: prepare ## Start everything: database, site, worker, mail catcher (PORT=5000, RELOAD=1, PAYMENTS=stripe-local)
	@exec $(DEV) up

down: prepare ## Stop what `make run` started
	@$(DEV) down

reset: prepare ## Throw the local data away (asks first)
	@$(DEV) reset $(ARGS)

# Three at once on two cores: a browser waits more than it works, and a fourth slows all down.
test: prepare ## All tests, in parallel; those that drive a Chromium where there is one (CHROMIUM=path)
ifneq ($(CHROMIUM),)
	$(PY) -m pytest -n 3 --dist worksteal $(ARGS)
else
	$(PY) -m pytest -n 3 --dist worksteal -m "not browser" $(ARGS)
	@echo; echo "  !! No Chromium was found: THE BROWSER TESTS WERE NOT RUN (install it or set CHROMIUM=path)"; echo
	@[ -z "$$CI" ] || exit 1
endif

test-browser: prepare ## Only the tests that drive a Chromium
	$(PY) -m pytest -n 2 -m browser $(ARGS)

lint: prepare ## Style, types, templates, and that migrations match models
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(PY) -m djlint studiobook --check --lint --quiet
	$(DEV) run --fresh -- sh -c '$(PY) -m flask --app wsgi db upgrade && $(PY) -m flask --app wsgi db check'

format: prepare ## Put code and templates into the house style
	$(PY) -m ruff check --fix --quiet . || true
	$(PY) -m ruff format .
	$(PY) -m djlint studiobook --reformat --quiet || true

migrate: prepare ## Draft a migration from the models: make migrate message="add favourites"
	@[ -n "$(message)" ] || { echo 'Say what it does: make migrate message="add favourites"'; exit 1; }
	$(FLASK) db upgrade
	$(FLASK) db migrate --message "$(message)"

upgrade: prepare ## Bring the local database up to date
	$(FLASK) db upgrade

downgrade: prepare ## Take the local database one migration back
	$(FLASK) db downgrade

shell: prepare ## A Python shell inside the application
	$(FLASK) shell

doctor: prepare ## Check every invariant of the local data
	$(FLASK) doctor

bench: prepare ## Measure, each figure beside its floor (results in bench/results)
	$(PY) -m bench $(ARGS)

weights: prepare ## What every page weighs, as a browser sees it (product budgets)
	CHROMIUM="$(CHROMIUM)" $(PY) -m tests.journeys.budgets

screens: prepare ## A picture of every page, 360 and 1280 px, light and dark (test-results/screens)
	CHROMIUM="$(CHROMIUM)" $(PY) -m tests.journeys.screens

lock: prepare ## Pin what pyproject.toml asks for, for development and for production
	.venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header --extra dev -o requirements.lock pyproject.toml
	.venv/bin/uv pip compile -q --universal --generate-hashes --no-emit-index-url --no-header -c requirements.lock -o requirements-production.lock pyproject.toml

clean: ## Remove everything that was installed or generated, but not the local data
	rm -rf .venv node_modules studiobook/static/vendor test-results .mypy_cache .ruff_cache .pytest_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
