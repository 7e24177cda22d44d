"""Every command of `registryctl` against the local AWS after `make up`.

One run, in the order in which a user would: what is said is compared with docs/operations/local.md,
which it wrote (`RECORD=1`, then this test). Digests are those of the images pushed here; ports,
times and seconds are replaced by words.
"""

import json
import os
import re
import subprocess
import sys
import urllib.request
from types import SimpleNamespace

import boto3
import pytest

from local.aws import server
from tests.local.aws.oci.client import Door
from tests.local.aws.oci.conftest import password_of
from tests.support.stacks import ROOT

ACCOUNT, REGION = "111111111111", "ap-northeast-2"
PAGE = ROOT / "docs" / "operations" / "local.md"
ABOUT = (
    "What every command says after `make up`: three services, of which `bubblepool` has seven "
    "images, the oldest used by a Lambda function, and `guestbook` one with a vulnerability. A "
    "test runs these lines and compares. Some questions the local AWS cannot answer: Amazon "
    "Inspector's coverage, the deployments and revisions of ECS services. The command says so, "
    "with exit code 3, and never that nothing is there. `protect` shows its tags; the policy of "
    "this stack counts them with all of `dev-*`, so here they keep nothing: a stack that protects "
    "has a class for them with a rule of a higher priority."
)
HEAD = f"""\
# registryctl on the local AWS

{ABOUT}

```sh
make up && eval "$(make -s env)"
pulumi stack output --json > stack.json
pulumi stack export > export.json
```
"""
CRITICAL = {
    "name": "CVE-2026-0001",
    "severity": "CRITICAL",
    "uri": "https://nvd.nist.gov/vuln/detail/CVE-2026-0001",
    "attributes": [
        {"key": "package_name", "value": "openssl"},
        {"key": "package_version", "value": "3.0.1"},
    ],
}
#: What is run, the exit code, and words that must be said.
RUNS = (
    ("gate bubblepool:dev-1.6 --stack stack.json", 0, "passes"),
    ("gate guestbook@newest", 1, "CVE-2026-0001"),
    ("gate guestbook:dev-9.9", 3, "no such image"),
    ("health export.json", 1, "feed-server: it has no tagged image"),
    ("in-use", 0, "function/resize:$LATEST"),
    ("in-use --inspector", 3, "inspector2:ListCoverage was refused with 404"),
    ("preview --stack stack.json", 1, "IN USE, and would go"),
    ("preview bubblepool --offline", 1, "(dev-1.0) deleted by rule 2"),
    ("protect bubblepool --class 'dev-in-use-*'", 0, "would get dev-in-use-"),
    ("protect bubblepool --class 'dev-in-use-*' --yes", 0, "gets dev-in-use-"),
    ("expire plan bubblepool --days 1 --output plan.json", 0, "0 images would be deleted"),
    ("expire apply plan.json", 0, ""),
    ("migrate HOST/bubblepool --into feed-server --tag dev-1.6", 0, "nothing was copied"),
    ("migrate HOST/bubblepool --into feed-server --tag dev-1.6 --yes", 0, "dev-1.6: sha256:"),
    (
        "promote bubblepool@NEWEST --from-profile staging --into guestbook --tag dev-2.0",
        0,
        "is sha",
    ),
    ("report report.html --stack stack.json --export export.json", 0, "3 repositories"),
    ("cost --stack stack.json", 0, "bubblepool"),
    ("cost bubblepool --limit 0", 1, "more than $0.00"),
    ("iam deployer export.json", 0, "ecr:CreateRepository"),
    ("alert-test export.json --wait 30", 0, "arrived: alarm change"),
)
#: Their output is long, or differs: the page shows the beginning.
SHORT = {"iam deployer export.json": 12}


@pytest.fixture(scope="module")
def account(machines, tmp_path_factory):
    """The dev stack, up, with images; and the command in a folder that has its outputs."""
    machine, folder = machines(), tmp_path_factory.mktemp("daytwo")
    up = machine.engine("up")
    assert up.returncode == 0, up.stderr
    told = machine.shell("env -0").stdout.rstrip("\0").split("\0")
    environment = dict(one.split("=", 1) for one in told)
    port = int(environment["AWS_ENDPOINT_URL"].rpartition(":")[2])
    for command, name in (("stack output --json", "stack"), ("stack export", "export")):
        done = machine.shell(f"pulumi {command} --stack dev > {folder}/{name}.json")
        assert done.returncode == 0, done.stderr
    local = server.find(machine.root / ".local" / "stacks" / "dev" / "aws")
    found = SimpleNamespace(folder=folder, port=port, environment=environment, local=local)
    fill(found)
    return found


def fill(account):
    """Images, a function that uses the oldest, a vulnerability, and logins."""
    key = account.environment["AWS_ACCESS_KEY_ID"]
    session = boto3.Session(key, "local", region_name=REGION)
    clients = {
        name: session.client(name, endpoint_url=account.environment["AWS_ENDPOINT_URL"])
        for name in ("ecr", "iam", "lambda")
    }
    plant(account, {"findings": [CRITICAL], "findingSeverityCounts": {"CRITICAL": 1}})
    door = Door(account.port, password_of(clients["ecr"]))
    for number in range(7):
        layers = (b"base" * 5000, b"layer %d" % number)
        door.push("bubblepool", f"dev-1.{number}", *layers, config=b'{"n": %d}' % number)
    door.push("guestbook", "dev-1.0", b"guest", config=b'{"g": 1}')
    account.newest = clients["ecr"].describe_images(
        repositoryName="bubblepool", imageIds=[{"imageTag": "dev-1.6"}]
    )["imageDetails"][0]["imageDigest"]
    trust = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}}
    document = {"Version": "2012-10-17", "Statement": [{**trust, "Action": "sts:AssumeRole"}]}
    role = clients["iam"].create_role(
        RoleName="resize", AssumeRolePolicyDocument=json.dumps(document)
    )
    clients["lambda"].create_function(
        FunctionName="resize",
        PackageType="Image",
        Role=role["Role"]["Arn"],
        Code={"ImageUri": f"localhost:{account.port}/bubblepool:dev-1.0"},
    )
    login = {"auth": door.basic.partition(" ")[2]}
    (account.folder / "config.json").write_text(
        json.dumps({"auths": {f"localhost:{account.port}": login}})
    )
    (account.folder / "credentials").write_text(
        f"[staging]\naws_access_key_id = {key}\naws_secret_access_key = local\n"
    )
    account.environment |= {
        "DOCKER_CONFIG": str(account.folder),
        "AWS_SHARED_CREDENTIALS_FILE": str(account.folder / "credentials"),
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
    }


def plant(account, findings):
    """moto's own way to say what a scan finds; for one image of `guestbook`."""
    result = {
        "registryId": ACCOUNT,
        "repositoryName": "guestbook",
        "imageId": {"imageTag": "dev-1.0"},
        "imageScanStatus": {"status": "COMPLETE", "description": "done"},
        "imageScanFindings": findings,
    }
    body = {"results": [result], "region": REGION, "account_id": ACCOUNT}
    request = server.authorized(
        account.local,
        "/moto-api/static/ecr/scan-finding-results",
        json.dumps(body).encode(),
        **{"Content-Type": "application/json"},
    )
    with urllib.request.urlopen(request) as answer:
        assert answer.status == 201


@pytest.fixture(scope="module")
def said(account):
    """What each command said: (exit code, text)."""
    return {words: _run(account, words) for words, _, _ in RUNS}


def _run(account, words):
    host = f"localhost:{account.port}"
    given = words.replace("HOST", host).replace("NEWEST", account.newest).replace("'", "")
    done = subprocess.run(
        [sys.executable, "-m", "operations", *given.split()],
        cwd=account.folder,
        env=account.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        timeout=120,
    )
    text = done.stdout.replace(host, "localhost:PORT").replace(f":{account.port}", ":PORT")
    for pattern, word in (
        (r"\d{4}-\d\d-\d\d \d\d:\d\d UTC", "TIME"),
        (r"in \d+\.\d s\b", "in SECONDS"),
        (r"alert-test-[0-9a-f]{12}", "alert-test-MARK"),
    ):
        text = re.sub(pattern, word, text)
    return done.returncode, text


@pytest.mark.parametrize(("words", "code", "wanted"), RUNS)
def test_each_command_ends_as_it_should_and_says_why(said, words, code, wanted):
    ended, text = said[words]
    assert ended == code, text
    assert wanted in text
    assert "Traceback" not in text


def test_what_was_protected_and_what_was_promoted_has_its_tag(said, account):
    _, text = _run(account, "preview bubblepool --offline")
    assert "(dev-1.0, dev-in-use-" in text
    _, text = _run(account, "gate guestbook:dev-2.0")
    assert account.newest in text


def test_the_report_is_a_page_of_all_repositories(said, account):
    page = (account.folder / "report.html").read_text()
    assert all(f'id="r-{name}"' in page for name in ("bubblepool", "feed-server", "guestbook"))
    assert "Every repository is as the stack says" in page


def test_the_page_of_the_documentation_shows_this_run(said):
    page = "\n".join([HEAD, *(_shown(words, *said[words]) for words, _, _ in RUNS)])
    if os.environ.get("RECORD"):
        PAGE.write_text(page)
    assert PAGE.read_text() == page


def _shown(words, code, text):
    lines = text.rstrip().splitlines()
    if words in SHORT:
        lines = [*lines[: SHORT[words]], "..."]
    command = words.replace("HOST", "localhost:PORT").replace("NEWEST", "sha256:...")
    name = " ".join(words.split()[: 2 if words.startswith(("iam", "expire")) else 1])
    return "\n".join(
        [
            f"## {name}: exit code {code}",
            "",
            "```console",
            f"$ registryctl {command}",
            *lines,
            "```",
            "",
        ]
    )
