"""Where an installation has what the Pulumi engine starts: the same question in a checkout."""

from pathlib import Path

_HERE = Path(__file__).resolve().parent


def policy_pack() -> Path:
    """The folder of the policy pack: inside an installed package, or beside it in a checkout."""
    return _folder("policy_pack", marker="PulumiPolicy.yaml")


def plugin() -> Path:
    """The folder of the plug-in that other languages use the components through."""
    return _folder("plugin", marker="PulumiPlugin.yaml")


def _folder(name: str, *, marker: str) -> Path:
    """The folder that has the file which Pulumi looks for.

    Raises:
        FileNotFoundError: this installation is neither a wheel of the project nor a checkout.
    """
    places = (_HERE / name, _HERE.parent / name)
    found = next((place for place in places if (place / marker).is_file()), None)
    if found is None:
        raise FileNotFoundError(f"no {marker} in {' or '.join(str(place) for place in places)}")
    return found
