# The one entry point. `make` alone lists what there is; none of the targets needs Node.
SHELL := /bin/bash
.DEFAULT_GOAL := help
PY := .venv/bin/python

.PHONY: help setup setup-dev run dev stop test test-quick journeys quality fix messages openapi glossary law lock vendor docker clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 14

setup: ## install what running needs (system packages, fonts, .venv)
	@bash scripts/setup.sh run

setup-dev: ## the same, and what tests and checks need
	@bash scripts/setup.sh dev

run: setup ## start web, worker and timetable on one machine; Ctrl-C stops all
	@exec bash scripts/run.sh

dev: setup-dev ## Django's own server with reloading and detailed error pages
	@DEBUG=true $(PY) manage.py migrate --verbosity 0 && DEBUG=true exec $(PY) manage.py runserver $(or $(PORT),8000)

stop: ## stop what `make run` started, from another terminal
	@bash scripts/run.sh stop

test: setup-dev ## the whole suite, browser journeys included
	@bash scripts/test.sh

test-quick: setup-dev ## the suite without browser and process tests
	@bash scripts/test.sh -m "not journey and not system"

journeys: setup-dev ## the browser journeys alone
	@bash scripts/test.sh tests/journeys

quality: setup-dev ## style, types, layers, migrations, translations, deployment checks
	@bash scripts/quality.sh

fix: setup-dev ## format and repair what the tools can repair
	@.venv/bin/ruff check --fix . ; .venv/bin/ruff format .

messages: setup-dev ## collect the texts for translation into locale/en
	@$(PY) manage.py makemessages --locale en --no-wrap --add-location file --ignore .venv --ignore node_modules --ignore var --ignore tests
	@bash scripts/setup.sh messages

openapi: setup-dev ## write docs/openapi.yaml anew
	@DJANGO_SETTINGS_MODULE=config.settings.test $(PY) manage.py spectacular --validate --fail-on-warn --file docs/openapi.yaml

glossary: setup-dev ## write the tables of docs/glossary.md anew
	@$(PY) scripts/glossary.py

law: ## print which test proves which article of the regulation
	@$(PY) scripts/law.py

lock: setup-dev ## write requirements.lock from what is installed
	@bash scripts/lock.sh

vendor: ## fetch the front-end files of package.json into static/vendor (needs Node)
	@bash scripts/vendor.sh

docker: ## build the production image (needs a Docker engine)
	@docker build --tag county-petitions .

clean: ## remove caches; data in var/ stays
	@rm -rf .pytest_cache .ruff_cache .mypy_cache .import_linter_cache .hypothesis build
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
