# Veivalg. `make run` og `make test` gjør all klargjøring selv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8765
RUN_STAMP := $(VENV)/.run-ready
DEV_STAMP := $(VENV)/.dev-ready
BENCH_STAMP := $(VENV)/.bench-ready

# What is compiled is kept, also where the machine says not to: else each process that a test starts,
# and each worker at the next run, compiles all it imports.
KEEP := PYTHONDONTWRITEBYTECODE=
# There is a worker to each core: what a worker's own threads do is wait for those of the others.
ALONE := POLARS_MAX_THREADS=1 OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

# The quick part of the tests: rooms that know little, and the rules of the house.
QUICK := tests/test_house.py tests/test_docs.py tests/foundation tests/content tests/norway \
  tests/tables tests/lake tests/maths/comparison tests/maths/services

.PHONY: run check quick test proof coverage lint same bench clean standin screenshots lock wheel release audit texts docs

run: $(RUN_STAMP)
	@$(BIN)/python -m tools.build_assets
	@$(BIN)/veivalg start --port $(PORT) $(ARGS)

# A minute: is it written right, and does what is quick to try hold?
check: $(DEV_STAMP)
	@$(MAKE) --no-print-directory -j2 lint quick

quick: $(DEV_STAMP)
	$(KEEP) $(BIN)/python -m pytest -q -n0 $(QUICK)

test: $(DEV_STAMP)
	@$(BIN)/python -m tools.build_assets
	@$(BIN)/python -m tools.find_browser || true
	$(KEEP) $(ALONE) $(BIN)/python -m pytest -n auto --dist loadscope --no-loadscope-reorder $(ARGS)

# Hours: every budget in full, part by part; goes on where it was stopped. See docs/proof/.
proof: $(DEV_STAMP)
	@$(BIN)/python -m tools.build_assets
	@$(BIN)/python -m tools.find_browser || true
	$(KEEP) $(BIN)/python -m tools.proof $(ARGS)

coverage: $(DEV_STAMP)
	$(ALONE) $(BIN)/python -m pytest -q -n auto --dist loadscope --cov --cov-branch \
	  --cov-report=term:skip-covered $(or $(ARGS),tests)

lint: $(DEV_STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/vulture
	$(BIN)/deptry src

same: $(DEV_STAMP)
	@$(BIN)/python -m tools.same $(ARGS)

bench: $(BENCH_STAMP)
	@$(BIN)/python -m tools.build_assets
	$(BIN)/python -m benchmarks

standin: $(DEV_STAMP)
	$(BIN)/python -m tools.standin $(ARGS)

screenshots: $(DEV_STAMP)
	@$(BIN)/python -m tools.build_assets
	$(BIN)/python -m tools.screenshots

wheel: $(DEV_STAMP)
	$(BIN)/python -m tools.build_assets
	$(BIN)/uv build --wheel

# Wheel, what it is made of (CycloneDX) and checksums in dist/; signed when a key is set.
release: $(DEV_STAMP)
	@$(BIN)/python -m tools.build_assets
	@$(BIN)/python -m tools.release

# Says so where no database of vulnerabilities can be reached; fails only for what is found.
audit: $(DEV_STAMP)
	@$(BIN)/python -m tools.audit

texts: $(DEV_STAMP)
	$(BIN)/python -m tools.texts

docs: $(DEV_STAMP)
	$(BIN)/python -m tools.docs

lock: $(DEV_STAMP)
	$(BIN)/python -m tools.lock

clean:
	rm -rf $(VENV) node_modules dist build src/veivalg/web/kit/static/vendor src/veivalg/publish/fonts
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/uv: requirements/uv.txt
	@echo "Klargjør Python-miljøet (bare første gang) …"
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@touch $@

$(RUN_STAMP): $(BIN)/uv requirements/run.txt pyproject.toml
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_STAMP): $(RUN_STAMP) requirements/dev.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/dev.txt
	@touch $@

$(BENCH_STAMP): $(DEV_STAMP) requirements/bench.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements/bench.txt
	@touch $@
