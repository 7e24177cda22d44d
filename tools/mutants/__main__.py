"""`python -m tools.mutants`: for each room the share that was noticed, and what was not."""

import random

import click

from tools.mutants.mutate import mutants
from tools.mutants.rooms import ROOMS, Room
from tools.mutants.run import Baseline, notice

#: The share that must be noticed.
FLOOR = 0.8
_SAID_EVERY = 25


@click.command()
@click.option("--sample", default=150, show_default=True, help="Mutants of each room; 0 for all.")
@click.option("--seed", default=1, show_default=True, help="Which sample it is.")
@click.argument("names", nargs=-1, type=click.Choice([room.name for room in ROOMS]))
def main(sample: int, seed: int, names: tuple[str, ...]) -> None:
    """Break the code of the rooms NAMES (all unless given), a change at a time."""
    shares = [_room(room, sample, seed) for room in ROOMS if not names or room.name in names]
    raise SystemExit(0 if all(share >= FLOOR for share in shares) else 1)


def _room(room: Room, sample: int, seed: int) -> float:
    made = [mutant for path in room.files() for mutant in mutants(path)]
    chosen = made if sample == 0 else random.Random(seed).sample(made, min(sample, len(made)))  # noqa: S311
    baseline = Baseline.of(room)
    lived = 0
    label = f"{room.name}: {len(chosen)} of {len(made)} mutants"
    click.echo(f"{label}, {baseline.seconds:.0f} s for the tests as they are")
    for number, (mutant, noticed) in enumerate(notice(room, chosen, baseline), start=1):
        lived += not noticed
        if not noticed:
            click.echo(f"  not noticed: {mutant}")
        if number % _SAID_EVERY == 0:
            click.echo(f"  {number} run, {number - lived} noticed")
    share = 1 - lived / len(chosen)
    click.echo(f"{label}: {len(chosen) - lived} noticed, {share:.0%} (at least {FLOOR:.0%})")
    return share


main()
