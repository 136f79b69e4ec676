# Every target works from a clean checkout: it makes .venv and installs what it needs there. A stamp says what is installed.
PYTHON ?= python3
BIN := .venv/bin
CREATED := .venv/.created
FOR_USE := .venv/.for-use
FOR_WORK := .venv/.for-work
FOR_FULL := .venv/.for-full

SAMPLE := samples/mihon-city/inventory.yaml
SAMPLE_DAY := 2026-11-30

.DEFAULT_GOAL := check
.PHONY: demo check quick check-full coverage tools accept bench bench-peers picture

# The sample city as of a fixed day. Says what the exit code would have been.
demo: $(FOR_USE)
	$(BIN)/secpolicy check $(SAMPLE) --as-of $(SAMPLE_DAY) --exit-zero

# The tests that go through the whole of ground, language and judging; measuring the others too would take twice their time.
DECIDING := tests/base tests/language tests/judging tests/checking tests/cli tests/journeys

# Form, types, floors, tests (also: are generated files fresh, does the wheel hold what git lists), and the cases beside the rules.
check: $(FOR_WORK)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	PYTHONHASHSEED=1 $(BIN)/pytest -n auto $(DECIDING) $(MEASURED)
	PYTHONHASHSEED=1 $(BIN)/pytest -n auto $(addprefix --ignore=,$(DECIDING) tests/full)
	$(BIN)/secpolicy test

# The part of check to run while writing.
quick: $(FOR_WORK)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/pytest --exitfirst --ignore=tests/full --ignore=tests/packaging --ignore=tests/journeys

# Adds the slow tests, and every committed report once more under another order of hashes: same input and day, same bytes.
# The coverage of those tests of check is measured: ground, language and judging are covered by branch, wholly.
COVERAGE := --cov=secpolicy.base --cov=secpolicy.language --cov=secpolicy.judging --cov-fail-under=100
check-full: MEASURED := $(COVERAGE)
check-full: tools check $(FOR_FULL)
	PYTHONHASHSEED=2 $(BIN)/pytest -n auto tests/full tests/journeys

# The coverage alone.
coverage: $(FOR_WORK)
	$(BIN)/pytest -n auto $(DECIDING) $(COVERAGE)

# What check-full needs from Debian and npm; installs only what is not there.
AS_ROOT := $(if $(filter-out 0,$(shell id -u)),sudo)
tools:
	git --version || $(AS_ROOT) apt-get install --yes git
	$(PYTHON) -c 'import ensurepip, venv' || $(AS_ROOT) apt-get install --yes python3-venv
	soffice --version || $(AS_ROOT) apt-get install --yes libreoffice-calc
	chromium --version || $(AS_ROOT) apt-get install --yes chromium fonts-noto-cjk
	npm --version || $(AS_ROOT) apt-get install --yes npm
	npm ci --prefix tests/full --ignore-scripts --no-audit --no-fund

# Rewrites the committed reports and generated files. Read the difference before committing it.
accept: $(FOR_WORK)
	$(BIN)/pytest --accept
	git status --short

# The picture of the report in the README: as chromium draws the page of the sample city.
picture: $(FOR_USE)
	mkdir -p build docs/images
	$(BIN)/secpolicy check $(SAMPLE) --as-of $(SAMPLE_DAY) --lang ja --exit-zero --format lines --output html:build/report.html >build/report.txt
	chromium --headless --no-sandbox --disable-gpu --no-first-run --hide-scrollbars --user-data-dir=build/chromium --window-size=1280,2120 \
		--screenshot=build/report.png "file://$(CURDIR)/build/report.html"
	pngquant --version || $(AS_ROOT) apt-get install --yes pngquant
	pngquant --force --strip --output docs/images/report.png 256 build/report.png

# Ratios against bare Python, hand-written checks, libyaml and the peers that are there, about ten minutes on an idle machine; writes benchmarks/results.md.
# Measured on an installed wheel: an editable install slows every start of its Python.
bench: DAY ?= $(shell date +%F)
bench: $(FOR_WORK)
	rm -rf build
	$(BIN)/python -m build --wheel --no-isolation --outdir build/bench .
	$(PYTHON) -m venv build/bench/venv
	build/bench/venv/bin/pip install --quiet build/bench/*.whl
	build/bench/venv/bin/python benchmarks/run.py $(DAY) build/bench .venv/peers

# SWI-Prolog, and OPA as a library: its executable is neither in Debian nor on PyPI or npm. The package asks for Python 3.14 only for its own Python code,
# which is not used. 0.4.4 carries OPA 1.20.2; whatever is newest would make tables of different days incomparable.
bench-peers: | $(CREATED)
	swipl --version || $(AS_ROOT) apt-get install --yes --no-install-recommends swi-prolog-nox
	$(BIN)/pip install --quiet --upgrade --target .venv/peers --no-deps --only-binary :all: --ignore-requires-python opa-golib-python-bindings==0.4.4

$(CREATED):
	$(PYTHON) -m venv .venv
	touch $@

$(FOR_USE): setup.cfg pyproject.toml | $(CREATED)
	$(BIN)/pip install --quiet --editable .
	touch $@

$(FOR_WORK): setup.cfg pyproject.toml | $(CREATED)
	$(BIN)/pip install --quiet --editable '.[dev]'
	touch $(FOR_USE) $@

$(FOR_FULL): $(FOR_WORK)
	$(BIN)/pip install --quiet --editable '.[dev,full]'
	touch $@
