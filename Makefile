# Everything a person types. Each command sets up what it needs in .venv first, and only when the requirements changed.
#
#   PYTHON=python3.12   the interpreter to build .venv with (3.11 or newer; found by itself when not given)
#   PIP_ARGS="..."      passed to every pip install: a mirror, a wheel folder, an index with the CPU build of torch
#   ARGS="..."          passed on to pytest or to a benchmark

.DEFAULT_GOAL := help
.PHONY: help demo serve test test-files test-server test-pages test-rest test-alone bench lint clean

VENV := .venv
PY := $(VENV)/bin/python
PIP_ARGS ?=
ARGS ?=
PIP := $(PY) -m pip install --disable-pip-version-check --quiet $(PIP_ARGS)

help:
	@echo 'make demo      narrate the bundled film: demo/film.mp4 + demo/film.en.srt -> demo/film.narrated.mp4'
	@echo 'make serve     the studio in a browser, for people who never use a terminal'
	@echo 'make test      run every test'
	@echo 'make bench     measure quality and speed (make bench-NAME runs one part; needs a C compiler)'
	@echo 'make lint      ruff and mypy'
	@echo 'make clean     remove .venv and what tools left behind'

demo: $(VENV)/installed
	$(PY) narrate.py demo/film.mp4 demo/film.en.srt -o demo/film.narrated.mp4

serve: $(VENV)/installed
	$(PY) narrate.py serve --open $(ARGS)

# Three processes at once; then, by themselves, what hears and sees in real time and is spoilt by others' work.
FILES := tests/bench tests/console tests/director tests/media tests/training
PAGES := tests/server/browser
SERVER := tests/server --ignore=$(PAGES)

test: $(VENV)/installed-dev
ifneq ($(strip $(ARGS)),)
	$(PY) -m pytest $(ARGS)
else
	$(MAKE) --no-print-directory -k -j3 test-pages test-rest test-server test-files; first=$$?; \
	$(MAKE) --no-print-directory test-alone && exit $$first
endif

test-files: $(VENV)/installed-dev
	$(PY) -m pytest --durations=15 $(FILES)

test-server: $(VENV)/installed-dev
	$(PY) -m pytest --durations=15 -m 'not alone' $(SERVER)

test-pages: $(VENV)/installed-dev
	$(PY) -m pytest --durations=15 -m 'not alone' $(PAGES)

test-rest: $(VENV)/installed-dev
	$(PY) -m pytest --durations=15 $(addprefix --ignore=,$(FILES) tests/server)

test-alone: $(VENV)/installed-dev
	$(PY) -m pytest --durations=15 -m alone tests/server

bench: $(patsubst bench/%.py,bench-%,$(filter-out bench/__%,$(wildcard bench/*.py)))

bench-%: $(VENV)/installed-bench
	$(PY) -m bench.$* $(ARGS)

lint: $(VENV)/installed-dev
	$(PY) -m ruff check .
	$(PY) -m mypy

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis

# A stamp says that the file it is named after has been installed; a failed install leaves no stamp.
$(VENV)/installed: requirements.txt | $(PY)
	@echo 'Installing requirements.txt into $(VENV) (once; some minutes)'
	$(PIP) -r requirements.txt
	@touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	@echo 'Installing requirements-dev.txt into $(VENV)'
	$(PIP) -r requirements-dev.txt
	@touch $@

$(VENV)/installed-bench: bench/requirements.txt $(VENV)/installed-dev
	@echo 'Installing bench/requirements.txt into $(VENV)'
	$(PIP) -r bench/requirements.txt
	@touch $@

# The first of these that is 3.11 or newer: python3 may be an old system one while python3.12 stands beside it.
$(PY):
	@for python in $(PYTHON) python3 python3.11 python3.12 python3.13 python3.14 python; do \
	  if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$python" --version)"; \
	    "$$python" -m venv $(VENV) && exit 0; \
	    rm -rf $(VENV); \
	    echo "$$python cannot make a virtual environment: install its venv module (python3-venv on Debian and Ubuntu)." >&2; \
	    exit 1; \
	  fi; \
	done; \
	echo 'No Python 3.11 or newer was found: install one, or name it with make PYTHON=/path/to/python3.' >&2; exit 1
