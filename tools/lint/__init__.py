"""What `make lint` checks beyond ruff, mypy and import-linter."""
