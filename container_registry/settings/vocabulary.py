"""The words that settings are made of, each with the grammar that AWS or GitHub gives it."""

import ipaddress
import re
import unicodedata
from typing import Annotated, Any, Final

from pydantic import AfterValidator, StringConstraints
from pydantic_core import PydanticCustomError

from container_registry.catalogue.limits import TAG_PUNCTUATION, Limit
from container_registry.settings.grammar import Grammar, named

_IN_QUOTES: Final = 'twelve digits in quotes, such as "111111111111"'


def refused(code: str, problem: str, impact: str, fix: str) -> PydanticCustomError:
    """What a validator raises: the whole of what is said."""
    # pydantic fills braces in from the context; what a user wrote may hold some.
    context: dict[str, Any] = {"said": problem, "impact": impact, "fix": fix}
    return PydanticCustomError(code, "{said}", context)


def _image_address(text: str) -> str:
    """ECR takes it for a name, and the images would be at HOST/HOST/NAME."""
    found = re.fullmatch(r"[0-9]{12}\.dkr[.-]ecr[^/]*(?:/(.+))?", text)
    if found is not None:
        raise refused(
            "repository_address",
            "begins with a registry's host",
            "the repository would have the host in its name, and images their host twice",
            f"write `{found[1]}`" if found[1] else "write a name such as feed-server",
        )
    return text


def _two_separators(text: str) -> tuple[str, str, str] | None:
    if re.search(r"[._-]{2}", text) is None:
        return None
    return (
        "has two separators in a row",
        "its role and alarms could get the names of another service's",
        "write one separator between words",
    )


#: ECR's `CreateRepository.repositoryName` (botocore, model of ECR), without two separators in a
#: row, which `container_registry.naming` writes for a slash.
REPOSITORY_NAME_PATTERN: Final = r"^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*/)*[a-z0-9]+(?:[._-][a-z0-9]+)*$"
RepositoryName = Annotated[
    str,
    StringConstraints(
        pattern=REPOSITORY_NAME_PATTERN,
        min_length=Limit.REPOSITORY_NAME_LEAST.number,
        max_length=Limit.REPOSITORY_NAME_MOST.number,
    ),
    Grammar(
        noun="a repository name",
        letters="a-z0-9._/-",
        shape="letters and digits, with single `.`, `_`, `-` or `/` between them",
        impact="ECR refuses such a repository name",
        fix="write a name such as feed-server or team/feed-server",
        least=Limit.REPOSITORY_NAME_LEAST.number,
        most=Limit.REPOSITORY_NAME_MOST.number,
        known=_two_separators,
    ),
    AfterValidator(_image_address),
]

#: The first word of every physical name, so it must fit the strictest of them (a Lambda function).
EnvironmentName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$", max_length=20),
    Grammar(
        noun="an environment",
        letters="a-z0-9-",
        shape="a lower-case letter, then letters and digits with single hyphens between them",
        impact="names made from it must be lower case and short enough for every AWS service",
        fix="write a word such as dev or prod",
        most=20,
    ),
]

#: A Region's code. The grammar alone: which Regions there are changes without us.
Region = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z]{2,4}(?:-[a-z]+)+-[0-9]$"),
    Grammar(
        noun="a Region's code",
        letters="a-z0-9-",
        shape="a Region's code, such as ap-northeast-2",
        impact="AWS has no such Region",
        fix="write a Region's code, such as ap-northeast-2",
    ),
]
AccountId = Annotated[
    str,
    StringConstraints(pattern=r"^[0-9]{12}$"),
    Grammar(
        noun="an account id",
        letters="0-9",
        shape="twelve digits",
        impact="AWS has no such account",
        fix=f"write {_IN_QUOTES}",
        least=12,
        most=12,
    ),
]
OrganizationId = Annotated[
    str,
    StringConstraints(pattern=r"^o-[a-z0-9]{10,32}$"),
    Grammar(
        noun="an organisation's id",
        letters="a-z0-9-",
        shape="`o-` and 10 to 32 lower-case letters and digits",
        impact="no organisation has such an id, so nobody could pull",
        fix="copy the id from AWS Organizations; it begins with `o-`",
    ),
]

#: A tag pattern of a lifecycle policy; `lifecycle` judges what it means.
TagPattern = Annotated[
    str,
    StringConstraints(min_length=1, max_length=300),
    Grammar(
        noun="a tag pattern",
        letters="\\s\\S",
        shape="a tag pattern",
        impact="it matches no tag that an image can have",
        fix='write a pattern such as "release-*"',
        most=300,
    ),
]


def _wildcards(text: str) -> tuple[str, str, str] | None:
    most = Limit.EXCLUSION_WILDCARDS.number
    if text.count("*") <= most:
        return None
    return (
        f"has {text.count('*')} wildcards",
        f"ECR takes {most} in a filter at most",
        "leave one or two `*`, or write several filters",
    )


#: An exclusion filter of tag mutability: at most two `*` (botocore, model of ECR:
#: `ImageTagMutabilityExclusionFilter.filter`, 1 to 128 characters).
ExclusionFilter = Annotated[
    str,
    StringConstraints(
        pattern=r"^[0-9A-Za-z._-]*(?:\*[0-9A-Za-z._-]*){0,2}$",
        min_length=1,
        max_length=Limit.EXCLUSION_FILTER.number,
    ),
    Grammar(
        noun="a filter",
        letters="0-9A-Za-z._*-",
        shape="letters, digits, `.`, `_`, `-` and at most two `*`",
        impact="ECR refuses such a filter",
        fix='write a tag or a pattern, such as "latest" or "dev-*"',
        most=Limit.EXCLUSION_FILTER.number,
        known=_wildcards,
    ),
]


def unfit_for_tags(text: str) -> str | None:
    """The first character that not every AWS service takes in a tag."""
    return next(
        (c for c in text if c not in TAG_PUNCTUATION and unicodedata.category(c)[0] not in "LNZ"),
        None,
    )


def _tag_text(text: str) -> str:
    wrong = unfit_for_tags(text)
    if wrong is not None:
        raise refused(
            "tag_character",
            f"has {named(wrong)}",
            "IAM refuses tags with it, when other resources are made already",
            f"use letters, digits, spaces and {' '.join(TAG_PUNCTUATION)}",
        )
    return text


def _not_reserved(key: str) -> str:
    if key.lower().startswith("aws:"):
        raise refused(
            "aws_tag",
            "begins with `aws:`",
            "AWS keeps such tags for itself and refuses them from others",
            "choose another key",
        )
    return key


#: AWS tags: keys of 1 to 128 characters, none that begins with `aws:`; values up to 256.
AwsTagKey = Annotated[
    str,
    StringConstraints(min_length=1, max_length=Limit.TAG_KEY.number),
    Grammar(
        noun="a tag's key",
        letters="\\s\\S",
        shape="a tag's key",
        impact="AWS refuses such a key, when other resources are made already",
        fix=f"write 1 to {Limit.TAG_KEY.number} characters",
        most=Limit.TAG_KEY.number,
    ),
    AfterValidator(_not_reserved),
    AfterValidator(_tag_text),
]
AwsTagValue = Annotated[
    str,
    StringConstraints(max_length=Limit.TAG_VALUE.number),
    Grammar(
        noun="a tag's value",
        letters="\\s\\S",
        shape="a tag's value",
        impact="AWS refuses such a value, when other resources are made already",
        fix=f"write at most {Limit.TAG_VALUE.number} characters",
        most=Limit.TAG_VALUE.number,
    ),
    AfterValidator(_tag_text),
]


def _network(text: str) -> str:
    impact = "EC2 refuses it as the source of a security group's rule"
    address, slash, mask = text.partition("/")
    try:
        whole = ipaddress.ip_address(address)
    except ValueError:
        raise refused(
            "cidr", "is not a network", impact, 'write a network such as "10.0.0.0/16"'
        ) from None
    if not slash:
        one = f"{whole}/{whole.max_prefixlen}"
        raise refused("cidr_mask", "has no mask", impact, f'write "{one}" for this address alone')
    if not re.fullmatch(r"[0-9]{1,3}", mask) or int(mask) > whole.max_prefixlen:
        most = whole.max_prefixlen
        raise refused(
            "cidr_mask", f"has the mask `/{mask[:20]}`", impact, f"write a number from 0 to {most}"
        )
    network = ipaddress.ip_network(text, strict=False)
    if network.network_address != whole:
        raise refused(
            "cidr_host_bits",
            f"is not a network: its address has bits beyond the mask /{mask}",
            "EC2 makes another network of it, and every preview shows a change",
            f'write "{network}"',
        )
    if str(network) != text:
        raise refused(
            "cidr_spelling",
            "is not written in the shortest form",
            "EC2 stores another spelling, and every preview shows a change",
            f'write "{network}"',
        )
    return text


Cidr = Annotated[str, AfterValidator(_network)]
