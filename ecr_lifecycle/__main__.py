"""`python -m ecr_lifecycle`."""

from ecr_lifecycle.cli import main

if __name__ == "__main__":
    main(prog_name="python -m ecr_lifecycle")
