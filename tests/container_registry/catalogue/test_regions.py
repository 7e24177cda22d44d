import re

import botocore.session
import pytest

from container_registry.catalogue.regions import partition_of


def partitions():
    return botocore.session.get_session().get_data("partitions")["partitions"]


def test_every_region_that_botocore_knows_is_in_its_partition():
    for partition in partitions():
        for region in partition["regions"]:
            if not region.endswith("-global"):
                assert partition_of(region) == partition["id"]


def test_the_forms_are_botocores():
    for partition in partitions():
        for example in ("us-east-9", "cn-south-1", "us-gov-x-1", "eusc-de-x-1", "us-isob-x-1"):
            matches = bool(re.fullmatch(partition["regionRegex"].strip("^$"), example))
            assert matches == (partition_of(example) == partition["id"]), (partition["id"], example)


@pytest.mark.parametrize("word", ["", "xx-west-1", "us-east", "us-east-1x", "eusc-fr-east-1"])
def test_what_no_partition_has_is_in_none(word):
    assert partition_of(word) is None
