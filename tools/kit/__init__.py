"""The delivery kit of the example, and its proof: `make kit`."""
