# `make` lists the targets. Whatever is missing is installed first, once: tools/setup.sh says what and how.

BIN := .venv/bin
PYTEST_ARGS ?= -n 2 --dist loadfile --no-loadscope-reorder
MAKEFLAGS += --no-print-directory

.DEFAULT_GOAL := help
.PHONY: help proposal test check lint types matrix validators fonts bench wheel lock docs setup setup-dev clean distclean

help: ## this list
	@sed -n 's/^\([a-z][a-z -]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r names text; do \
	  printf '  make %-12s %s\n' "$${names%% *}" "$$text"; done

proposal: setup ## the sample proposal as PDF and DOCX, in output/
	@$(BIN)/opsdoc build proposal -j auto

test: setup-dev ## all tests (PYTEST_ARGS='-k raci' narrows them)
	@$(BIN)/python -m pytest $(PYTEST_ARGS)

check lint: setup-dev ## ruff
	@$(BIN)/ruff check .

types: setup-dev ## mypy, strict
	@$(BIN)/mypy

matrix: setup-dev ## every document × variant × language × format, in build/matrix/
	@$(BIN)/python tools/matrix.py --all --output-dir build/matrix

validators: setup-dev ## the Open XML SDK on every DOCX in build/matrix/ and output/
	@$(BIN)/python tools/validate.py build/matrix output
	@$(BIN)/python tools/accessible.py build/matrix output

fonts: ## opsdoc/fonts/ anew, from their open sources
	@python3 -m venv .tools/fonts
	@.tools/fonts/bin/pip install --quiet --disable-pip-version-check -r tools/fonts/requirements.txt
	@.tools/fonts/bin/python tools/build_fonts.py

bench: setup-dev ## time and memory, against peers in the same run
	@$(BIN)/python -m benchmarks

docs: setup-dev ## the guide as HTML, in build/docs/
	@[ -x .tools/docs/bin/sphinx-build ] || { python3 -m venv .tools/docs && \
	  .tools/docs/bin/pip install --quiet --disable-pip-version-check -r tools/docs/requirements.txt; }
	@$(BIN)/python tools/reference.py
	@.tools/docs/bin/sphinx-build --quiet --fail-on-warning -b html docs build/docs
	@echo build/docs/index.html

wheel: setup-dev ## wheel and source archive, in dist/
	@$(BIN)/python -m hatchling build

lock: ## the lock files anew (tools/lock.sh --upgrade for newer versions)
	@tools/lock.sh

setup:
	@tools/setup.sh run

setup-dev:
	@tools/setup.sh dev

clean: ## removes caches and builds; output/ stays
	@rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
	@find . -name __pycache__ -type d -not -path './.venv/*' -not -path './.tools/*' -prune -exec rm -rf {} +

distclean: clean ## removes .venv and .tools too
	@rm -rf .venv .tools
