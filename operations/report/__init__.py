"""One page about the whole registry: a file that anybody can open and nothing has to serve."""
