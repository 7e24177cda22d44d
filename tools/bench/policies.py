"""What the policy pack costs: `python -m tools.bench.policies`.

Previews the same program on the real engine with the whole pack and with a pack of one empty policy
in turn, at 1, 30 and 200 services, each in the same run, and says what the pack adds and whether
the whole grows with the resources. Of several rounds the fastest counts: the rest is noise of the
machine. Where other work disturbs the wall times, the CPU seconds of the same previews (program,
engine, plug-in and pack together) still compare.
"""

import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final, NamedTuple

from pulumi import automation
from rich.console import Console
from rich.table import Table

from local.aws import server
from tests.policy_pack.engine import Engine, start

ROOT: Final = Path(__file__).parents[2]
SIZES: Final = (1, 30, 200)
ROUNDS: Final = 5
MOST_ADDED: Final = 0.10
PER_SERVICE: Final = 6
EMPTY: Final = """
from pulumi_policy import PolicyPack, ResourceValidationPolicy

PolicyPack("empty", [ResourceValidationPolicy("nothing", "Nothing.", lambda args, report: None)])
"""
TRUST: Final = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": {
            "Effect": "Allow",
            "Principal": {"Service": "ec2.amazonaws.com"},
            "Action": "sts:AssumeRole",
        },
    }
)


class Seconds(NamedTuple):
    """What a preview took."""

    wall: float
    cpu: float


def service(name: str) -> None:
    """A service's registrations: repository, both policies, role with its policy, alarm."""
    from pulumi_aws import cloudwatch, ecr, iam

    repository = ecr.Repository(
        name, name=name, image_scanning_configuration={"scan_on_push": True}
    )
    ecr.LifecyclePolicy(name, repository=repository.name, policy=_lifecycle())
    ecr.RepositoryPolicy(
        name,
        repository=repository.name,
        policy=_grant("ecr:BatchGetImage", Principal={"AWS": "arn:aws:iam::123456789012:root"}),
    )
    role = iam.Role(name, name=name, assume_role_policy=TRUST)
    iam.RolePolicy(
        name,
        role=role.name,
        policy=_grant("ecr:PutImage", Resource=f"arn:aws:ecr:*:123456789012:repository/{name}"),
    )
    cloudwatch.MetricAlarm(
        name,
        comparison_operator="GreaterThanThreshold",
        evaluation_periods=1,
        namespace="AWS/ECR",
        metric_name="RepositoryPullCount",
        dimensions={"RepositoryName": name},
        period=300,
        statistic="Sum",
        threshold=1000,
        alarm_actions=["arn:aws:sns:ap-northeast-2:123456789012:alerts"],
    )


def _grant(action: str, **more: Any) -> str:
    return json.dumps(
        {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": action, **more}}
    )


def _lifecycle() -> str:
    untagged = {
        "tagStatus": "untagged",
        "countType": "sinceImagePushed",
        "countUnit": "days",
        "countNumber": 1,
    }
    newest = {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 20}
    rules = [
        {"rulePriority": number, "selection": selection, "action": {"type": "expire"}}
        for number, selection in enumerate((untagged, newest), start=1)
    ]
    return json.dumps({"rules": rules})


def preview(pack: str, size: int) -> None:
    """In a process of its own: one preview with a pack; prints its wall and CPU seconds."""

    def program() -> None:
        for number in range(size):
            service(f"service-{number}")

    stack = automation.create_or_select_stack(
        f"bench-{size}", project_name="bench", program=program
    )
    stack.set_config("aws:region", automation.ConfigValue("ap-northeast-2"))
    started = time.perf_counter()
    stack.preview(policy_packs=[pack])
    usage = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(one.ru_utime + one.ru_stime for one in usage)
    print(time.perf_counter() - started, cpu)


def measured(engine: Engine, pack: Path, size: int) -> Seconds:
    """One preview."""
    command = [sys.executable, "-m", "tools.bench.policies", str(pack), str(size)]
    done = subprocess.run(
        command,
        env={**engine.environment, "PYTHONPATH": str(ROOT)},
        cwd=engine.environment["PULUMI_HOME"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"a preview of {size} services with {pack} failed:\n{done.stderr[-3000:]}")
    wall, cpu = done.stdout.splitlines()[-1].split()
    return Seconds(float(wall), float(cpu))


def empty_pack(folder: Path) -> Path:
    """A pack of one policy that looks at nothing, served by CrossGuard's own library."""
    folder.mkdir()
    shutil.copy(ROOT / "policy_pack" / "PulumiPolicy.yaml", folder)
    (folder / "__main__.py").write_text(EMPTY, encoding="utf-8")
    return folder


def main() -> int:
    """Print the table; 1 where a bound is missed."""
    console = Console()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        empty, whole = empty_pack(folder / "empty"), ROOT / "policy_pack"
        engine, _ = start(folder)
        try:
            measured(engine, empty, 1)
            seconds = {size: _fastest(engine, (empty, whole), size) for size in SIZES}
        finally:
            server.stop(folder / "aws")
    return 0 if _report(console, seconds) else 1


def _fastest(engine: Engine, packs: tuple[Path, Path], size: int) -> tuple[Seconds, Seconds]:
    found: dict[Path, list[Seconds]] = {pack: [] for pack in packs}
    for number in range(ROUNDS):
        # In turn first and second, so that a machine which slows down slows both.
        for pack in packs if number % 2 == 0 else packs[::-1]:
            found[pack].append(measured(engine, pack, size))
    empty, whole = (
        Seconds(min(one.wall for one in found[pack]), min(one.cpu for one in found[pack]))
        for pack in packs
    )
    return empty, whole


def _report(console: Console, seconds: dict[int, tuple[Seconds, Seconds]]) -> bool:
    table = Table("services", "resources", "empty pack, s", "whole pack, s", "added", "CPU added")
    for size, (empty, whole) in seconds.items():
        table.add_row(
            str(size),
            str(size * PER_SERVICE),
            f"{empty.wall:.1f}",
            f"{whole.wall:.1f}",
            f"{whole.wall / empty.wall - 1:+.1%}",
            f"{whole.cpu / empty.cpu - 1:+.1%}",
        )
    console.print(table)
    added = max(whole.wall / empty.wall - 1 for empty, whole in seconds.values())
    *_, some, most = SIZES
    growth = seconds[most][1].wall / seconds[some][1].wall
    linear = growth <= most / some
    console.print(f"adds at most {MOST_ADDED:.0%}: {'yes' if added <= MOST_ADDED else 'NO'}")
    console.print(
        f"{growth:.2f} times from {some} to {most} services, linear: {'yes' if linear else 'NO'}"
    )
    return added <= MOST_ADDED and linear


if __name__ == "__main__":
    if len(sys.argv) > 1:
        preview(sys.argv[1], int(sys.argv[2]))
    else:
        sys.exit(main())
