"""How long images stay: the settings that `ecr_lifecycle` turns into an ECR lifecycle policy."""

from collections.abc import Mapping
from typing import Any

import ecr_lifecycle
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.fault import Fault, Faults
from container_registry.settings.vocabulary import TagPattern


class RetentionClassSettings(SettingsModel):
    """One class of tags, kept by count or by age."""

    patterns: tuple[TagPattern, ...] = setting(
        says="Tag patterns of the class; an image belongs to it when any of them matches.",
        impact="the class would select no image",
        fix='list at least one pattern, such as "v*"',
        min_length=1,
    )
    keep: int | None = setting(
        None,
        says="Keep the newest so many images of each pattern.",
        impact="ECR refuses a count below 1",
        fix="a whole number of 1 or more",
        ge=1,
    )
    days: int | None = setting(
        None,
        says="Keep an image so many days after its push.",
        impact="ECR refuses an age below 1 day",
        fix="a whole number of 1 or more",
        ge=1,
    )

    @classmethod
    def together(cls, given: Mapping[str, Any]) -> Faults:
        """A count or an age."""
        measures = [name for name in ("keep", "days") if given.get(name) is not None]
        if len(measures) != 1:
            both = "both `keep` and `days`" if measures else "neither `keep` nor `days`"
            yield Fault(
                at=(),
                code="retention-class",
                problem=f"has {both}",
                impact="nobody could tell when its images go",
                fix="write `keep: N` for a count or `days: N` for an age",
            )


class TagClassSettings(SettingsModel):
    """One kind of image that is pushed, by its tags."""

    patterns: tuple[TagPattern, ...] = setting(
        says="Patterns of the tags that images of this kind bear.",
        impact="nobody could check that the retention keeps what is wanted",
        fix='list at least one pattern, such as "prod-*"',
        min_length=1,
    )
    release: bool = setting(
        False,
        says="Images of this kind are deployed and rolled back to.",
        impact="a retention that loses the last good release would not be noticed",
        fix="true or false",
    )

    def to_tag_class(self, name: str) -> ecr_lifecycle.TagClass:
        """Say the same in the words of `ecr_lifecycle`."""
        return ecr_lifecycle.TagClass(name=name, patterns=self.patterns, release=self.release)


def scheme_of(classes: Mapping[str, TagClassSettings]) -> ecr_lifecycle.TagScheme | None:
    """The declared tags in the words of `ecr_lifecycle`, or none where none are declared."""
    listed = tuple(each.to_tag_class(name) for name, each in classes.items())
    return ecr_lifecycle.TagScheme(listed) if listed else None


class RetentionSettings(SettingsModel):
    """Which images stay, and for how long."""

    keep: int | None = setting(
        None,
        says="Keep the newest so many pushes of a tag, each with its platforms, attestations and "
        "untagged signatures; for each pattern of the tag scheme, if there is one.",
        impact="ECR refuses a count below 1, and the repository would grow without bound",
        fix="a whole number of 1 or more, such as 10",
        ge=1,
    )
    other_days: int | None = setting(
        None,
        says="In place of `keep`, a tagged image of no class goes so many days after its push; "
        "`keep` is the tag scheme's alone then.",
        impact="ECR refuses an age below 1 day",
        fix="a whole number of 1 or more, or leave it out",
        ge=1,
    )
    keep_entries: int | None = setting(
        None,
        says="Keep the newest so many entries, tagged or not: an index, each of its platforms, "
        "each attestation and each signature is one.",
        impact="ECR refuses a count below 1, and the repository would grow without bound",
        fix="a whole number of 1 or more; several times what `keep` would be",
        ge=1,
    )
    untagged_days: int = setting(
        1,
        says="Days after which an untagged image goes.",
        impact="ECR refuses an age below 1 day",
        fix="a whole number of 1 or more",
        ge=1,
    )
    classes: dict[str, RetentionClassSettings] = setting(
        says="Classes of tags with a count or an age of their own, in order of precedence.",
        impact="the lifecycle policy would not be the one that was meant",
        fix="a name for each class, with `patterns` and `keep` or `days` under it",
        default_factory=dict,
    )
    protect: tuple[TagPattern, ...] = setting(
        (),
        says="Tag patterns of images that never expire.",
        impact="an image that must stay could expire",
        fix='a list of patterns, such as ["release-*"]',
    )
    archive_after_days: int | None = setting(
        None,
        says="Move an image to the archive storage class after so many days without a pull.",
        impact="ECR refuses an age below 1 day",
        fix="a whole number of 1 or more, or leave it out",
        ge=1,
    )

    def kept(self, scheme: ecr_lifecycle.TagScheme | None = None) -> int | None:
        """Pushes that stay at most; None where some stay for a time, or for ever.

        Args:
            scheme: the declared tags, for each of whose patterns `keep` holds.
        """
        counts = [part.keep for part in self.classes.values()]
        if self.protect or self.archive_after_days or None in counts:
            return None
        classes = sum(count for count in counts if count is not None)
        if self.keep is not None:
            patterns = sum(len(kind.patterns) for kind in scheme.classes) if scheme else 0
            return self.keep * (1 + patterns) + classes
        return None if self.keep_entries is None else self.keep_entries + classes

    def to_retention(
        self, scheme: ecr_lifecycle.TagScheme | None = None
    ) -> ecr_lifecycle.Retention:
        """Say the same in the words of `ecr_lifecycle`, with `keep` for each class of `scheme`."""
        return ecr_lifecycle.for_scheme(self._retention(), scheme)

    def _retention(self) -> ecr_lifecycle.Retention:
        return ecr_lifecycle.Retention(
            keep=self.keep,
            other_days=self.other_days,
            keep_any=self.keep_entries,
            untagged_days=self.untagged_days,
            classes=tuple(
                ecr_lifecycle.RetentionClass(
                    name=name, patterns=part.patterns, keep=part.keep, days=part.days
                )
                for name, part in self.classes.items()
            ),
            protect=self.protect,
            archive_after_days=self.archive_after_days,
        )
