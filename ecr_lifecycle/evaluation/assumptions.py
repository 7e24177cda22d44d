"""What AWS's documentation leaves open, one named switch each.

The defaults are the letter of AWS's "Lifecycle policy evaluation rules". Where the letter is
silent, they are what AWS's printed examples come out with.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumptions:
    """How the open points of ECR's evaluation are read."""

    children_count: bool = True
    """Images that a manifest list references take places in the count of the rules that select
    them, although they are not acted on. The letter: a rule's count is over the images it sees."""

    lists_hold_their_children: bool = True
    """An image that a manifest list references stays while the list does. AWS's evaluation rules
    say so, and a real preview left them out (DefangLabs/pulumi-defang#466). Reports of failed
    deletions (`ImageReferencedByManifestList`) show that a rule does select them."""

    children_go_with_their_list: bool = False
    """An image goes in the same run as the last manifest list that references it. The letter: not
    "without the manifest list being deleted or archived first", so it goes in the next run."""

    archived_lists_release_children: bool = True
    """A manifest list in the archive no longer holds the images that it references. The letter:
    "deleted or archived first"."""

    untagged_referrers_are_selected: bool = True
    """An artifact with a `subject` and without tags is selected by `untagged` and `any`. The
    letter: untagged is what has no tags. If not, it only follows its subject."""

    subjects_hold_their_artifacts: bool = True
    """An artifact without tags stays while its subject does, though an `untagged` rule selects it.
    AWS ties its end to its subject's ("within 24 hours of the deletion or archival of the subject
    image") and says nowhere that it may go before. If not, `untagged` after a day deletes the
    signatures of images that stay."""

    referrers_go_with_their_subject: bool = True
    """An artifact is reported with its subject's rule in the same run; AWS: "within 24 hours"."""

    restoring_resets_age: bool = False
    """The last activation of a restored image replaces its push time in `sinceImagePushed` as it
    does in the order of a count. The letter says it of the order alone."""

    age_boundary: Literal["exclusive", "inclusive"] = "exclusive"
    """Whether an image of exactly N days is acted on; AWS: "older than"."""

    newest_of_equals: Literal["last-listed", "first-listed"] = "last-listed"
    """Which of two images pushed at the same time is the newer one. In AWS's Example B of all
    images it is the one that is listed last."""
