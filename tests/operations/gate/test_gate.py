"""The verdict of the gate, for every answer that ECR and Inspector give."""

from datetime import date

import pytest

from operations import waiting
from operations.failures import CouldNotFindOut
from operations.gate.accepted import Acceptance
from operations.gate.judgement import Rules
from operations.gate.run import gate
from operations.gate.vulnerability import Rating
from operations.reference import parse_reference
from tests.operations.gate.given import (
    ALONE,
    AMD,
    ARM,
    CHILDREN,
    DENIED,
    INDEX,
    NOT_SCANNED,
    PROOF,
    PUSHED,
    TOP,
    TWO,
    basic,
    covered,
    cve,
    detail,
    digest,
    enhanced,
    found,
    manifest,
    scan,
)
from tests.operations.scripted import Refusal


def deadline(seconds=100):
    """Time passes by sleeping alone."""
    clock = [0.0]
    return waiting.Deadline(
        seconds, sleep=lambda s: clock.__setitem__(0, clock[0] + s), now=lambda: clock[0]
    )


def verdict(aws, image="payments:1.0", rules=None, acceptances=(), **more):
    return gate(
        aws,
        parse_reference(image),
        rules or Rules(),
        deadline(),
        acceptances,
        today=date(2026, 11, 1),
        **more,
    )


def reasons(aws, image="payments:1.0", **more):
    with pytest.raises(CouldNotFindOut) as caught:
        verdict(aws, image, **more)
    return [finding.code for finding in caught.value.findings]


def test_an_image_without_findings_passes():
    assert verdict(basic(scan())).is_good


def test_one_critical_is_too_many_and_five_high_are_not():
    assert not verdict(basic(scan("COMPLETE", cve()))).is_good
    high = [cve(f"CVE-{n}", "HIGH") for n in range(6)]
    assert verdict(basic(scan("COMPLETE", *high[:5]))).is_good
    assert verdict(basic(scan("COMPLETE", *high))).over == {Rating.HIGH: (6, 5)}


def test_severities_that_nobody_rated_are_counted():
    rules = Rules(limits={Rating.UNRATED: 0})
    assert not verdict(basic(scan("COMPLETE", cve(severity="UNDEFINED"))), rules=rules).is_good


def test_every_platform_of_an_index_is_judged_and_its_attestation_is_not():
    asked = []

    def answer(request):
        asked.append(request["imageId"]["imageDigest"])
        return scan("COMPLETE", cve()) if asked[-1] == ARM else scan()

    result = verdict(basic(answer, manifest=TWO))
    assert not result.is_good
    assert set(asked) == {AMD, ARM}
    assert PROOF not in asked
    assert result.counted[0].platforms == ("linux/arm64/v8",)


def test_an_index_inside_an_index_is_opened():
    inner = {"mediaType": INDEX, "digest": digest("d"), "size": 1}

    def answer(request):
        outer = request["imageIds"][0]["imageDigest"] == TOP
        return manifest({"manifests": [inner] if outer else CHILDREN[:1]})

    assert [p.platform.digest for p in verdict(basic(scan(), manifest=answer)).results] == [AMD]


def test_an_index_of_attestations_alone_has_no_verdict():
    aws = basic(scan(), manifest=manifest({"manifests": CHILDREN[2:]}))
    assert reasons(aws) == ["no-platform"]


def test_the_tag_is_resolved_once_and_then_the_digest_is_asked_for():
    aws = basic(scan())
    verdict(aws)
    assert aws.asked["DescribeImages"] == [
        {"repositoryName": "payments", "imageIds": [{"imageTag": "1.0"}]}
    ]
    assert aws.asked["DescribeImageScanFindings"][0]["imageId"] == {"imageDigest": TOP}


def test_the_newest_image_is_neither_a_signature_nor_a_referrer():
    images = [
        detail(digest("2"), ["1.0"], PUSHED),
        detail(digest("3"), ["2.0"], PUSHED + 5),
        detail(digest("4"), ["sha256-" + "3" * 64 + ".sig"], PUSHED + 9),
        detail(digest("5"), ["sbom"], PUSHED + 10, subjectManifestDigest=digest("3")),
        detail(
            digest("6"),
            ["chart"],
            PUSHED + 11,
            artifactMediaType="application/vnd.cncf.helm.config.v1+json",
        ),
    ]
    aws = basic(
        scan(),
        DescribeImages=[
            {"imageDetails": images[1:], "nextToken": "more"},
            {"imageDetails": images[:1]},
        ],
    )
    assert verdict(aws, "payments@newest").image.digest == digest("3")


def test_a_scan_that_nobody_started_is_started_once_and_waited_for():
    aws = basic(NOT_SCANNED, NOT_SCANNED, scan("IN_PROGRESS"), scan("COMPLETE", cve()))
    assert not verdict(aws).is_good
    assert len(aws.asked["StartImageScan"]) == 1


def test_a_scan_of_the_last_24_hours_is_read_and_not_repeated():
    aws = basic(NOT_SCANNED, scan(), StartImageScan=Refusal("LimitExceededException", "once a day"))
    assert verdict(aws).is_good
    assert len(aws.asked["StartImageScan"]) <= 2


def test_two_pages_of_findings_are_both_read():
    second = scan("COMPLETE", cve("CVE-2"))

    def answer(request):
        if request.get("nextToken"):
            return second
        return scan("COMPLETE", cve("CVE-1", "LOW"), nextToken="two")

    assert [one.id for one in verdict(basic(answer)).counted] == ["CVE-2", "CVE-1"]


@pytest.mark.parametrize(
    ("status", "word"),
    [
        ("FAILED", "the scan failed"),
        ("FINDINGS_UNAVAILABLE", "the findings are not available"),
        ("LIMIT_EXCEEDED", "a limit of Inspector or ECR scanning"),
        ("UNSUPPORTED_IMAGE", "does not support this image"),
        ("IMAGE_SIZE_EXCEEDED", "larger than the scanner takes"),
        ("SCAN_ELIGIBILITY_EXPIRED", "Inspector stopped watching"),
        ("IMAGE_ARCHIVED", "is archived"),
        ("SOMETHING_NEW", "which this gate does not know"),
    ],
)
def test_a_state_without_a_result_is_never_a_pass(status, word):
    with pytest.raises(CouldNotFindOut) as caught:
        verdict(basic(scan(status)))
    assert word in caught.value.findings[0].problem


def test_a_scan_that_never_ends_is_no_result():
    assert reasons(basic(scan("PENDING"))) == ["scan-not-finished"]


def test_an_unsupported_image_passes_only_when_that_is_said():
    result = verdict(basic(scan("UNSUPPORTED_IMAGE")), allow_unsupported=True)
    assert result.is_good
    assert "does not support" in result.results[0].unscanned
    assert reasons(basic(scan("FAILED")), allow_unsupported=True) == ["scan-failed"]


@pytest.mark.parametrize(
    "operation",
    [
        "DescribeImages",
        "BatchGetImage",
        "GetRegistryScanningConfiguration",
        "BatchGetRepositoryScanningConfiguration",
        "DescribeImageScanFindings",
    ],
)
def test_a_missing_right_is_no_verdict_and_names_the_right(operation):
    aws = (
        basic(scan(), **{operation: DENIED})
        if operation != "DescribeImageScanFindings"
        else (basic(DENIED))
    )
    with pytest.raises(CouldNotFindOut) as caught:
        verdict(aws)
    assert caught.value.findings[0].code == "access-denied"
    assert f"ecr:{operation}" in caught.value.findings[0].fix


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (Refusal("RepositoryNotFoundException"), "no-repository"),
        (Refusal("ImageNotFoundException"), "no-image"),
        (Refusal("ExpiredTokenException"), "credentials-refused"),
        (Refusal("SomethingElse"), "aws-refused"),
    ],
)
def test_what_is_not_there_is_told_from_what_may_not_be_seen(refusal, code):
    assert reasons(basic(scan(), DescribeImages=refusal)) == [code]


def test_reasons_of_all_platforms_come_at_once():
    assert reasons(basic(scan("FAILED"), manifest=TWO)) == ["scan-failed", "scan-failed"]


def test_enhanced_findings_are_read_until_two_reads_agree():
    aws = enhanced(covered(), [{"findings": []}, {"findings": [found()]}, {"findings": [found()]}])
    assert not verdict(aws).is_good
    assert len(aws.asked["ListFindings"]) == 3


def test_an_empty_answer_before_inspector_has_scanned_is_no_pass():
    aws = enhanced(covered("PENDING_INITIAL_SCAN", "INACTIVE", scanned=None), {"findings": []})
    assert reasons(aws) == ["scan-not-finished"]
    assert not aws.asked["ListFindings"]


def test_a_scan_before_the_push_is_not_the_scan_of_this_push():
    aws = enhanced(covered(scanned=PUSHED - 1), {"findings": []})
    assert reasons(aws) == ["scan-not-finished"]


def test_an_image_that_inspector_does_not_know_yet_is_waited_for():
    aws = enhanced([{"coveredResources": []}, covered()], {"findings": []})
    assert verdict(aws).is_good


def test_scanned_once_on_push_is_finished():
    aws = enhanced(covered("SCAN_FREQUENCY_SCAN_ON_PUSH", "INACTIVE"), {"findings": []})
    assert verdict(aws).is_good


@pytest.mark.parametrize(
    ("reason", "word"),
    [
        ("SCAN_ELIGIBILITY_EXPIRED", "stopped watching"),
        ("ACCESS_DENIED", "may not pull"),
        ("SCAN_FREQUENCY_MANUAL", "no rule"),
        ("UNSUPPORTED_OS", "does not support"),
        ("IMAGE_ARCHIVED", "archived"),
        ("NEW_REASON", "does not know"),
    ],
)
def test_each_reason_of_inspector_has_its_own_words(reason, word):
    with pytest.raises(CouldNotFindOut) as caught:
        verdict(enhanced(covered(reason, "INACTIVE"), {"findings": []}))
    assert word in caught.value.findings[0].problem


def test_findings_that_change_for_ever_are_no_verdict():
    names = iter(range(1000))
    aws = enhanced(covered(), lambda _: {"findings": [found(f"CVE-{next(names)}")]})
    assert reasons(aws) == ["scan-not-finished"]


def test_suppressed_findings_are_shown_and_not_counted():
    result = verdict(enhanced(covered(), {"findings": [found(status="SUPPRESSED")]}))
    assert result.is_good
    assert len(result.results[0].suppressed) == 1


def test_only_what_has_a_fix_counts_where_asked():
    rules = Rules(only_fixed=True)
    assert verdict(
        enhanced(covered(), {"findings": [found(fixAvailable="NO")]}), rules=rules
    ).is_good
    for fix in ("YES", "PARTIAL"):
        aws = enhanced(covered(), {"findings": [found(fixAvailable=fix)]})
        assert not verdict(aws, rules=rules).is_good
    assert not verdict(basic(scan("COMPLETE", cve())), rules=rules).is_good


def test_epss_and_use_leave_out_only_what_is_known_to_be_below():
    unlikely, likely = found(epss={"score": 0.01}), found(epss={"score": 0.9})
    rules = Rules(least_epss=0.5)
    assert verdict(enhanced(covered(), {"findings": [unlikely]}), rules=rules).is_good
    assert not verdict(enhanced(covered(), {"findings": [likely]}), rules=rules).is_good
    assert not verdict(enhanced(covered(), {"findings": [found()]}), rules=rules).is_good

    def used(times):
        image = {"details": {"awsEcrContainerImage": {"inUseCount": times}}}
        resource = {"type": "AWS_ECR_CONTAINER_IMAGE", "id": "x", **image}
        return {"findings": [found(resources=[resource])]}

    rules = Rules(only_in_use=True)
    assert verdict(enhanced(covered(), used(0)), rules=rules).is_good
    assert not verdict(enhanced(covered(), used(2)), rules=rules).is_good


def accepted(**changes):
    return Acceptance(
        **{"id": "CVE-2026-1", "reason": "not reachable", "until": date(2026, 12, 1), **changes}
    )


def test_an_accepted_finding_does_not_count():
    result = verdict(basic(scan("COMPLETE", cve())), acceptances=[accepted()])
    assert result.is_good
    assert result.sorted.accepted[0][1].reason == "not reachable"


@pytest.mark.parametrize(
    "changes", [{"package": "openssl"}, {"image": "other*"}, {"id": "CVE-2026-2"}]
)
def test_an_acceptance_of_something_else_accepts_nothing(changes):
    assert not verdict(basic(scan("COMPLETE", cve())), acceptances=[accepted(**changes)]).is_good


def test_an_expired_acceptance_accepts_nothing_and_is_told():
    old = accepted(until=date(2026, 10, 31))
    result = verdict(basic(scan("COMPLETE", cve())), acceptances=[old])
    assert not result.is_good
    assert result.sorted.expired == (old,)
    assert verdict(
        basic(scan("COMPLETE", cve())), acceptances=[accepted(until=date(2026, 11, 1))]
    ).is_good


def test_an_unused_acceptance_is_told_unless_it_is_for_another_image():
    unused, elsewhere = accepted(id="CVE-9"), accepted(image="other")
    result = verdict(basic(scan()), acceptances=[unused, elsewhere])
    assert result.sorted.unused == (unused,)


def test_a_manifest_that_ecr_does_not_give_is_no_verdict():
    gone = {"images": [], "failures": [{"failureCode": "ImageNotFound", "failureReason": "gone"}]}
    assert reasons(basic(scan(), manifest=gone)) == ["no-manifest"]
    assert reasons(basic(scan(), manifest={"images": [{"imageManifest": "{"}]})) == ["no-manifest"]
    assert ALONE
