"""Real registry clients against the local AWS: `make clients`."""
