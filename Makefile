# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
FUZZ_SECONDS ?= 60
export PIP_CONSTRAINT := $(CURDIR)/constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: run test check install score variants ask-variants rules peers bench diff-facts wheel corpus clean

run: install ## install, then process corpus/ into outputs/
	$(BIN)/cetu run corpus -o outputs

test: install ## install, then run every test
	$(BIN)/python -m pytest

check: install ## format, lint, types, layers, lexicons
	$(BIN)/ruff format --check pipeline scripts tests benchmarks
	$(BIN)/ruff check pipeline scripts tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest tests -k "(lexicon or example or near_miss or rows) and not browser"

install: $(VENV)/installed

$(VENV)/installed: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@

score: install ## score the annotated texts, tuned and held out
	$(BIN)/python scripts/score.py --set both
	$(BIN)/python scripts/score.py --set all

variants: install ## what annotated texts lose when they are said in other words or lines
	$(BIN)/python scripts/variants.py tests/plans/blind_a tests/plans/blind_c ../shared/gold/dev

ask-variants: install ## what answered questions lose when they are asked in other words
	$(BIN)/cetu run corpus -o build/asked
	$(BIN)/python scripts/ask_variants.py tests/asking/cases.yaml=build/asked/kb.sqlite

rules: install ## write docs/rules.md: what each rule states, its precision and recall
	$(BIN)/python scripts/rules.py

peers: ## JioNLP and Recognizers-Text beside us, in an environment of their own; writes docs/comparison.md
	test -d .venv-peers || $(PYTHON) -m venv .venv-peers
	.venv-peers/bin/python -m pip install --quiet --editable '.[peers]'
	.venv-peers/bin/python benchmarks/peers_real.py

bench: install ## ratios of medians in one run
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/batch.py

fuzz: install ## fuzz every reader for FUZZ_SECONDS; what is found is kept in tests/fuzz/found
	$(BIN)/python -m pip install --quiet --editable '.[fuzz]'
	status=0; for target in any pdf doc zip ofd docx lists html rtf mht; do \
	  $(BIN)/python fuzz/readers.py $$target $(FUZZ_SECONDS) || status=1; done; exit $$status

diff-facts: install ## gains and losses by fact against an earlier commit: make diff-facts BASE=rev
	$(BIN)/python scripts/diff_facts.py $(BASE)

corpus: install ## build corpus/ from its sources
	$(BIN)/python scripts/corpus/make_corpus.py

wheel: install ## build a wheel into dist/
	$(BIN)/python -m pip wheel --quiet --no-deps --wheel-dir dist .

clean:
	rm -rf $(VENV) .venv-peers dist build outputs/*
