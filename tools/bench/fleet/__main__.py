"""Serves the fleet until it is killed."""

import argparse

from tools.bench.fleet.answers import Fleet
from tools.bench.fleet.server import Door, server


def main() -> None:
    """Serve until killed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--repositories", type=int, default=1000)
    parser.add_argument("--images", type=int, default=200)
    parser.add_argument("--latency", type=float, default=0.05)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--registry", default="")
    given = parser.parse_args()
    fleet = Fleet(given.repositories, given.images, given.registry)
    running = server(Door(fleet, given.latency, given.rate))
    print(running.server_address[1], flush=True)
    running.serve_forever()


if __name__ == "__main__":
    main()
