"""A release: what is built for people outside this checkout, each part of it tried out there."""
