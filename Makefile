# Everything is done through these targets; `make help` lists them.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip -qq --disable-pip-version-check
ARGS ?=
# One more than two cores have: many tests wait for a server or a clock.
WORKERS ?= 3

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)


# Running and testing

.PHONY: run
run: $(VENV)/run.stamp ## Serve on http://127.0.0.1:8000 (ARGS="--port 9000 --edition service" for flags)
	@exec $(BIN)/ecf-sandbox serve $(ARGS)

.PHONY: test
test: $(VENV)/dev.stamp ## Run the tests (ARGS="-k paging" for pytest's own flags)
	@$(BIN)/pytest -n $(WORKERS) -m "not slow" $(ARGS)

.PHONY: lint
lint: $(VENV)/dev.stamp ## Check the code's rules and its format (ruff)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

.PHONY: format
format: $(VENV)/dev.stamp ## Put right what ruff can put right
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

.PHONY: types
types: $(VENV)/dev.stamp ## Check the types (mypy, strict)
	@$(BIN)/mypy

.PHONY: imports
imports: $(VENV)/dev.stamp ## Check the direction of the arrows (import-linter)
	@$(BIN)/lint-imports

.PHONY: wheel
wheel: $(VENV)/dev.stamp ## Build the package, install it elsewhere and ask it a question
	@$(BIN)/python scripts/check_wheel.py $(ARGS)

.PHONY: defects
defects: $(VENV)/dev.stamp ## Break each rule on purpose, and see its tests fail
	@$(BIN)/python scripts/defects.py $(ARGS)

.PHONY: score
score: $(VENV)/dev.stamp ## Break rules on purpose, and see their scenarios fail (ARGS="--rule DECL-5" for one rule)
	@$(BIN)/python scripts/score.py $(or $(ARGS),--part commit/5)

.PHONY: mutants
mutants: $(VENV)/dev.stamp $(VENV)/release.stamp ## Change the rules line by line, and see the scenarios notice
	@$(BIN)/python scripts/mutants.py $(ARGS)

.PHONY: check
check: lint types imports test score wheel ## All of the above that checks

.PHONY: release-check
release-check: check $(VENV)/release.stamp ## What takes too long for every push (needs npm and nginx)
	@test -x /usr/sbin/nginx || apt-get install -qq nginx-light > /dev/null \
		|| { echo "nginx is needed. On Debian: apt-get install nginx-light" >&2; exit 2; }
	@$(BIN)/pytest -n auto -m slow || [ $$? -eq 5 ] # 5: there are no slow tests
	@$(BIN)/python scripts/defects.py
	@$(BIN)/python scripts/score.py --api v1 --whole
	@$(BIN)/python scripts/score.py --api v3
	@$(BIN)/python scripts/check_wheel.py --versions newest
	@$(BIN)/python scripts/check_wheel.py --versions oldest
	@$(MAKE) --no-print-directory mutants

.PHONY: bench
bench: $(VENV)/dev.stamp ## Measure speed and memory (PEERS=1 for other servers too)
	@$(BIN)/python bench/run.py $(if $(PEERS),--peers) $(ARGS)


# What is generated, pinned or brought in

.PHONY: docs-tables
docs-tables: $(VENV)/dev.stamp ## Write the generated tables into README.md and docs/
	@$(BIN)/python -m scripts.tables
	@$(BIN)/python scripts/rules.py --write

.PHONY: writes
writes: $(VENV)/dev.stamp ## Write down how often each scenario writes, for ecf-conformance run --plan
	@$(BIN)/python -m scripts.writes

.PHONY: site
site: $(VENV)/dev.stamp ## Build the documentation as a site, in site/
	@NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

.PHONY: lock
lock: ## Pin the requirements again (ARGS=--upgrade for newer ones)
	@sh scripts/lock.sh $(ARGS)

.PHONY: vendor
vendor: ## Bring in the pinned Swagger UI again (needs npm)
	@sh scripts/vendor_swagger_ui.sh

.PHONY: room
room: $(VENV)/dev.stamp ## Bring in the control room's libraries and types, and make its script again (needs npm)
	@sh scripts/vendor_room.sh
	@sh scripts/room_types.sh
	@sh scripts/room_bundle.sh

.PHONY: pictures
pictures: $(VENV)/dev.stamp $(VENV)/pictures.stamp ## Take the pictures of docs/room.md again (needs Chromium)
	@$(BIN)/python scripts/room_pictures.py $(ARGS)

.PHONY: venv
venv: $(VENV)/dev.stamp ## Make .venv with everything a developer needs

.PHONY: clean
clean: ## Remove what these targets made
	rm -rf $(VENV) .venv-lock dist site .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests scripts bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

# A stamp is renewed when the requirements or the package's metadata change, and not otherwise.
$(VENV)/run.stamp $(VENV)/dev.stamp $(VENV)/release.stamp $(VENV)/pictures.stamp: $(VENV)/%.stamp: requirements/%.txt pyproject.toml | $(VENV)/pyvenv.cfg
	@echo "Installing requirements/$*.txt (a minute, the first time)"
	@$(PIP) install --require-hashes -r requirements/$*.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or newer is needed. To name one: make PYTHON=python3.12" >&2; exit 2; }
	@echo "Making $(VENV) with $$($(PYTHON) --version)"
	@$(PYTHON) -m venv $(VENV) \
		|| { rm -rf $(VENV); echo "No $(VENV) was made. On Debian: apt-get install python3-venv" >&2; exit 2; }
