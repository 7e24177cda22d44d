"""SNS keeps all but names in attributes, texts under names of their own."""

from typing import Any

from local.provider.values import Plain

_ACRONYMS = {"http": "HTTP", "sqs": "SQS"}


def attribute(name: str) -> str:
    """`httpFailureFeedbackRoleArn` is the attribute `HTTPFailureFeedbackRoleArn`."""
    for word, acronym in _ACRONYMS.items():
        if name.startswith(word):
            return acronym + name[len(word) :]
    return name[0].upper() + name[1:]


def encoded(value: Any) -> str:
    """A property's value as the text of an attribute; a missing one is the empty text."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)


def attributes(inputs: Plain, names: list[str]) -> dict[str, str]:
    """The attributes of those inputs that are given."""
    return {attribute(n): encoded(inputs[n]) for n in names if inputs.get(n) not in (None, "")}


def answered(found: dict[str, Any], names: list[str]) -> Plain:
    """The properties among SNS's attributes, those that it leaves out left out."""
    return {n: found[attribute(n)] for n in names if attribute(n) in found}


def changed(old: Plain, new: Plain, names: list[str]) -> dict[str, str]:
    """The attributes that differ; one that is no longer given is emptied."""
    return {attribute(n): encoded(new.get(n)) for n in names if old.get(n) != new.get(n)}
