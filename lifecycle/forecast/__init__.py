"""How many images and bytes a repository will hold, with its policy and without."""

from lifecycle.forecast.forecast import Forecast, forecast
from lifecycle.forecast.level import GB, Level
from lifecycle.forecast.stream import InvalidStreams, Stream, read_streams

__all__ = ["GB", "Forecast", "InvalidStreams", "Level", "Stream", "forecast", "read_streams"]
