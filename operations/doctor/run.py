"""The tests, in the order of a pull: login, the way, who may what, the image, its end."""

from collections.abc import Callable
from functools import partial

from operations.doctor.accepted import accepted
from operations.doctor.case import Case
from operations.doctor.encryption import encryption
from operations.doctor.endpoints import private_dns
from operations.doctor.groups import security_groups
from operations.doctor.image import Found, image, repository
from operations.doctor.lifecycle import events, policy
from operations.doctor.login import Here, login
from operations.doctor.network import Network, names, tcp, tls
from operations.doctor.notes import Cause, Notes, Tested, run
from operations.doctor.parts import mutability, parts
from operations.doctor.policies import endpoint_policies, repository_policy
from operations.doctor.rights import rights
from operations.doctor.routes import routes
from operations.doctor.scan import scan
from operations.doctor.vpc import Vpc


def examine(case: Case, machine: Here, network: Network) -> list[Tested]:
    """Every test of a case."""
    vpc = Vpc(case.aws, case.place) if case.place is not None else None
    found = Found()
    listed: tuple[tuple[str, str, Callable[[Notes], None]], ...] = (
        ("login", "Docker has a login for this registry", partial(login, case, machine)),
        ("names", "the registry's names have addresses", partial(names, case, network)),
        ("TCP", "each name takes connections", partial(tcp, case, network)),
        ("TLS", "each name proves itself", partial(tls, case, network)),
        (
            "answer",
            "the registry takes Docker's login",
            partial(accepted, case, machine, network),
        ),
        (
            "private DNS",
            "ECR's names lead to the VPC's endpoints",
            partial(private_dns, vpc, network),
        ),
        ("security groups", "443 into the endpoints is open", partial(security_groups, vpc)),
        ("route tables", "layers have a way from S3", partial(routes, case, vpc)),
        (
            "endpoint policies",
            "the endpoints let the pull through",
            partial(endpoint_policies, case, vpc),
        ),
        ("repository", "there is such a repository", partial(repository, case)),
        (
            "repository policy",
            "its policy denies nothing",
            partial(repository_policy, case, vpc),
        ),
        ("rights", "IAM allows login and pull", partial(rights, case, vpc)),
        ("key", "ECR may use the repository's key", partial(encryption, case)),
        ("image", "the tag or digest is there", partial(image, case, found)),
        ("parts", "all images of an index are there", partial(parts, case, found)),
        ("mutability", "the tag may be pushed again", partial(mutability, case, found)),
        ("events", "what CloudTrail says of images that ended", partial(events, case, found)),
        (
            "lifecycle policy",
            "what it can't mean, and what goes next",
            partial(policy, case, found),
        ),
        ("scan", "the image has a scan result", partial(scan, case, found)),
    )
    return run(Cause(name, tests, ask) for name, tests, ask in listed)
