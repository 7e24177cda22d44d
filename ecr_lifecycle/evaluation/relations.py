"""Images that belong together: manifest lists and what they reference, subjects and artifacts.

AWS: an image that a manifest list references "cannot be expired or archived without the manifest
list being deleted or archived first"; artifacts go "within 24 hours of the deletion or archival
of the subject image". AWS, signing considerations of 2026: an artifact "must also remain in its
current storage class for at least 24 hours before Amazon ECR lifecycle policies can clean it up".
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.evaluation.times import in_its_class_since
from ecr_lifecycle.image import Image
from ecr_lifecycle.limits import ARTIFACT_HOURS
from ecr_lifecycle.model import Rule


class Relations:
    """Who holds whom, and who follows whom, among the images of one repository."""

    def __init__(self, images: Sequence[Image], now: datetime, assumptions: Assumptions) -> None:
        self._assumptions = assumptions
        self._settled_before = now - timedelta(hours=ARTIFACT_HOURS)
        self._lists: dict[str, list[Image]] = defaultdict(list)
        self._referrers: dict[str, list[Image]] = defaultdict(list)
        for image in images:
            if image.references:
                for child in image.references:
                    if child != image.name:
                        self._lists[child].append(image)
            if image.subject is not None and image.subject != image.name:
                self._referrers[image.subject].append(image)
        self._fresh = {
            image.name
            for each in self._referrers.values()
            for image in each
            if self._is_fresh(image)
        }
        self._subjects = self._present_subjects(images) if self._referrers else {}

    def lists_of(self, name: str) -> list[Image]:
        """The manifest lists of the repository that reference the image `name`."""
        return self._lists.get(name, [])

    def is_fresh_artifact(self, name: str) -> bool:
        """Whether `name` is an artifact that is not in its class for long enough to go."""
        return name in self._fresh

    def holding(self, name: str) -> list[Image]:
        """The images that must go before `name` can: its manifest lists, or its subject."""
        subject = self._subjects.get(name)
        return self._holding_lists(name) + ([subject] if subject is not None else [])

    def settle(self, marked: dict[str, Rule]) -> dict[str, Rule]:
        """The images that go, of those marked, with the artifacts that go with them."""
        going = marked
        if self._fresh:
            going = {name: rule for name, rule in marked.items() if name not in self._fresh}
        if self._lists or self._subjects:
            going = self._release(going)
        if self._referrers and self._assumptions.referrers_go_with_their_subject:
            going = self._follow(going)
        return going

    def _holding_lists(self, name: str) -> list[Image]:
        if not self._assumptions.lists_hold_their_children:
            return []
        lists = self.lists_of(name)
        if self._assumptions.archived_lists_release_children:
            return [each for each in lists if each.storage_class == "standard"]
        return lists

    def _is_fresh(self, artifact: Image) -> bool:
        return in_its_class_since(artifact) > self._settled_before

    def _present_subjects(self, images: Sequence[Image]) -> dict[str, Image]:
        """The subject of each untagged artifact, where it is there, in the same class."""
        if not self._assumptions.subjects_hold_their_artifacts:
            return {}
        return {
            artifact.name: image
            for image in images
            for artifact in self._referrers.get(image.name, ())
            if not artifact.tags and artifact.storage_class == image.storage_class
        }

    def _release(self, marked: dict[str, Rule]) -> dict[str, Rule]:
        """Drop what something holds, and, with it, what that holds in turn."""
        if not self._assumptions.children_go_with_their_list:
            return {name: rule for name, rule in marked.items() if not self.holding(name)}
        going = dict(marked)
        staying = [name for name in marked if any(e.name not in going for e in self.holding(name))]
        children: dict[str, list[str]] = defaultdict(list)
        for name in marked:
            for each in self.holding(name):
                children[each.name].append(name)
        while staying:
            name = staying.pop()
            if going.pop(name, None) is not None:
                staying += children.get(name, [])
        return going

    def _follow(self, going: dict[str, Rule]) -> dict[str, Rule]:
        """Add the artifacts of what goes, and the artifacts of those."""
        all_going = dict(going)
        waiting = list(going)
        while waiting:
            name = waiting.pop()
            rule = all_going[name]
            for artifact in self._referrers.get(name, []):
                if artifact.name in all_going or artifact.name in self._fresh:
                    continue
                if self._holding_lists(artifact.name):
                    continue
                if rule.action.type == "transition" and artifact.storage_class == "archive":
                    continue
                all_going[artifact.name] = rule
                waiting.append(artifact.name)
        return all_going
