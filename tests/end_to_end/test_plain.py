"""The same program by the plain `pulumi` command, as with the official CLI."""

import pytest

pytestmark = pytest.mark.language_host


def test_plain_preview_finds_nothing_to_change_after_make_up(dev):
    preview = dev.plain("pulumi preview --stack dev --policy-pack policy_pack --expect-no-changes")
    assert preview.returncode == 0, preview.stdout + preview.stderr
    assert "container-registry@v" in preview.stdout, "the policy pack was run"


def test_plain_up_applies_what_make_preview_announced(dev):
    with dev.edited(retention={"keep": 6}):
        up = dev.plain("pulumi up --stack dev --policy-pack policy_pack --yes --skip-preview")
        assert up.returncode == 0, up.stdout + up.stderr
        answer = dev.aws("ecr get-lifecycle-policy --repository-name guestbook")
        assert '"countNumber":6' in answer["lifecyclePolicyText"].replace(" ", "")
    assert dev.engine("up").returncode == 0
