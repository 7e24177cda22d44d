"""How many images and bytes a repository will hold, with its policy and without."""

from ecr_lifecycle.forecasting.level import GB, Level
from ecr_lifecycle.forecasting.run import Forecast, forecast
from ecr_lifecycle.forecasting.stream import InvalidStreams, Stream, read_streams

__all__ = ["GB", "Forecast", "InvalidStreams", "Level", "Stream", "forecast", "read_streams"]
