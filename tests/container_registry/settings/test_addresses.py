"""Addresses, once the engine has decrypted them."""

import pytest

from container_registry.settings import SettingsError, load
from tests.container_registry.settings.given import SMALLEST


@pytest.mark.parametrize(
    "address",
    ["ops", "http://example.com/x", "arn:aws:sns:x:111111111111:y", "a@b", "mailto:x@y.z"],
)
def test_a_decrypted_address_that_no_alert_can_reach_is_refused(address: str) -> None:
    config = {**SMALLEST, "container-registry:alertAddresses": f'["{address}"]'}
    with pytest.raises(SettingsError) as refused:
        load(config, "dev", secret_keys=["container-registry:alertAddresses"])
    assert "alertAddresses[0]: is no address that alerts can go to" in str(refused.value)
    assert address not in str(refused.value).replace("https://", "").replace("addresses", "")


@pytest.mark.parametrize(
    "address",
    ["ops@example.com", "https://example.com/hook", "arn:aws:sqs:eu-west-1:111111111111:alerts"],
)
def test_an_address_that_alerts_reach_is_accepted(address: str) -> None:
    config = {**SMALLEST, "container-registry:alertAddresses": f'["{address}"]'}
    settings = load(config, "dev", secret_keys=["container-registry:alertAddresses"])
    assert settings.alert_addresses[0].get_secret_value() == address
