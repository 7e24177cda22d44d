"""The same program by the plain `pulumi` command, as with the official CLI."""

import pytest

pytestmark = pytest.mark.language_host


def test_plain_preview_finds_nothing_to_change_after_make_up(trio):
    preview = trio.plain(
        "pulumi preview --stack trio --policy-pack policy_pack --expect-no-changes", "trio"
    )
    assert preview.returncode == 0, preview.stdout + preview.stderr
    assert "container-registry@v" in preview.stdout, "the policy pack was run"


def test_plain_up_applies_what_make_preview_announced(trio):
    with trio.edited("trio", retention={"keep": 6}):
        up = trio.plain(
            "pulumi up --stack trio --policy-pack policy_pack --yes --skip-preview", "trio"
        )
        assert up.returncode == 0, up.stdout + up.stderr
        answer = trio.aws("ecr get-lifecycle-policy --repository-name guestbook", "trio")
        assert '"countNumber":6' in answer["lifecyclePolicyText"].replace(" ", "")
    assert trio.engine("up", "trio").returncode == 0
