"""ECR's evaluation once more, slow and obvious, from AWS's sentences alone.

It reads a policy's JSON and compares everything with everything. It shares no code with
`lifecycle`, which it is there to be compared with; only images are the same values.
"""

from datetime import timedelta


def matches(pattern, tag):
    """`*` is any characters, all else itself; the whole tag has to match."""
    if pattern == "":
        return tag == ""
    if pattern[0] == "*":
        return any(matches(pattern[1:], tag[cut:]) for cut in range(len(tag) + 1))
    return tag[:1] == pattern[0] and matches(pattern[1:], tag[1:])


def meets(selection, image):
    """The tagging requirements: every list entry matches some tag of the image."""
    if selection["tagStatus"] == "any":
        return True
    if selection["tagStatus"] == "untagged":
        return len(image.tags) == 0
    patterns = selection.get("tagPatternList", [])
    prefixes = selection.get("tagPrefixList", [])
    return all(any(matches(p, tag) for tag in image.tags) for p in patterns) and all(
        any(tag[: len(p)] == p for tag in image.tags) for p in prefixes
    )


def sees(rule, image, assumptions):
    untagged_referrer = image.subject is not None and not image.tags
    if untagged_referrer and not assumptions.untagged_referrers_are_selected:
        return False
    wanted = rule["selection"].get("storageClass", "standard")
    return image.storage_class == wanted and meets(rule["selection"], image)


def is_newer(other, image, images, assumptions):
    """Whether `other` counts as newer than `image`."""
    theirs = other.activated_at or other.pushed_at
    ours = image.activated_at or image.pushed_at
    if theirs != ours:
        return theirs > ours
    later = images.index(other) > images.index(image)
    return later if assumptions.newest_of_equals == "last-listed" else not later


def is_child(image, images):
    return any(image.name in other.references for other in images if other is not image)


def age_of(rule, image, now, assumptions):
    count_type = rule["selection"]["countType"]
    if count_type == "sinceImageTransitioned":
        return None if image.archived_at is None else now - image.archived_at
    if count_type == "sinceImagePushed":
        if assumptions.restoring_resets_age and image.activated_at is not None:
            return now - image.activated_at
        return now - image.pushed_at
    if image.activated_at is not None:
        pulled_since = (
            image.last_pulled_at is not None and image.last_pulled_at >= image.activated_at
        )
        return now - (image.last_pulled_at if pulled_since else image.activated_at)
    return now - (image.pushed_at if image.last_pulled_at is None else image.last_pulled_at)


def wants(rule, image, images, now, assumptions):
    """Whether the rule marks the image, looked at alone, as all rules are at the same time."""
    if not sees(rule, image, assumptions):
        return False
    number = rule["selection"]["countNumber"]
    if rule["selection"]["countType"] == "imageCountMoreThan":
        places = [
            other
            for other in images
            if sees(rule, other, assumptions)
            and (other is image or is_newer(other, image, images, assumptions))
            and (assumptions.children_count or not is_child(other, images))
        ]
        own = 0 if image in places else 1
        return len(places) + own > number
    age = age_of(rule, image, now, assumptions)
    if age is None:
        return False
    limit = timedelta(days=number)
    return age >= limit if assumptions.age_boundary == "inclusive" else age > limit


def evaluate(policy, images, now, assumptions):
    """`{name: priority}` of what is expired, and of what is archived."""
    images = list(images)
    rules = sorted(policy["rules"], key=lambda rule: rule["rulePriority"])
    acting = {}
    for image in images:
        for rule in rules:
            if sees(rule, image, assumptions):
                if wants(rule, image, images, now, assumptions) and not is_fresh(image, now):
                    acting[image.name] = rule
                break
    acting = let_lists_hold(acting, images, assumptions)
    if assumptions.referrers_go_with_their_subject:
        acting = let_referrers_follow(acting, images, now, assumptions)
    return tuple(
        {
            name: rule["rulePriority"]
            for name, rule in acting.items()
            if rule["action"]["type"] == kind
        }
        for kind in ("expire", "transition")
    )


def is_fresh(image, now):
    """An artifact that is in its class for less than a day."""
    if image.subject is None or image.subject == image.name:
        return False
    if image.storage_class == "archive":
        since = image.archived_at or image.pushed_at
    else:
        since = image.activated_at or image.pushed_at
    return now - since < timedelta(hours=24)


def holders(image, images, assumptions):
    """What must be gone first: manifest lists, and the subject of an untagged artifact."""
    subjects = [
        other
        for other in images
        if assumptions.subjects_hold_their_artifacts
        and not image.tags
        and other is not image
        and other.name == image.subject
        and other.storage_class == image.storage_class
    ]
    return lists(image, images, assumptions) + subjects


def lists(image, images, assumptions):
    """The manifest lists that were there before the run and reference the image."""
    if not assumptions.lists_hold_their_children:
        return []
    return [
        other
        for other in images
        if other is not image
        and image.name in other.references
        and not (assumptions.archived_lists_release_children and other.storage_class == "archive")
    ]


def let_lists_hold(acting, images, assumptions):
    by_name = {image.name: image for image in images}
    while True:
        held = [
            name
            for name in acting
            for other in holders(by_name[name], images, assumptions)
            if not assumptions.children_go_with_their_list or other.name not in acting
        ]
        if not held:
            return acting
        if not assumptions.children_go_with_their_list:
            return {name: rule for name, rule in acting.items() if name not in held}
        acting = {name: rule for name, rule in acting.items() if name not in held}


def let_referrers_follow(acting, images, now, assumptions):
    acting = dict(acting)
    for _ in images:
        for image in images:
            rule = acting.get(image.subject)
            if rule is None or image.name in acting or image.subject == image.name:
                continue
            if lists(image, images, assumptions) or is_fresh(image, now):
                continue
            if rule["action"]["type"] == "transition" and image.storage_class == "archive":
                continue
            acting[image.name] = rule
    return acting
