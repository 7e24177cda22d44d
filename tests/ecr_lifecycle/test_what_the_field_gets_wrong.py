"""What was found false, missed or wrongly worded on public policies, each on inputs of its own."""

import json

import pytest
from click.testing import CliRunner

from ecr_lifecycle import (
    Assumptions,
    TagClass,
    TagScheme,
    analyze,
    evaluate,
    explain,
    parse,
    read_images,
    rule_of,
)
from ecr_lifecycle.cli import main
from tests.ecr_lifecycle.rules import ARCHIVE, UNTAGGED, age, archived, count, policy, rule, said
from tests.ecr_lifecycle.worlds import NOW


def patterns(*listed):
    return {"tagPatternList": list(listed)}


def prefixes(*listed):
    return {"tagPrefixList": list(listed)}


def codes(document, scheme=None, least="wasteful"):
    order = ["invalid", "dangerous", "ineffective", "wasteful", "style"]
    found = analyze(document, scheme)
    return [each.code for each in found if order.index(each.severity) <= order.index(least)]


SWEEP = rule(9, age("tagged", 60, **patterns("*")))


@pytest.mark.parametrize("lists", [patterns("stable"), prefixes("stable"), prefixes("lates")])
def test_a_tag_that_moves_is_on_one_image_and_a_count_of_one_loses_nothing(lists):
    document = policy(UNTAGGED, rule(2, count("tagged", 1, **lists)), SWEEP)
    assert "keeps-too-few" not in codes(document)


def test_a_prefix_that_versions_have_still_keeps_too_few():
    document = policy(UNTAGGED, rule(2, count("tagged", 1, **prefixes("release-"))), SWEEP)
    assert "keeps-too-few" in codes(document)


def test_a_declared_tag_without_a_wildcard_moves():
    scheme = TagScheme((TagClass("running", ("live", "live-*"), release=True),))
    one = policy(UNTAGGED, rule(2, count("tagged", 1, **prefixes("live"))))
    assert "keeps-too-few" in codes(one, scheme), "live-7 does not move"
    moving = TagScheme((TagClass("running", ("live",), release=True),))
    assert codes(one, moving) == []


def test_a_sentence_says_which_images_a_higher_rule_has():
    document = policy(
        rule(1, count("tagged", 30, **prefixes("rc-"))),
        rule(4, age("untagged", 2)),
        rule(7, age("tagged", 14, **patterns("*-arm64"))),
        rule(8, count("any", 400)),
    )
    first, untagged, third, last = explain(parse(document))
    assert "unless" not in first
    assert "unless" not in untagged, "no other rule can have an untagged image"
    assert third.endswith("14 days after its push, unless it belongs to rule 1 (rc-...).")
    assert "those of the rules above counted" in last
    assert last.endswith(
        "unless it belongs to rule 1 (rc-...), rule 4 (untagged) or rule 7 (*-arm64)."
    )


def test_rules_of_the_archive_and_of_the_standard_class_take_nothing_from_each_other():
    document = policy(rule(1, age("any", 30), ARCHIVE), rule(2, archived(120)))
    assert all("unless" not in sentence for sentence in explain(parse(document)))


@pytest.mark.parametrize(
    "sweep", [age("any", 45), age("tagged", 45, **patterns("*")), count("any", 4)]
)
def test_releases_counted_above_and_all_else_swept_is_right(sweep):
    document = policy(
        UNTAGGED, rule(2, count("tagged", 12, **prefixes("release-"))), rule(3, sweep)
    )
    assert codes(document) == []


def test_a_sweep_below_a_rule_for_something_else_takes_the_releases():
    document = policy(
        UNTAGGED, rule(2, count("tagged", 12, **patterns("nightly-*"))), rule(3, age("any", 45))
    )
    assert "deletes-releases-by-age" in codes(document)


def test_a_scheme_decides_whose_the_sweep_is():
    document = policy(
        UNTAGGED, rule(2, count("tagged", 12, **prefixes("release-"))), rule(3, age("any", 45))
    )
    covered = TagScheme((TagClass("r", ("release-*",), release=True), TagClass("b", ("b-*",))))
    assert codes(document, covered) == []
    other = TagScheme((TagClass("r", ("release-*", "hotfix-*"), release=True),))
    [finding] = [each for each in analyze(document, other) if each.severity == "dangerous"]
    assert finding.details["scheme"] == "declared"
    assert "hotfix-1" in said(finding)


def test_a_finding_says_which_tags_it_took_for_granted():
    document = policy(UNTAGGED, rule(2, age("tagged", 45, **patterns("prod-*"))), SWEEP)
    assert {each.details.get("scheme") for each in analyze(document) if rule_of(each) == 2} == {
        "usual"
    }


SIGNED = TagScheme((TagClass("release", ("v*",), release=True),), signatures="referrers")


def test_what_is_assumed_of_untagged_signatures_is_said_where_they_are():
    document = policy(rule(3, age("untagged", 5)), rule(4, count("tagged", 9, **patterns("v*"))))
    [finding] = [each for each in analyze(document, SIGNED) if each.code == "untagged-signatures"]
    assert rule_of(finding) == 3
    assert "subjects_hold_their_artifacts" in finding.impact
    assert finding.details["example"]["outcome"] == "stay"
    assert "untagged-signatures" not in codes(document, least="style")


def test_both_readings_of_an_untagged_signature_can_be_evaluated():
    document = parse(policy(rule(3, age("untagged", 5))))
    images = read_images(
        [
            {"name": "index", "tags": ["2026.11"], "pushed_days_ago": 30},
            {"name": "sbom", "pushed_days_ago": 29, "subject": "index"},
            {"name": "signature of the sbom", "pushed_days_ago": 28, "subject": "sbom"},
        ],
        NOW,
    )
    assert dict(evaluate(document, images, NOW).expire) == {}
    letter = Assumptions(subjects_hold_their_artifacts=False)
    assert set(evaluate(document, images, NOW, letter).expire) == {"sbom", "signature of the sbom"}


@pytest.mark.parametrize(
    ("below", "severity", "words"),
    [
        ((), "ineffective", "no rule has it, so it is kept for good"),
        ((rule(5, age("any", 400)),), "dangerous", "falls to rule 5, which deletes it"),
        (
            (rule(5, age("any", 40, "sinceImagePulled"), ARCHIVE),),
            "ineffective",
            "falls to rule 5, which archives it",
        ),
        (
            (rule(5, count("tagged", 100_000, **patterns("*"))), rule(6, age("any", 40))),
            "ineffective",
            "falls to rule 5, which keeps it",
        ),
        (
            (rule(5, count("tagged", 3, **patterns("wip*"))),),
            "dangerous",
            "falls to rule 5, which deletes it",
        ),
    ],
)
def test_what_becomes_of_a_tag_that_an_and_list_meant_is_what_happens(below, severity, words):
    both = []
    for order in (("wip", "qa-"), ("qa-", "wip")):
        document = policy(rule(2, count("tagged", 7, **prefixes(*order))), *below)
        [finding] = [each for each in analyze(document) if each.code == "and-of-tags"]
        both.append(finding)
        assert finding.severity == severity
        assert words in finding.impact
    assert both[0] == both[1], "a list is a set"


@pytest.mark.parametrize(
    ("number", "severity", "stay"),
    [(4, "dangerous", 1), (15, "ineffective", 3), (300, "style", 60)],
)
def test_a_count_of_any_counts_parts_of_pushes(number, severity, stay):
    [finding] = [
        each
        for each in analyze(policy(UNTAGGED, rule(2, count("any", number))))
        if each.code == "counts-parts"
    ]
    assert finding.severity == severity
    assert f"{stay} stay" in finding.impact


def test_a_count_of_every_tag_counts_cosigns_tags():
    document = policy(UNTAGGED, rule(2, count("tagged", 12, **patterns("*"))))
    by_signatures = {
        signatures: {
            finding.severity.value
            for finding in analyze(
                document,
                TagScheme((TagClass("release", ("v*",), release=True),), signatures=signatures),
            )
            if finding.code == "counts-signatures"
        }
        for signatures in ("unsaid", "none", "tags", "referrers")
    }
    assert by_signatures == {
        "unsaid": {"style"},
        "none": set(),
        "tags": {"dangerous"},
        "referrers": set(),
    }


def test_the_example_of_cosigns_tags_loses_a_release():
    [finding] = analyze(policy(UNTAGGED, rule(2, count("tagged", 6, **patterns("*")))))
    example = finding.details["example"]
    assert example["outcome"] == "expire"
    releases = [image for image in example["images"] if not image["tags"][0].startswith("sha256-")]
    assert len(releases) == 1 + 3, "of six places three are signatures"


def test_an_archive_that_is_emptied_for_another_class_is_never_emptied_for_this_one():
    archive_both = (
        rule(1, age("tagged", 20, "sinceImagePulled", **patterns("app-*")), ARCHIVE),
        rule(2, age("tagged", 20, "sinceImagePulled", **patterns("tool-*")), ARCHIVE),
    )
    half = policy(*archive_both, rule(5, archived(100, "tagged", **patterns("app-*"))))
    found = [each for each in analyze(half) if each.code == "archive-never-emptied"]
    assert [rule_of(each) for each in found] == [2]
    for emptied in (archived(100), archived(100, "tagged", **patterns("*"))):
        assert "archive-never-emptied" not in codes(policy(*archive_both, rule(5, emptied)))


def test_what_untagged_and_tagged_rules_empty_together_is_emptied():
    document = policy(
        rule(1, age("any", 20, "sinceImagePulled"), ARCHIVE),
        rule(5, archived(100, "tagged", **patterns("*"))),
        rule(6, archived(100, "untagged")),
    )
    assert "archive-never-emptied" not in codes(document)


def test_the_example_of_a_rule_that_caps_nothing_is_an_image_of_its_own():
    document = policy(
        rule(1, count("tagged", 4, **patterns("ci-1*"))),
        rule(2, count("tagged", 500_000, **patterns("ci-*"))),
    )
    [finding] = [each for each in analyze(document) if each.code == "caps-nothing"]
    example = finding.details["example"]
    assert (example["outcome"], example["rule"]) == ("stay", 2)


def test_archiving_for_the_price_is_said_to_save_nothing_in_a_small_registry():
    document = policy(rule(1, age("any", 75, "sinceImagePulled"), ARCHIVE), rule(2, archived(180)))
    [finding] = [each for each in analyze(document) if each.code == "archive-saves-nothing"]
    assert finding.severity == "style"
    assert "150 TB" in finding.problem
    assert "90 days" in finding.impact


DETAILS = [
    {
        "imageDigest": f"sha256:{number}",
        "imagePushedAt": "2026-11-01T00:00:00Z",
        "imageManifestMediaType": "application/vnd.docker.distribution.manifest.list.v2+json",
    }
    for number in range(3)
]


@pytest.fixture
def cli(tmp_path):
    def run(*arguments, **files):
        for name, value in files.items():
            text = value if isinstance(value, str) else json.dumps(value)
            (tmp_path / name).write_text(text)
        named = [str(tmp_path / each) if each in files else each for each in arguments]
        return CliRunner().invoke(main, named)

    return run


def test_a_list_from_a_query_keeps_the_warning_about_manifests(cli):
    arguments = ("evaluate", "--json", "--policy", "p", "--images", "i")
    for images in (DETAILS, {"imageDetails": DETAILS}):
        assert (
            "3 manifest lists without a manifest"
            in cli(*arguments, p=policy(UNTAGGED), i=images).stderr
        )


@pytest.mark.parametrize("key", ["NextToken", "nextToken"])
@pytest.mark.parametrize("name", ["imageDigest", "odd"])
def test_a_listing_that_is_cut_is_refused_unless_that_is_wanted(cli, key, name):
    listed = [{**each, name: each["imageDigest"]} for each in DETAILS]
    files = {"p": policy(UNTAGGED), "i": {"imageDetails": listed, key: "eyJ"}}
    arguments = ("evaluate", "--json", "--policy", "p", "--images", "i")
    refused = cli(*arguments, **files)
    assert refused.exit_code == 2
    assert "The listing is cut" in refused.stderr
    assert cli(*arguments, "--partial", **files).exit_code == 0


ANSWER = {
    "registryId": "1",
    "repositoryName": "r",
    "lifecyclePolicyText": json.dumps(policy(UNTAGGED)),
}


@pytest.mark.parametrize(
    "answer",
    [
        ANSWER,
        {"repositories": [{"repositoryName": "r", "lifecyclePolicy": ANSWER}]},
        {"repositories": [ANSWER, {"repositoryName": "without"}]},
    ],
)
def test_the_answers_of_aws_are_unwrapped(cli, answer):
    assert cli("validate", "a", a=answer).exit_code == 0
    assert cli("explain", "a", a=answer).stdout.startswith("Rule 1: an image without a tag")


def test_the_images_of_one_repository_are_unwrapped_and_of_two_refused(cli):
    one = {"repositories": [{"repositoryName": "r", "imageDetails": DETAILS}]}
    arguments = ("evaluate", "--json", "--policy", "p", "--images", "i")
    assert len(json.loads(cli(*arguments, p=policy(UNTAGGED), i=one).stdout)["expire"]) == 3
    two = {"repositories": one["repositories"] * 2}
    assert cli(*arguments, p=policy(UNTAGGED), i=two).exit_code == 2


def test_a_living_index_may_be_assumed_not_to_hold_its_children():
    images = read_images(
        [
            {"name": "index", "tags": ["9"], "pushed_days_ago": 8, "references": ["arm"]},
            {"name": "arm", "pushed_days_ago": 8},
        ],
        NOW,
    )
    document = parse(policy(rule(2, age("untagged", 3))))
    assert dict(evaluate(document, images, NOW).expire) == {}
    released = Assumptions(lists_hold_their_children=False)
    assert dict(evaluate(document, images, NOW, released).expire) == {"arm": 2}


STYLE_ONLY = policy(UNTAGGED, rule(2, count("tagged", 8, **patterns("*"))))
WASTEFUL = policy(UNTAGGED, rule(2, count("tagged", 8, **patterns("v*"))))


@pytest.mark.parametrize(
    ("document", "least", "code"),
    [
        (STYLE_ONLY, None, 0),
        (STYLE_ONLY, "style", 1),
        (WASTEFUL, None, 0),
        (WASTEFUL, "ineffective", 0),
        (WASTEFUL, "wasteful", 1),
        (policy(rule(2, age("any", 33))), None, 1),
        (policy(rule(2, age("any", 33))), "invalid", 0),
        (policy(rule(2, age("any", 0))), "invalid", 1),
    ],
)
def test_by_default_only_what_is_refused_or_loses_images_fails(cli, document, least, code):
    options = () if least is None else ("--fail-on", least)
    assert cli("analyze", "p", *options, p=document).exit_code == code


STACK = """
config:
  container-registry:tagScheme:
    release:
      patterns: ["hotfix-*"]
      release: true
"""


def test_a_scheme_comes_from_a_file_or_from_the_stack(cli):
    by_age = policy(UNTAGGED, rule(2, age("any", 33)))
    declared = {"classes": {"release": {"patterns": ["hotfix-*"], "release": True}}}
    counted = policy(
        UNTAGGED, rule(2, count("tagged", 5, **patterns("hotfix-*"))), rule(3, age("any", 33))
    )
    for name, scheme in (
        ("s.json", declared),
        ("s.json", declared["classes"]),
        ("Pulumi.x.yaml", STACK),
    ):
        assert cli("analyze", "p", "--scheme", name, p=by_age, **{name: scheme}).exit_code == 1
        assert cli("analyze", "p", "--scheme", name, p=counted, **{name: scheme}).exit_code == 0
    broken = {"release": {"pattern": ["hotfix-*"]}}
    refused = cli("analyze", "p", "--scheme", "s", p=counted, s=broken)
    assert refused.exit_code == 2
    assert "must have `patterns`" in refused.stderr
