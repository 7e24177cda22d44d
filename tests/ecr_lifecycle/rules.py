"""Short ways to write a policy's JSON."""

ARCHIVE = {"type": "transition", "targetStorageClass": "archive"}
EXPIRE = {"type": "expire"}


def rule(priority, selection, action=EXPIRE, **more):
    return {"rulePriority": priority, "selection": dict(selection), "action": dict(action)} | more


def count(tag_status, number, **lists):
    return {"tagStatus": tag_status, **lists} | {
        "countType": "imageCountMoreThan",
        "countNumber": number,
    }


def age(tag_status, number, count_type="sinceImagePushed", **more):
    return {"tagStatus": tag_status, **more} | {
        "countType": count_type,
        "countUnit": "days",
        "countNumber": number,
    }


def archived(number, tag_status="any", **lists):
    return age(tag_status, number, "sinceImageTransitioned", storageClass="archive", **lists)


def policy(*rules):
    return {"rules": list(rules)}


UNTAGGED = rule(1, age("untagged", 1))
CAP = rule(9, count("any", 20))
GOOD = policy(UNTAGGED, rule(2, count("tagged", 10, tagPatternList=["v*"])), CAP)


def said(finding):
    """All that a finding says, on one line."""
    return f"{finding.problem} {finding.found} {finding.impact} {finding.fix}"
