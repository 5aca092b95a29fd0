# chipwatch: every command a person needs. `make` alone lists them.
SHELL := /bin/bash
VENV := .venv
BI := .venv-bi
PORT := 8088
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
export SCARF_ANALYTICS := false
export DO_NOT_TRACK := 1
export DAGSTER_DISABLE_TELEMETRY := yes
export DBT_SEND_ANONYMOUS_USAGE_STATS := false
export GX_ANALYTICS_ENABLED := false

.DEFAULT_GOAL := help
.PHONY: help run test ui bi bi-test lint unit chaos readers bench eval fit lock clean faults live-check first-live mutations ui-test mirror-test deploy-test docs slow attack attack-bi spark-test storage-test

help: ## List the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 10

run: $(VENV)/.installed ## Build, audit and publish the warehouse (sample data the first time)
	@$(BIN)/chipwatch run

test: $(VENV)/.installed-dev lint unit ## Check style, types and SQL, then run all tests

ui: $(VENV)/.installed ## Dagster UI on http://127.0.0.1:3000
	@$(BIN)/python -m pipelines.defs.ui

bi: $(BI)/.installed ## Apache Superset with the dashboards on http://127.0.0.1:8088
	@$(BI)/bin/python -m dashboards.superset.serve $(PORT)

bi-test: $(VENV)/.installed $(BI)/.installed-test ## Superset in headless Chromium, with pictures (10 minutes)
	@.ci/chromium
	@$(BI)/bin/python -m pytest -rs -m slow tests/browser/test_superset.py

lint: $(VENV)/.installed-dev ## Style, types and SQL style
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/sqlfluff lint --processes 2 dbt_project/models dbt_project/tests

unit: $(VENV)/.installed-dev ## All tests but the slow suites
	$(BIN)/python -m pytest -m "not slow" -n 3 --dist loadfile --no-loadscope-reorder

chaos: $(VENV)/.installed-dev ## Kill -9 at random: 500 publications and 40 whole runs (an hour)
	$(BIN)/python -m tests.integration chaos --rounds 500 --whole-run 40

readers: $(VENV)/.installed-dev ## 20 readers, one on an older DuckDB, through 100 publications
	$(BIN)/python -m tests.integration readers --publications 100

mirror-test: $(VENV)/.installed-dev ## chipwatch mirror against a real PostgreSQL (installs one by apt if it may)
	@.ci/postgresql
	$(BIN)/python -m pytest -m "slow or not slow" tests/integration/test_mirror.py -rs

deploy-test: $(VENV)/.installed-dev ## deploy/ as processes on a real PostgreSQL (installs one by apt if it may)
	@.ci/postgresql
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-deploy.txt
	$(BIN)/python -m pytest -m "slow or not slow" tests/integration/test_deploy.py tests/integration/test_backup.py -rs

spark-test: $(VENV)/.installed-dev .spark ## Portable models and headlines on a Spark cluster and on pysail (10 minutes)
	@.ci/java
	PYTHONPATH=$(CURDIR)/.spark $(BIN)/python -m pytest -rs -m "slow or not slow" tests/spark

storage-test: $(VENV)/.installed-dev .storage ## Slices of bulk news on a local S3-compatible server
	PYTHONPATH=$(CURDIR)/.storage $(BIN)/python -m pytest -rs -m "slow or not slow" tests/storage

slow: $(VENV)/.installed-dev ## Suites that take minutes each (400 days, 10,000 inputs, every fault …)
	$(BIN)/python -m pytest -m slow

bench: $(VENV)/.installed-dev ## Benchmarks beside named alternatives: one table; adds to benchmarks/history.csv
	@$(BIN)/chipwatch run && $(BIN)/python -m benchmarks

eval: $(VENV)/.installed ## Measure event extraction on labelled headlines (a minute)
	@$(BIN)/python -m pipelines.derived.event_candidates.evaluate $(EVAL)

fit: $(VENV)/.installed ## Fit the weights of the headline readers on labelled headlines
	@$(BIN)/python -m pipelines.derived.event_candidates.headlines.fit $(LABELS)

docs: $(VENV)/.installed-dev ## Generated pages anew: sources, assets, column lineage, dictionary, pictures, checks (3 minutes)
	@$(BIN)/python -m pipelines.dictionary.sources
	@$(BIN)/python -m tests.snapshot
	@$(BIN)/python -m tests.simulator.evidence
	@$(BIN)/python -m pipelines.transform.column_lineage
	@$(BIN)/chipwatch run --warehouse build/docs
	@$(BIN)/python -m pipelines.dictionary.build build/docs
	@$(BIN)/python -m pipelines.audit.catalogue --manifest "$$($(BIN)/python -c \
	  'from pipelines.transform.run_dbt import ensure_manifest; print(ensure_manifest())')" \
	  > docs/generated/checks.md

faults: $(VENV)/.installed-dev ## Every fault at every simulated source; prints the table (10 minutes)
	@$(BIN)/python -m tests.simulator.matrix --write docs/generated/faults.md

mutations: $(VENV)/.installed-dev ## Generated faults in every column; writes docs/generated/mutations.md (20 minutes)
	@$(BIN)/python -m tests.mutations.score

ui-test: $(VENV)/.installed-dev .browser ## The Dagster UI and the report in headless Chromium (25 minutes)
	@.ci/chromium
	PYTHONPATH=.browser $(BIN)/python -m pytest -rs -m slow tests/browser/test_dagster_ui.py \
	  tests/browser/test_report_site.py

attack: $(VENV)/.installed-dev .browser ## Every attack of docs/security.md, with a browser on the UI (an hour)
	@.ci/chromium
	PYTHONPATH=.browser $(BIN)/python -m pytest -rs -m "slow or not slow" tests/attacks \
	  tests/unit/test_local_only.py tests/unit/test_settings.py tests/unit/test_faults.py \
	  tests/unit/parsing/test_budget.py tests/unit/screening/test_name_files_bounded.py \
	  tests/unit/releases/test_upkeep.py tests/unit/publish/test_publish_hostile.py \
	  tests/integration/test_query.py tests/integration/test_serve.py tests/integration/test_check.py \
	  tests/unit/service/test_app.py tests/integration/test_report.py tests/browser/test_attack_ui.py

attack-bi: $(VENV)/.installed $(BI)/.installed-test ## The attacks on Superset as it runs (10 minutes)
	@$(BI)/bin/python -m pytest -rs -m slow tests/browser/test_attack_superset.py

live-check: $(VENV)/.installed ## One small thing from every keyless service (needs internet)
	@$(BIN)/python -m pipelines.cli.live_check

first-live: $(VENV)/.installed ## A small fetch and build with the real services, packed into a bundle (10 minutes)
	@$(BIN)/python -m pipelines.cli.first_live

lock: ## Resolve the dependencies anew (needs uv)
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q pyproject.toml -o requirements.txt
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q pyproject.toml --extra mcp -c requirements.txt -o requirements-mcp.txt
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q pyproject.toml --extra deploy -c requirements.txt -o requirements-deploy.txt
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q pyproject.toml --extra dev -c requirements.txt -o requirements-dev.txt
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q --no-deps tests/spark/requirements.in -o requirements-spark.txt
	uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q --no-deps tests/storage/requirements.in -o tests/storage/requirements.txt
	cd dashboards/superset && for name in requirements requirements-test; do \
	  uv pip compile --universal --no-strip-extras --python-version 3.11 --generate-hashes \
	  --no-header --no-annotate -q $$name.in -o $$name.txt || exit 1; done

clean: ## Remove the environment and everything generated (the warehouse stays)
	rm -rf $(VENV) $(BI) .browser .spark .storage .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info

$(BIN)/python:
	@.ci/make-venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml | $(BIN)/python
	@echo "installing the locked requirements into $(VENV) (once, about a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@$(BIN)/python -m pipelines.transform.run_dbt
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	@echo "installing the locked test tools into $(VENV)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

.browser: tests/browser/requirements.txt | $(VENV)/.installed-dev
	@$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade \
	  --require-hashes --target $@ -r $<
	@touch $@

.spark: requirements-spark.txt | $(VENV)/.installed-dev
	@echo "installing Spark into $@ (once, two minutes, 500 MB)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade --no-deps \
	  --require-hashes --target $@ -r $<
	@touch $@

.storage: tests/storage/requirements.txt | $(VENV)/.installed-dev
	@$(BIN)/python -m pip install -q --disable-pip-version-check --upgrade --no-deps \
	  --require-hashes --target $@ -r $<
	@touch $@

$(BI)/bin/python:
	@.ci/make-venv $(BI)

$(BI)/.installed: dashboards/superset/requirements.txt | $(BI)/bin/python
	@echo "installing Superset into $(BI) (once, two minutes, 900 MB)"
	@$(BI)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@

$(BI)/.installed-test: dashboards/superset/requirements-test.txt $(BI)/.installed
	@echo "installing the browser test's tools into $(BI)"
	@$(BI)/bin/python -m pip install -q --disable-pip-version-check --require-hashes -r $<
	@touch $@
