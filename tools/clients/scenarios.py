"""What each client does here: push, pull, copy, list, delete, attach, sign, verify.

Every scenario begins with an empty repository of the client's name and ends with what another
client, or boto3, sees of it.
"""

import json
import tarfile
from collections.abc import Callable
from typing import Final

from tools.clients.registry import ClientError, Registry


def expect(right: object, what: str) -> None:
    """Ends the scenario if something is not so."""
    if not right:
        raise ClientError(f"not so: {what}")


def crane(shop: Registry) -> None:
    """Push, tag, list, copy, pull, delete."""
    at = f"{shop.host}/crane"
    _layer(shop)
    shop.run("crane", "append", "-f", "layer.tar", "-t", f"{at}:v1", "--oci-empty-base")
    shop.run("crane", "tag", f"{at}:v1", "latest")
    expect(shop.run("crane", "ls", at).split() == ["latest", "v1"], "crane ls")
    expect("crane" in shop.run("crane", "catalog", shop.host).split(), "crane catalog")
    shop.run("crane", "copy", f"{at}:v1", f"{shop.host}/crane-copy:v1")
    shop.run("crane", "pull", f"{shop.host}/crane-copy:v1", "pulled.tar")
    with tarfile.open(shop.home / "pulled.tar") as pulled:
        expect("manifest.json" in pulled.getnames(), "crane pull")
    shop.run("crane", "delete", f"{at}:latest")
    expect(shop.run("crane", "ls", at).split() == ["v1"], "crane delete")
    digests = [shop.run("crane", "digest", f"{name}:v1") for name in (at, f"{at}-copy")]
    expect(digests[0] == digests[1], "a copy has the digest of the original")


def skopeo(shop: Registry) -> None:
    """Copy in two formats, list, inspect, pull, delete."""
    at, plain = f"docker://{shop.host}/skopeo", "--tls-verify=false"
    shop.run("skopeo", "login", plain, "-u", "AWS", "-p", shop.password, shop.host)
    _layer(shop)
    shop.run(
        "crane", "append", "-f", "layer.tar", "-t", f"{shop.host}/skopeo:oci", "--oci-empty-base"
    )
    both = ("--src-tls-verify=false", "--dest-tls-verify=false")
    shop.run("skopeo", "copy", *both, "--format", "v2s2", f"{at}:oci", f"{at}:docker")
    tags = json.loads(shop.run("skopeo", "list-tags", plain, at))["Tags"]
    expect(tags == ["docker", "oci"], "skopeo list-tags")
    kind = json.loads(shop.run("skopeo", "inspect", "--raw", plain, f"{at}:docker"))["mediaType"]
    expect("docker" in kind, "skopeo copy --format v2s2")
    shop.run("skopeo", "copy", "--src-tls-verify=false", f"{at}:docker", "dir:pulled")
    shop.run("skopeo", "delete", plain, f"{at}:docker")
    tags = json.loads(shop.run("skopeo", "list-tags", plain, at))["Tags"]
    expect(tags == ["oci"], "skopeo delete")


def oras(shop: Registry) -> None:
    """Push an artifact, attach, discover, pull, copy with referrers, delete."""
    at = f"{shop.host}/oras"
    shop.run("oras", "login", shop.host, "-u", "AWS", "--password-stdin", given=shop.password)
    (shop.home / "a.txt").write_text("artifact")
    shop.run("oras", "push", f"{at}:v1", "--artifact-type", "text/example", "a.txt:text/plain")
    shop.run("oras", "attach", f"{at}:v1", "--artifact-type", "text/sbom", "a.txt")
    shop.run("oras", "attach", f"{at}:v1", "--artifact-type", "text/other", "a.txt")
    found = shop.run("oras", "discover", f"{at}:v1", "--format", "json")
    kinds = sorted(each["artifactType"] for each in json.loads(found)["referrers"])
    expect(kinds == ["text/other", "text/sbom"], "oras discover")
    shop.run("oras", "pull", f"{at}:v1", "-o", "out")
    expect((shop.home / "out" / "a.txt").read_text() == "artifact", "oras pull")
    shop.run("oras", "cp", "-r", f"{at}:v1", f"{shop.host}/oras-copy:v1")
    copied = shop.run("oras", "discover", f"{shop.host}/oras-copy:v1", "--format", "json")
    expect(len(json.loads(copied)["referrers"]) == len(kinds), "oras cp -r")
    shop.run("oras", "manifest", "delete", "--force", f"{shop.host}/oras-copy:v1")
    expect(shop.run("oras", "repo", "tags", f"{shop.host}/oras-copy").split() == [], "oras delete")


def regctl(shop: Registry) -> None:
    """Copy an image of two platforms with attestations, list, get, delete."""
    at = f"{shop.host}/regctl"
    shop.run("regctl", "registry", "set", "--tls", "disabled", "--skip-check", shop.host)
    login = ("regctl", "registry", "login", shop.host, "-u", "AWS", "--pass-stdin")
    shop.run(*login, given=shop.password)
    _multi_platform(shop, at)
    platforms = shop.run("regctl", "manifest", "get", f"{at}:v1", "--format", "{{jsonPretty .}}")
    expect(platforms.count("linux") >= 2, "two platforms")
    copy = f"{shop.host}/regctl-copy:v1"
    shop.run("regctl", "image", "copy", "--referrers", f"{at}:v1", copy)
    expect("Digest:" in shop.run("regctl", "artifact", "list", copy), "its referrer")
    expect(shop.run("regctl", "tag", "ls", f"{shop.host}/regctl-copy").split() == ["v1"], "tag ls")
    shop.run("regctl", "image", "get-file", "--platform", "linux/arm64", copy, "/arm64", "got")
    expect((shop.home / "got").read_text() == "arm64", "a file of one platform")
    shop.run("regctl", "tag", "delete", copy)
    expect(shop.run("regctl", "tag", "ls", f"{shop.host}/regctl-copy").split() == [], "tag delete")


def cosign(shop: Registry) -> None:
    """Sign under a tag and as a referrer, verify, attest."""
    _layer(shop)
    at = f"{shop.host}/cosign"
    shop.run("crane", "append", "-f", "layer.tar", "-t", f"{at}:v1", "--oci-empty-base")
    image = f"{at}@{shop.run('crane', 'digest', f'{at}:v1').strip()}"
    shop.run("cosign", "generate-key-pair")
    sign = ("cosign", "sign", "--key", "cosign.key", "--tlog-upload=false", "--yes")
    verify = ("cosign", "verify", "--key", "cosign.pub", "--insecure-ignore-tlog=true")
    shop.run(*sign, image)
    shop.run(*verify, image)
    (shop.home / "predicate").write_text('{"made": "here"}')
    attest = ("cosign", "attest", "--key", "cosign.key", "--tlog-upload=false", "--yes")
    shop.run(*attest, "--type", "custom", "--predicate", "predicate", image)
    tags = shop.run("crane", "ls", at).split()
    expect(sum(tag.endswith((".sig", ".att")) for tag in tags) == 2, "cosign's tags")


def helm(shop: Registry) -> None:
    """Push a chart, pull it, show it."""
    login = ("helm", "registry", "login", shop.host, "-u", "AWS", "--plain-http")
    shop.run(*login, "--password-stdin", given=shop.password)
    shop.run("helm", "create", "helm-chart")
    shop.run("helm", "package", "helm-chart")
    shop.run("helm", "push", "helm-chart-0.1.0.tgz", f"oci://{shop.host}", "--plain-http")
    (shop.home / "charts").mkdir()
    chart = (f"oci://{shop.host}/helm-chart", "--version", "0.1.0", "--plain-http")
    shop.run("helm", "pull", *chart, "-d", "charts")
    expect((shop.home / "charts" / "helm-chart-0.1.0.tgz").is_file(), "helm pull")
    expect("name: helm-chart" in shop.run("helm", "show", "chart", *chart), "helm show")


def buildah(shop: Registry) -> None:
    """Build from scratch for two platforms, push the list, pull it."""
    at, plain = f"{shop.host}/buildah", "--tls-verify=false"
    store = ("buildah", "--storage-driver", "vfs", "--root", "storage", "--runroot", "run")
    shop.run("buildah", "login", plain, "-u", "AWS", "-p", shop.password, shop.host)
    (shop.home / "Containerfile").write_text("FROM scratch\nCOPY a.txt /a.txt\n")
    (shop.home / "a.txt").write_text("built")
    for cpu in ("amd64", "arm64"):
        shop.run(*store, "bud", "--isolation", "chroot", "--arch", cpu, "--manifest", "list", ".")
    shop.run(*store, "manifest", "push", "--all", plain, "list", f"docker://{at}:v1")
    shop.run(*store, "pull", plain, f"{at}:v1")
    listed = json.loads(shop.run("crane", "manifest", f"{at}:v1"))["manifests"]
    expect(len(listed) == 2, "a list of two platforms")


SCENARIOS: Final[dict[str, Callable[[Registry], None]]] = {
    each.__name__: each for each in (crane, skopeo, oras, regctl, cosign, helm, buildah)
}
REPOSITORIES: Final = (
    *(name for name in SCENARIOS if name != "helm"),
    "helm-chart",
    "crane-copy",
    "oras-copy",
    "regctl-copy",
)


def _layer(shop: Registry) -> None:
    _tar(shop, "layer.tar", "file")


def _tar(shop: Registry, name: str, content: str) -> None:
    (shop.home / content).write_text(content)
    with tarfile.open(shop.home / name, "w") as layer:
        layer.add(shop.home / content, content)


def _multi_platform(shop: Registry, at: str) -> None:
    """An index of two platforms, one of them with an attestation, and a referrer of the index."""
    images = []
    for cpu in ("amd64", "arm64"):
        _tar(shop, f"{cpu}.tar", cpu)
        made = ("crane", "append", "-f", f"{cpu}.tar", "-t", f"{at}:{cpu}", "--oci-empty-base")
        shop.run(*made)
        shop.run(
            "crane", "mutate", f"{at}:{cpu}", "--set-platform", f"linux/{cpu}", "-t", f"{at}:{cpu}"
        )
        images.append(f"{at}:{cpu}")
    (shop.home / "provenance").write_text("{}")
    attestation = "application/vnd.in-toto+json"
    put = ("regctl", "artifact", "put", "--artifact-type", attestation)
    shop.run(*put, "--file", "provenance", f"{at}:attestation")
    shop.run("regctl", "index", "create", f"{at}:v1", *_references(images))
    shop.run("regctl", "index", "add", f"{at}:v1", "--ref", f"{at}:attestation")
    shop.run(*put, "--subject", f"{at}:v1", "--file", "provenance")


def _references(images: list[str]) -> list[str]:
    return [word for image in images for word in ("--ref", image)]
