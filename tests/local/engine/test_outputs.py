from local.aws.server import LocalAws
from local.engine.outputs import report

AWS = LocalAws("http://127.0.0.1:4566", 1, "111111111111", "ap-northeast-2", "i")
REGISTRY = "111111111111.dkr.ecr.ap-northeast-2.amazonaws.com"
OUTPUTS = {
    "registryUrl": REGISTRY,
    "repositories": {
        name: {"name": f"team/{name}", "url": f"{REGISTRY}/team/{name}", "arn": "arn"}
        for name in ("feed-server", "guestbook")
    },
}


def test_it_names_each_services_repository_url():
    lines = report("dev", AWS, OUTPUTS, recorded=0).splitlines()
    assert f"  feed-server  {REGISTRY}/team/feed-server" in lines
    assert f"  guestbook    {REGISTRY}/team/guestbook" in lines


def test_it_gives_the_commands_to_log_in_push_and_look():
    said = report("dev", AWS, OUTPUTS, recorded=0)
    assert (
        f"  aws ecr get-login-password | docker login --username AWS --password-stdin {REGISTRY}\n"
        in said
    )
    assert f"docker push {REGISTRY}/team/feed-server:" in said
    assert 'eval "$(make -s env STACK=dev)"' in said
    assert "get-lifecycle-policy --repository-name team/feed-server" in said


def test_it_says_how_many_resources_are_recorded_and_not_applied():
    assert "3 resources are recorded, not applied" in report("dev", AWS, OUTPUTS, recorded=3)
    assert "recorded" not in report("dev", AWS, OUTPUTS, recorded=0)


def test_a_program_without_the_contracts_outputs_is_reported_all_the_same():
    said = report("bare", AWS, {}, recorded=0)
    assert "bare is up" in said
    assert "docker" not in said
