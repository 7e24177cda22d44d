"""The policy pack as a package of its own: `python -m tools.pack`, for `make pack`."""
