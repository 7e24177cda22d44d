"""`python -m local.engine COMMAND --stack STACK`, as the Makefile calls it."""

from local.engine.cli import main

main()
