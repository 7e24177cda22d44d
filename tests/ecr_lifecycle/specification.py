"""What ECR takes, stated a second time: one yes or no, from the table of constraints alone.

It shares no code with `lifecycle`; the fuzzer and the tests hold the validation against it.
"""

import json

DAYS = ("sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned")


def accepts_text(text):
    """Whether ECR takes this text as a lifecycle policy."""
    if not 100 <= len(text) <= 30720:
        return False
    try:
        document = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
    except (ValueError, RecursionError):
        return False
    return accepts(document)


def accepts(document):
    """Whether ECR takes this document, its length aside."""
    return (
        has(document, {"rules"})
        and type(document["rules"]) is list
        and 1 <= len(document["rules"]) <= 50
        and all(map(right, document["rules"]))
        and fit_together(document["rules"])
    )


def unique(pairs):
    if len({key for key, _ in pairs}) < len(pairs):
        raise ValueError("a key is written twice")
    return dict(pairs)


def refuse(constant):
    raise ValueError(constant)


def has(value, required, optional=frozenset()):
    return type(value) is dict and required <= set(value) <= required | optional


def positive(value):
    return type(value) is int and 1 <= value < 2**31


def string(value):
    return type(value) is str and not any(0xD800 <= ord(character) < 0xE000 for character in value)


def right(rule):
    if not has(rule, {"rulePriority", "selection", "action"}, {"description"}):
        return False
    return (
        positive(rule["rulePriority"])
        and string(rule.get("description", ""))
        and rule["action"]
        in ({"type": "expire"}, {"type": "transition", "targetStorageClass": "archive"})
        and right_selection(rule["selection"], rule["action"]["type"])
    )


def right_selection(selection, action):
    lists = {"tagPatternList", "tagPrefixList"}
    if not has(
        selection, {"tagStatus", "countType", "countNumber"}, lists | {"storageClass", "countUnit"}
    ):
        return False
    given = lists & set(selection)
    if selection["tagStatus"] not in ("tagged", "untagged", "any"):
        return False
    if len(given) != (1 if selection["tagStatus"] == "tagged" else 0):
        return False
    if not all(right_list(key, selection[key]) for key in given):
        return False
    return positive(selection["countNumber"]) and right_count(selection, action)


def right_list(key, entries):
    return (
        type(entries) is list
        and len(entries) > 0
        and all(string(entry) and entry for entry in entries)
        and not (key == "tagPatternList" and any(entry.count("*") > 4 for entry in entries))
    )


def right_count(selection, action):
    count_type = selection["countType"]
    storage_class = selection.get("storageClass", "standard")
    if count_type == "imageCountMoreThan":
        return "countUnit" not in selection and storage_class == "standard"
    if count_type not in DAYS or selection.get("countUnit") != "days":
        return False
    if count_type == "sinceImageTransitioned":
        archived = storage_class == "archive" and selection["countNumber"] >= 90
        return archived and action == "expire"
    if count_type == "sinceImagePulled" and action == "expire":
        return False
    return storage_class == "standard"


def fit_together(rules):
    priorities = [rule["rulePriority"] for rule in rules]
    if len(set(priorities)) < len(priorities):
        return False
    for storage_class in ("standard", "archive"):
        ordered = [
            rule["selection"]
            for rule in sorted(rules, key=lambda rule: rule["rulePriority"])
            if rule["selection"].get("storageClass", "standard") == storage_class
        ]
        statuses = [selection["tagStatus"] for selection in ordered]
        if statuses.count("untagged") > 1 or "any" in statuses[:-1]:
            return False
        for key in ("tagPatternList", "tagPrefixList"):
            lists = [frozenset(selection[key]) for selection in ordered if key in selection]
            if len(set(lists)) < len(lists):
                return False
    return True
