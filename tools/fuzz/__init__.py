"""Fuzzers: `python -m tools.fuzz.<room> --seconds N`."""
