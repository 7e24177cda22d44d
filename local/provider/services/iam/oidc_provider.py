"""`aws.iam.OpenIdConnectProvider`: one per issuer and account; its id is its ARN."""

from local.provider.handler import Handler, given, pairs, unpaired
from local.provider.session import Aws
from local.provider.values import Plain


def _issuer(url: str) -> str:
    """AWS answers without the scheme; both forms mean the same issuer."""
    return url.removeprefix("https://")


class OpenIdConnectProvider(Handler):
    """An issuer of tokens that roles may trust."""

    token = "aws:iam/openIdConnectProvider:OpenIdConnectProvider"
    force_new = frozenset({"url"})
    meanings = {"url": _issuer}

    def create(self, aws: Aws, inputs: Plain) -> str:
        made = aws.iam.create_open_id_connect_provider(
            **given(
                Url=inputs["url"],
                ClientIDList=inputs["clientIdLists"],
                ThumbprintList=inputs.get("thumbprintLists"),
                Tags=pairs(inputs.get("tagsAll")),
            )
        )
        return str(made["OpenIDConnectProviderArn"])

    def read(self, aws: Aws, identity: str, state: Plain) -> Plain | None:
        found = aws.iam.get_open_id_connect_provider(OpenIDConnectProviderArn=identity)
        return {
            "arn": identity,
            "url": found["Url"],
            "clientIdLists": found["ClientIDList"],
            "thumbprintLists": found.get("ThumbprintList") or [],
            "tagsAll": unpaired(found.get("Tags")),
        }

    def update(self, aws: Aws, identity: str, old: Plain, new: Plain) -> None:
        before, after = set(old.get("clientIdLists") or []), set(new["clientIdLists"])
        for client in sorted(after - before):
            aws.iam.add_client_id_to_open_id_connect_provider(
                OpenIDConnectProviderArn=identity, ClientID=client
            )
        for client in sorted(before - after):
            aws.iam.remove_client_id_from_open_id_connect_provider(
                OpenIDConnectProviderArn=identity, ClientID=client
            )
        if new.get("thumbprintLists"):
            aws.iam.update_open_id_connect_provider_thumbprint(
                OpenIDConnectProviderArn=identity, ThumbprintList=new["thumbprintLists"]
            )

    def delete(self, aws: Aws, identity: str, state: Plain) -> None:
        aws.iam.delete_open_id_connect_provider(OpenIDConnectProviderArn=identity)

    def tag(self, aws: Aws, state: Plain, tags: dict[str, str]) -> None:
        aws.iam.tag_open_id_connect_provider(
            OpenIDConnectProviderArn=state["arn"], Tags=pairs(tags)
        )

    def untag(self, aws: Aws, state: Plain, keys: list[str]) -> None:
        aws.iam.untag_open_id_connect_provider(OpenIDConnectProviderArn=state["arn"], TagKeys=keys)

    def identify(self, aws: Aws, inputs: Plain) -> str | None:
        host = _issuer(str(inputs.get("url", "")))
        return aws.arn("iam", f"oidc-provider/{host}", region="") if host else None
