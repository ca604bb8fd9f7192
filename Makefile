# Only python3 (3.11 or newer), pip and make are assumed. Everything else goes into .venv, from pinned, hashed locks.
PYTHON ?= python3
VENV ?= .venv
WORKERS ?= 2
ROSTER ?= examples/field-office
UV := uv==0.13.9

BIN := $(VENV)/bin
# pip installs into the environment from outside: a Python without ensurepip (Debian's) can then make one, too.
PIP = $(PYTHON) -m pip --python $(BIN)/python -qq --disable-pip-version-check
COMPILE = UV_CUSTOM_COMPILE_COMMAND="make locks" .venv-locks/bin/uv pip compile --quiet --universal --generate-hashes \
	--no-emit-index-url --no-emit-find-links --python-version 3.11

.PHONY: plan report test campaigns brute damage chaos scale hostile load uploads docket desk bench bench-all bench-large bench-peers bench-published bench-packing repeats second-opinion weights-coverage weights-log semantics \
	frontend lint types format serve examples screens clients fuzz sbom licences locks clean

# The field office of the examples, planned; ROSTER=... plans another.
plan: $(VENV)/.runtime
	@$(BIN)/caseload plan $(ROSTER) --frontier --out plan --force

report: $(VENV)/.runtime
	@$(BIN)/caseload report $(ROSTER)

serve: $(VENV)/.runtime
	@test -f $(USWDS) || echo 'Pages have the plain look; "make frontend" (Node.js 20 and npm) gives them the U.S. Web Design System.' >&2
	$(BIN)/caseload serve

# The U.S. Web Design System for the pages, from npm. Without it they have the plain look of app.css, and do the same.
USWDS := app/web/static/uswds/uswds.css
frontend: $(USWDS)

$(USWDS): frontend/package-lock.json frontend/uswds.scss frontend/build.mjs
	@command -v npm >/dev/null || { echo 'There is no npm here: the pages have the plain look of app.css.' >&2; exit 1; }
	cd frontend && npm ci --silent && npm run --silent build

test: $(VENV)/.dev
	$(BIN)/pytest -n $(WORKERS) --dist worksteal

# The longer versions of tests that run briefly in "make test".
campaigns: $(VENV)/.dev
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m campaign

# The long campaign: 10,000 small random instances and 3,000 with large numbers against brute force.
brute: $(VENV)/.dev
	$(BIN)/python -m bench.brute --processes $(WORKERS)

# Plans of 1,000 random rosters beside every assignment, judged by what docs/method.md says; no plan may be dominated.
semantics: $(VENV)/.dev
	$(BIN)/python -m bench.semantics --processes $(WORKERS)

# Clean rosters, damaged in every way of docs/findings.md, and exports with lines of reports among their rows: none may be
# misread without a word.
damage: $(VENV)/.dev
	$(BIN)/python -m tests.app.intake.damage 2000
	$(BIN)/python -m tests.app.intake.recognition.layouts 500

# Servers, workers, children and databases are killed, KILLS times for each database, while plans are made: none is lost.
KILLS ?= 200
chaos: $(VENV)/.dev
	$(BIN)/python -m tests.e2e.chaos --kills $(KILLS)

# A plan of ten offices on one worker and on several, and workers that are cut off in the middle of one. Five minutes.
scale: $(VENV)/.dev
	$(BIN)/python -m bench.scale

# Requests at fixed times while a plan of 200,000 cases is made: 50 a second, then 500, then 50 again. Four minutes.
load: $(VENV)/.dev
	$(BIN)/python -m bench.load

# A million cases as CSV and as gzip NDJSON, alone and two at once. Two minutes.
uploads: $(VENV)/.dev
	$(BIN)/python -m bench.uploads

# What happens to cases is recorded on plans of ten thousand and of a million cases, and the next plan is made: five minutes.
docket: $(VENV)/.dev
	$(BIN)/python -m bench.docket

# How soon the pages of a plan come, of 10,000 cases and of 1,000,000: about four minutes.
desk: $(VENV)/.dev
	$(BIN)/python -m bench.desk

# Three hundred requests that are made to freeze, fill or break a server, and crowds of slow ones: about two minutes.
hostile: $(VENV)/.dev
	$(BIN)/python -m tests.hostile

# Ours and the peers on the same offices; writes docs/benchmarks.md. About twenty minutes; bench-all takes several hours,
# and the largest offices have a target of their own.
bench: bench-peers
	$(BIN)/python -m bench --only table report many

bench-all: bench-peers
	$(BIN)/python -m bench

bench-large: $(VENV)/.dev
	$(BIN)/python -m bench --large

# Timefold's libraries, for the one peer that is written in Java (17 or newer). They are in no other lock: neither tests nor
# anything else needs them, and without Java the pages say that it was skipped.
bench-peers: $(VENV)/.dev
	@if command -v javac >/dev/null; then \
		$(PIP) install --no-deps --only-binary timefold --require-hashes -r requirements-bench.lock; \
	else \
		echo 'No Java development kit here (javac): the benchmark runs without Timefold, and says so.' >&2; \
	fi

# Published instances against their best known values: FOLDER=... names where they are, TIME=... the seconds for each.
FOLDER ?= ../shared/data
TIME ?= 60
bench-published: $(VENV)/.dev
	$(BIN)/python -m bench.published $(FOLDER) --time $(TIME)

# Whole cases into nearly full hours: how many are placed whole, and how soon.
bench-packing: $(VENV)/.dev
	$(BIN)/python -m bench.packing

# Twenty plans of one roster, with one worker and with two, beside a busy core: one assignments.csv.
repeats: $(VENV)/.dev
	$(BIN)/python -m bench.repeats $(ROSTER)

# A thousand time studies of each kind whose truth is known: how often the intervals of their weights hold it. Two minutes.
weights-coverage: $(VENV)/.dev
	$(BIN)/python -m bench.weights

# An event log of two million rows, from the file to the weights: a minute, most of it to write the file.
weights-log: $(VENV)/.dev
	$(BIN)/python -m bench.weight_logs

# A model of its own looks for a plan that is better for the worst officer: the examples and six offices.
second-opinion: $(VENV)/.dev
	$(BIN)/python -m bench.second_opinion

# A client in Python and one in TypeScript, made from openapi.json, do what examples/client.py does. Needs Node.js and npm.
clients: $(VENV)/.dev .venv-clients/.ready
	$(BIN)/python -m tests.clients

# EXAMPLES requests for each operation, made from openapi.json: no fault, and no answer that the document does not promise.
EXAMPLES ?= 1000
fuzz: $(VENV)/.dev .venv-fuzz/.ready
	$(BIN)/python -m tests.fuzz $(EXAMPLES)

.venv-fuzz/.ready: requirements-fuzz.lock
	@$(PYTHON) -m venv --without-pip .venv-fuzz
	@$(PYTHON) -m pip --python .venv-fuzz/bin/python -qq --disable-pip-version-check install --require-hashes -r $<
	@touch $@

.venv-clients/.ready: requirements-clients.lock
	@$(PYTHON) -m venv --without-pip .venv-clients
	@$(PYTHON) -m pip --python .venv-clients/bin/python -qq --disable-pip-version-check install --require-hashes -r $<
	@touch $@

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The rosters under examples/ come out of one script with a fixed seed.
examples: $(VENV)/.runtime
	$(BIN)/python -m examples.generate

# The pictures of the report in docs/, on a desk, on a phone and on paper; needs chromium and pdftoppm (poppler-utils).
screens: $(VENV)/.dev plan
	$(BIN)/python -m examples.screens plan

# What the image is made of, as CycloneDX: build/sbom.json.
sbom: .venv-supply/.ready
	@mkdir -p build
	.venv-supply/bin/cyclonedx-py environment .venv-supply/image/bin/python --pyproject pyproject.toml \
		--mc-type application --output-reproducible --validate --output-file build/sbom.json

# Fails where a part of the image has a licence that is not on this list.
LICENCES := Apache;BSD;CC0;ISC;LGPL;MIT;MPL-2.0;Mozilla;PSF;Python Software Foundation;Unlicense
licences: .venv-supply/.ready
	.venv-supply/bin/pip-licenses --python .venv-supply/image/bin/python --partial-match --allow-only '$(LICENCES)'

.venv-supply/.ready: requirements.lock requirements-postgres.lock requirements-telemetry.lock requirements-supply.lock
	@$(PYTHON) -m venv --without-pip .venv-supply
	@$(PYTHON) -m venv --without-pip .venv-supply/image
	@$(PYTHON) -m pip --python .venv-supply/bin/python -qq --disable-pip-version-check install \
		--require-hashes -r requirements-supply.lock
	@$(PYTHON) -m pip --python .venv-supply/image/bin/python -qq --disable-pip-version-check install \
		--require-hashes -r requirements.lock -r requirements-postgres.lock -r requirements-telemetry.lock
	@touch $@

# New pins: the newest releases that pyproject.toml allows. No registry address gets into the files.
locks:
	$(PYTHON) -m venv --without-pip .venv-locks
	$(PYTHON) -m pip --python .venv-locks/bin/python install -qq --disable-pip-version-check $(UV)
	$(COMPILE) --upgrade --output-file requirements.lock pyproject.toml
	$(COMPILE) --upgrade --output-file requirements-build.lock requirements-build.in
	$(COMPILE) --upgrade --constraints requirements.lock --output-file requirements-postgres.lock requirements-postgres.in
	$(COMPILE) --upgrade --constraints requirements.lock --output-file requirements-telemetry.lock requirements-telemetry.in
	$(COMPILE) --upgrade --constraints requirements.lock --constraints requirements-build.lock \
		--constraints requirements-postgres.lock --constraints requirements-telemetry.lock \
		--extra dev --output-file requirements-dev.lock pyproject.toml
	$(COMPILE) --upgrade --constraints requirements-dev.lock --output-file requirements-clients.lock requirements-clients.in
	$(COMPILE) --upgrade --constraints requirements-dev.lock --output-file requirements-fuzz.lock requirements-fuzz.in
	$(COMPILE) --upgrade --constraints requirements-dev.lock --output-file requirements-supply.lock requirements-supply.in
	$(COMPILE) --upgrade --no-deps --output-file requirements-bench.lock requirements-bench.in

clean:
	rm -rf $(VENV) .venv-locks .venv-supply .venv-clients .venv-fuzz frontend/node_modules app/web/static/uswds plan build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/.runtime: requirements.lock requirements-build.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Caseload needs Python 3.11 or newer. Name one: make PYTHON=python3.12 plan' >&2; exit 1; }
	@echo 'Installing into $(VENV), once (about a minute) ...' >&2
	@$(PYTHON) -m venv --without-pip $(VENV)
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --require-hashes -r requirements-build.lock
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.runtime requirements-dev.lock
	@echo 'Installing what the tests need ...' >&2
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@
