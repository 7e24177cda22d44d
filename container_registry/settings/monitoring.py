"""What is watched, and who is told."""

from collections.abc import Mapping
from typing import Annotated, Final

from pydantic import AfterValidator
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from container_registry.catalogue.prices import Item
from container_registry.settings.base import SettingsModel, setting
from container_registry.settings.thresholds import ThresholdSettings

#: The items of the price list, spelled as settings are: `storage`, `endpointHour`.
_ITEMS: Final[Mapping[str, Item]] = {to_camel(item.name.lower()): item for item in Item}


def _priced(item: str) -> str:
    if item not in _ITEMS:
        raise PydanticCustomError(
            "price_item",
            "is no item of the price list",
            {
                "otherwise": "the price would have been ignored",
                "instead": f"one of {', '.join(sorted(_ITEMS))}",
            },
        )
    return item


class MonitoringSettings(SettingsModel):
    """Alarms, events, the usage reporter, the dashboard and the budget of one stack."""

    enabled: bool = setting(
        True,
        says="Make the alert topic, and alarms and event rules for every service.",
        otherwise="silence would look like health",
        instead="true (the default) or false",
    )
    thresholds: ThresholdSettings = setting(
        says="From which point on people are told; a service may have its own.",
        otherwise="alarms would be silent for ever, or always on",
        instead="see the thresholds, each has a default",
        default_factory=ThresholdSettings,
    )
    reporter: bool = setting(
        True,
        says="Run the function that publishes size, images, age and findings: ECR publishes none "
        "of them.",
        otherwise="the alarms on size, images, pushes and findings would have no data",
        instead="true (the default) or false",
    )
    dashboard: bool = setting(
        True,
        says="Make the dashboard; the first three of an account are free.",
        otherwise="nobody could see at a glance how the registry is",
        instead="true (the default) or false",
    )
    budget: float | None = setting(
        None,
        says="US dollars a month that ECR may cost; none makes no budget.",
        otherwise="AWS refuses the budget",
        instead="an amount above 0, such as 20",
        gt=0,
    )
    prices: dict[Annotated[str, AfterValidator(_priced)], float] = setting(
        says="Prices of one's own contract in US dollars, by item, in place of AWS's list.",
        otherwise="the dashboard would show costs that nobody pays",
        instead="an item of the price list with its price",
        default_factory=dict,
    )

    @property
    def prices_by_item(self) -> dict[Item, float]:
        """The prices in the words of the catalogue."""
        return {_ITEMS[name]: price for name, price in self.prices.items()}
