"""Secrets in a configuration: where they may be, and that no message repeats one.

Owns two things. A secret belongs in few settings; anywhere else its value ends in names, tags and
policies, which AWS shows. And one filter knows every secret text there is, for all that is said.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any, Final, get_args, get_origin

from pydantic import BaseModel, SecretStr

from container_registry.catalogue.provider import CREDENTIALS, INNER_CREDENTIAL
from container_registry.settings.fault import Fault, Location
from container_registry.settings.json_text import UnfitJsonError, decoded
from container_registry.settings.keys import AWS, NAMESPACE
from container_registry.settings.place import Place
from container_registry.settings.stack_file import Secret
from container_registry.settings.wording import visible
from ecr_lifecycle.finding import Finding

SHOWN: Final = "[secret]"
#: Shorter texts are in many words, and give nothing away there.
_SHORTEST: Final = 4

#: Keys of the provider whose values end in clear: in AWS, or in every ARN.
_PUBLIC: Final = frozenset({"allowedAccountIds", "defaultTags", "forbiddenAccountIds", "region"})


def misplaced(
    config: Mapping[str, Any], secret_keys: Collection[str], model: type[BaseModel]
) -> Iterator[Fault]:
    """One fault for each secret in a setting that is none, full keys first.

    Args:
        config: the whole configuration; a secret from a file is a `Secret`.
        secret_keys: the full keys that hold secrets which the engine decrypted.
        model: the settings.
    """
    for key, value in config.items():
        namespace, _, name = key.partition(":")
        if namespace == AWS:
            if name in _PUBLIC:
                held = [()] if key in secret_keys else _places((), value)
                yield from (_no_secret((key, *rest)) for rest in held)
        elif namespace == NAMESPACE and _known(model, name):
            if key in secret_keys:
                if not _filled(model, name, value):
                    yield _no_secret((key,))
                continue
            for rest in _places((), value):
                annotation = Place(model, (name, *rest)).annotation
                # What no setting is, or is inside of a value, is that fault and no other.
                if annotation is not Any and not _is_secret(annotation):
                    yield _no_secret((key, *rest))


def in_clear(config: Mapping[str, Any], secret_keys: Collection[str]) -> Iterator[Fault]:
    """One fault for each credential of the provider that is no secret."""
    for name in sorted(CREDENTIALS):
        key = f"{AWS}:{name}"
        value = config.get(key)
        if value is None or isinstance(value, Secret) or key in secret_keys:
            continue
        yield _credential((key,), f"use a profile or a role, or `pulumi config set --secret {key}`")
    block, name = INNER_CREDENTIAL
    key = f"{AWS}:{block}"
    held = _parsed(config.get(key)) if key not in secret_keys else None
    token = held.get(name) if isinstance(held, Mapping) else None
    if token is not None and not isinstance(token, Secret):
        yield _credential((key, name), f"write `{name}File`, with the path of a file that holds it")


def _credential(at: Location, instead: str) -> Fault:
    return Fault(
        at=at,
        code="credential-in-clear",
        problem="is a credential in clear",
        impact="whoever reads the stack file, or its history, can act as its owner",
        fix=f"remove it and revoke it; {instead}",
    )


class Concealment:
    """Which values are never shown: secrets, and what may be a mistyped one."""

    def __init__(
        self, config: Mapping[str, Any], secret_keys: Collection[str], model: type[BaseModel]
    ) -> None:
        self._model = model
        self._whole = frozenset(
            key
            for key in secret_keys
            if not _nested(model, key) or not _filled(model, _name(key), config.get(key))
        )

    def hides(self, at: Location) -> bool:
        """Whether the value at a full key, or below it, is hidden."""
        key, *rest = at
        if key in self._whole:
            return True
        namespace, _, name = str(key).partition(":")
        if namespace != NAMESPACE or not _known(self._model, name):
            return False
        return _conceals(self._model, (name, *rest))


class Redaction:
    """Replaces every secret text in what is said."""

    def __init__(
        self, config: Mapping[str, Any], secret_keys: Collection[str], model: type[BaseModel]
    ) -> None:
        texts: set[str] = set()
        for key, value in config.items():
            namespace, _, name = key.partition(":")
            if namespace == NAMESPACE and _nested(model, key) and _filled(model, name, value):
                texts.update(_secret_texts(model, (name,), _parsed(value)))
            elif key in secret_keys or (namespace == AWS and name in CREDENTIALS):
                texts.update(_texts(value))
            elif key == f"{AWS}:{INNER_CREDENTIAL[0]}" and isinstance(_parsed(value), Mapping):
                texts.update(_texts(_parsed(value).get(INNER_CREDENTIAL[1])))
            elif namespace == NAMESPACE and _known(model, name):
                texts.update(_secret_texts(model, (name,), _parsed(value)))
        self._texts = sorted((t for t in texts if len(t) >= _SHORTEST), key=len, reverse=True)

    def clean(self, finding: Finding) -> Finding:
        """The finding without a secret text, and without a character that a terminal acts on."""
        where = replace(finding.where, path=self._clean(finding.where.path))
        return replace(
            finding,
            where=where,
            problem=self._clean(finding.problem),
            found=self._clean(finding.found),
            impact=self._clean(finding.impact),
            fix=self._clean(finding.fix),
        )

    def _clean(self, text: str) -> str:
        for secret in self._texts:
            text = text.replace(secret, SHOWN)
        return visible(text)


def _no_secret(at: Location) -> Fault:
    return Fault(
        at=at,
        code="secret-in-clear",
        problem="holds a secret, and is no setting for one",
        impact="its value stands in clear in the state, and in AWS where it is used",
        fix="write it plainly, if it is no secret; Pulumi takes every mapping of the one key "
        "`secure` for one",
    )


def _known(model: type[BaseModel], name: str) -> bool:
    return any(name == (field.alias or own) for own, field in model.model_fields.items())


def _takes_secrets(annotation: Any) -> bool:
    if annotation is SecretStr:
        return True
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return any(_takes_secrets(field.annotation) for field in annotation.model_fields.values())
    if get_origin(annotation) is Annotated:
        return _takes_secrets(get_args(annotation)[0])
    return any(_takes_secrets(argument) for argument in get_args(annotation))


def _is_secret(annotation: Any) -> bool:
    """Whether a secret itself, or a list of them, may stand there."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return False
    if get_origin(annotation) is tuple:
        return any(_is_secret(argument) for argument in get_args(annotation))
    return get_origin(annotation) is not dict and _takes_secrets(annotation)


def _name(key: str) -> str:
    return key.partition(":")[2]


def _nested(model: type[BaseModel], key: str) -> bool:
    """Whether a setting holds secrets among values that are none."""
    name = _name(key)
    annotation = Place(model, (name,)).annotation if _known(model, name) else Any
    return _takes_secrets(annotation) and not _is_secret(annotation)


def _filled(model: type[BaseModel], name: str, value: Any) -> bool:
    """Whether there is a secret in a setting that takes some: the engine tells whole keys only."""
    if not _takes_secrets(Place(model, (name,)).annotation):
        return False
    if not _nested(model, f"{NAMESPACE}:{name}"):
        return True
    return any(
        _is_secret(Place(model, (name, *rest)).annotation) for rest in _leaves((), _parsed(value))
    )


def _parsed(value: Any) -> Any:
    """The value as JSON, where it is the text of a JSON document."""
    if not isinstance(value, str) or isinstance(value, Secret):
        return value
    try:
        return decoded(value)
    except UnfitJsonError:
        return value


def _leaves(at: Location, value: Any) -> Iterator[Location]:
    if isinstance(value, Mapping):
        for key, item in value.items():
            yield from _leaves((*at, str(key)), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _leaves((*at, index), item)
    else:
        yield at


def _conceals(model: type[BaseModel], path: Location) -> bool:
    """Whether a secret may stand at a place of the settings, or around it unknown to them."""
    annotation = Place(model, path).annotation
    if annotation is Any:
        return len(path) > 1 and _conceals(model, path[:-1])
    return _takes_secrets(annotation)


def _secret_texts(model: type[BaseModel], path: Location, value: Any) -> Iterator[str]:
    """The texts at places of secrets, and at places that the settings don't know."""
    annotation = Place(model, path).annotation
    if not _takes_secrets(annotation) and annotation is not Any:
        return
    if isinstance(value, Mapping) and isinstance(annotation, type):
        for key, item in value.items():
            yield from _secret_texts(model, (*path, str(key)), item)
    elif isinstance(value, list) and get_origin(annotation) is tuple:
        for index, item in enumerate(value):
            yield from _secret_texts(model, (*path, index), item)
    else:
        yield from _texts(value)


def _places(at: Location, value: Any) -> Iterator[Location]:
    """Where a file has secrets."""
    if isinstance(value, Secret):
        yield at
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _places((*at, key), item)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _places((*at, index), item)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, Secret):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield str(key)
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
