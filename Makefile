# make demo   installs what is needed to run, builds a graph of the articles in seeds/, and asks it a question
# make test   everything that must hold before a commit: make check, then the tests
# make frontend   fetches what the pages of `kg serve` take from npm; the other two do so, too, where npm can be had
# make serve  the demo's store on the web, at http://127.0.0.1:8000/
# make accuracy   scores on the project's own annotated stories
# make bench   what Claimgraph costs, in some ten minutes: the tables of docs/performance.md
# Needs Python 3.11 or later and make; everything else goes into .venv. A second run installs nothing.

PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
STORE  := build/demo.db

.PHONY: demo serve test check frontend screenshots accuracy bench clean

demo: $(VENV)/.installed
	@$(BIN)/python frontend/place.py --if-possible
	@rm -rf $(STORE) && mkdir -p $(dir $(STORE))
	$(BIN)/kg build seeds --store $(STORE)
	$(BIN)/kg ask "who claimed control of Sudzha" --store $(STORE) --format table

serve: $(VENV)/.installed
	@$(BIN)/python frontend/place.py --if-possible
	@test -d $(STORE) || $(BIN)/kg build seeds --store $(STORE)
	$(BIN)/kg serve --store $(STORE)

test: check
	@$(BIN)/python frontend/place.py --if-possible
	@$(BIN)/python tests/install_browser.py
	$(BIN)/pytest --numprocesses auto --dist loadfile -m "not timed"
	$(BIN)/pytest -m timed

check: $(VENV)/.developed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

frontend: $(VENV)/.created
	$(BIN)/python frontend/place.py

screenshots: $(VENV)/.developed
	@$(BIN)/python frontend/place.py
	$(BIN)/python bench/screenshots.py

accuracy: $(VENV)/.developed
	$(BIN)/python bench/accuracy.py

bench: $(VENV)/.developed
	$(BIN)/python bench/run.py --quick

clean:
	rm -rf build dist $(VENV)

$(VENV)/.created:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Claimgraph needs Python 3.11 or later: make PYTHON=…")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(VENV)/.installed: $(VENV)/.created pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.developed: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet --group dev
	@touch $@
