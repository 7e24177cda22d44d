"""The fast evaluation and the obvious one agree on whatever is generated."""

import json
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from ecr_lifecycle import Assumptions, evaluate, parse, validate
from tests.ecr_lifecycle import oracle
from tests.ecr_lifecycle.worlds import NOW, assumptions, policies, repositories

fewer = settings(max_examples=max(30, settings.default.max_examples // 10))
"""The thorough profile's 20,000 cases are for the agreement with the oracle."""


def results(policy, images, now=NOW, assumed=None):
    result = evaluate(parse(policy), images, now, assumed or Assumptions())
    return dict(result.expire), dict(result.transition)


@given(policies(), repositories(), assumptions)
def test_the_fast_evaluation_agrees_with_the_obvious_one(policy, images, assumed):
    assert validate(policy) == [], "the generated policy is one that ECR takes"
    assert results(policy, images, NOW, assumed) == oracle.evaluate(policy, images, NOW, assumed)


@fewer
@given(policies(), repositories(), assumptions)
def test_every_image_has_a_verdict_that_agrees_with_the_result(policy, images, assumed):
    result = evaluate(parse(policy), images, NOW, assumed)
    assert set(result.verdicts) == {image.name for image in images}
    for name, verdict in result.verdicts.items():
        expected = "expire" if name in result.expire else "stay"
        assert verdict.outcome == ("transition" if name in result.transition else expected)
        if verdict.outcome != "stay":
            assert verdict.rule == result.acted[name].priority


@fewer
@given(policies(), repositories(), st.randoms(use_true_random=False))
def test_the_order_of_the_rules_in_the_file_changes_nothing(policy, images, random):
    shuffled = {"rules": random.sample(policy["rules"], len(policy["rules"]))}
    assert results(shuffled, images) == results(policy, images)
    assert parse(shuffled).to_json() == parse(policy).to_json()


@fewer
@given(policies(), repositories())
def test_other_digests_give_the_same_result_under_other_names(policy, images):
    names = {image.name: f"sha256:{index:064x}" for index, image in enumerate(reversed(images))}
    renamed = [
        replace(
            image,
            name=names[image.name],
            references=tuple(names[name] for name in image.references),
            subject=None if image.subject is None else names[image.subject],
        )
        for image in images
    ]
    expected = tuple(
        {names[name]: rule for name, rule in acted.items()} for acted in results(policy, images)
    )
    assert results(policy, renamed) == expected


@fewer
@given(policies(), repositories(), st.timedeltas(timedelta(days=-3000), timedelta(days=3000)))
def test_shifting_all_times_together_changes_nothing(policy, images, shift):
    def moved(time):
        return None if time is None else time + shift

    shifted = [
        replace(
            image,
            pushed_at=image.pushed_at + shift,
            last_pulled_at=moved(image.last_pulled_at),
            archived_at=moved(image.archived_at),
            activated_at=moved(image.activated_at),
        )
        for image in images
    ]
    assert results(policy, shifted, NOW + shift) == results(policy, images)


@fewer
@given(policies(), repositories())
def test_a_policy_written_and_read_again_does_the_same(policy, images):
    text = parse(policy).to_json()
    assert parse(text) == parse(policy)
    assert parse(text).to_json() == text
    assert results(json.loads(text), images) == results(policy, images)


@fewer
@given(policies(), repositories())
def test_a_rule_below_all_others_changes_nothing_for_images_that_have_a_rule(policy, images):
    """Shielding: whatever a lower rule is, it can only touch what no rule above selects."""
    plain = [replace(image, references=(), subject=None) for image in images]
    highest = max(rule["rulePriority"] for rule in policy["rules"])
    if any(
        rule["selection"]["tagStatus"] == "any" and "storageClass" not in rule["selection"]
        for rule in policy["rules"]
    ):
        return
    lower = {
        "rulePriority": highest + 1,
        "selection": {
            "tagStatus": "any",
            "countType": "imageCountMoreThan",
            "countNumber": 1,
        },
        "action": {"type": "expire"},
    }
    before, after = results(policy, plain), results({"rules": [*policy["rules"], lower]}, plain)
    assert {name: rule for name, rule in after[0].items() if rule <= highest} == before[0]
    assert after[1] == before[1]
