"""An OIDC provider's audiences can be added and removed after its creation.

IAM API reference, AddClientIDToOpenIDConnectProvider and RemoveClientIDFromOpenIDConnectProvider;
adding one that is there, or removing one that isn't, is no error. moto has neither call.
"""

from typing import Any

from moto.core.responses import EmptyResult
from moto.iam.responses import IamResponse

_ADD = "add_client_id_to_open_id_connect_provider"
_REMOVE = "remove_client_id_from_open_id_connect_provider"


def patch() -> None:
    """Adds the two calls."""
    if not hasattr(IamResponse, _ADD):
        setattr(IamResponse, _ADD, _add)
        setattr(IamResponse, _REMOVE, _remove)


def _clients(response: Any) -> list[str]:
    arn = response._get_param("OpenIDConnectProviderArn")
    clients: list[str] = response.backend.get_open_id_connect_provider(arn).client_id_list
    return clients


def _add(response: Any) -> Any:
    clients, client = _clients(response), response._get_param("ClientID")
    if client not in clients:
        clients.append(client)
    return EmptyResult()


def _remove(response: Any) -> Any:
    clients, client = _clients(response), response._get_param("ClientID")
    if client in clients:
        clients.remove(client)
    return EmptyResult()
