"""`make bench`: every benchmark, one after the other; 1 where a bound is missed."""

import sys

from tools.bench import components, door, lifecycle, operations, policies, scale

if __name__ == "__main__":
    sys.exit(
        max([bench.main() for bench in (lifecycle, components, policies, door, operations, scale)])
    )
