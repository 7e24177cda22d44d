"""Images that belong together: manifest lists and what they reference, subjects and artifacts.

AWS: an image that a manifest list references "cannot be expired or archived without the manifest
list being deleted or archived first"; artifacts go "within 24 hours of the deletion or archival
of the subject image".
"""

from collections import defaultdict
from collections.abc import Iterable

from ecr_lifecycle.evaluation.assumptions import Assumptions
from ecr_lifecycle.image import Image
from ecr_lifecycle.model import Rule


class Relations:
    """Who holds whom, and who follows whom, among the images of one repository."""

    def __init__(self, images: Iterable[Image], assumptions: Assumptions) -> None:
        self._assumptions = assumptions
        self._lists: dict[str, list[Image]] = defaultdict(list)
        self._referrers: dict[str, list[Image]] = defaultdict(list)
        for image in images:
            if image.references:
                for child in image.references:
                    if child != image.name:
                        self._lists[child].append(image)
            if image.subject is not None and image.subject != image.name:
                self._referrers[image.subject].append(image)

    def lists_of(self, name: str) -> list[Image]:
        """The manifest lists of the repository that reference the image `name`."""
        return self._lists.get(name, [])

    def holding(self, name: str) -> list[Image]:
        """Those of them that are not gone before this run."""
        lists = self.lists_of(name)
        if self._assumptions.archived_lists_release_children:
            return [each for each in lists if each.storage_class == "standard"]
        return lists

    def settle(self, marked: dict[str, Rule]) -> dict[str, Rule]:
        """The images that go, of those marked, with the artifacts that go with them."""
        going = self._release(marked) if self._lists else marked
        if self._referrers and self._assumptions.referrers_go_with_their_subject:
            going = self._follow(going)
        return going

    def _release(self, marked: dict[str, Rule]) -> dict[str, Rule]:
        """Drop what a manifest list holds, and, with it, what a held manifest list holds."""
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
                if artifact.name in all_going or self.holding(artifact.name):
                    continue
                if rule.action.type == "transition" and artifact.storage_class == "archive":
                    continue
                all_going[artifact.name] = rule
                waiting.append(artifact.name)
        return all_going
