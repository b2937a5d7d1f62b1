# Every target prepares what it needs, also on a machine where nothing is installed yet:
# the environment in .venv and, on Debian, the system libraries that Qt loads.

SYSTEM_PYTHON ?= python3
PYTHON := .venv/bin/python
# Tests and demo run without a screen; make test SCREEN=xcb shows them on one.
SCREEN ?= offscreen
# Test processes at a time: one for each core, or a number.
WORKERS ?= auto
PYTEST := $(PYTHON) -m pytest -q -n $(WORKERS) --maxprocesses 4

demo test test-long check bench bench-peers: export QT_QPA_PLATFORM = $(SCREEN)

.DEFAULT_GOAL := help
.PHONY: help run demo pictures test test-long check lint bench bench-peers program development lock

help: ## print this help
	@echo "Dermagrade: blinded scoring of clinical photographs. What make can do:"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' Makefile

run: program demo/demo.dgstudy ## open the window on the demo study
	$(PYTHON) main.py demo/demo.dgstudy

demo: program ## make demo/ anew without a screen: demo study, figures, workbook
	rm -rf demo
	$(PYTHON) main.py demo demo --seed 1

pictures: demo ## make the pictures of the README and the user guide anew
	for page in rating study photographs trajectories exchange record; do \
		cp demo/screens/$$page.png docs/pictures/; done

test: development ## pass the tests
	$(PYTEST) -m "not long"

test-long: development ## pass all tests, with those that take minutes
	$(PYTEST)

check: lint ## linters, types and import contracts, then the tests
	$(PYTEST) -m "not long"

lint: development ## linters, types and import contracts alone
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	.venv/bin/lint-imports

bench: development ## measure speed and memory, and print them beside the goals
	$(PYTHON) -m tests.benchmarks

bench-peers: development ## measure labelme, in an environment of its own, beside us
	$(PYTHON) -m tests.benchmarks.peers

program: ## prepare this machine for the program
	@$(SYSTEM_PYTHON) -I setup/prepare.py program

development: ## prepare this machine for the program and for work on it
	@$(SYSTEM_PYTHON) -I setup/prepare.py development

lock: ## write the lock files anew; make lock UPGRADE=1 takes the newest versions
	@sh setup/lock.sh $(SYSTEM_PYTHON) $(if $(UPGRADE),--upgrade)

demo/demo.dgstudy: | program
	QT_QPA_PLATFORM=offscreen $(PYTHON) main.py demo demo --seed 1
