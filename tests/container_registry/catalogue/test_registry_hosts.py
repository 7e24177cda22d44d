import pytest

from container_registry.catalogue.registry_hosts import add_on_hosts, registry_hosts


@pytest.mark.parametrize(
    ("region", "names"),
    [
        (
            "ap-northeast-2",
            (
                "333333333333.dkr.ecr.ap-northeast-2.amazonaws.com",
                "333333333333.dkr-ecr.ap-northeast-2.on.aws",
            ),
        ),
        (
            "cn-north-1",
            (
                "333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn",
                "333333333333.dkr-ecr.cn-north-1.on.amazonwebservices.com.cn",
            ),
        ),
        ("eusc-de-east-1", ("333333333333.dkr.ecr.eusc-de-east-1.amazonaws.eu",)),
    ],
)
def test_a_registry_has_the_names_of_its_partition(region, names):
    assert registry_hosts("333333333333", region) == names


def test_no_name_is_guessed_for_a_region_of_no_partition():
    assert registry_hosts("333333333333", "moon-base-1") == ()
    assert add_on_hosts("moon-base-1") == ()


@pytest.mark.parametrize(
    ("region", "account"),
    [
        ("ap-northeast-2", "602401143452"),
        ("ap-east-2", "533267051163"),
        ("us-gov-west-1", "013241004608"),
        ("cn-northwest-1", "961992271922"),
    ],
)
def test_add_ons_come_from_the_account_that_eks_names_for_the_region(region, account):
    assert add_on_hosts(region) == registry_hosts(account, region)


def test_a_region_that_the_page_lacks_has_no_registry_of_add_ons():
    assert registry_hosts("602401143452", "us-west-9") != ()
    assert add_on_hosts("us-west-9") == ()
