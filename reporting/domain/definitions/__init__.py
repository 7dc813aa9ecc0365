"""The definitions as data, a module for each chapter."""

from reporting.domain.definitions.duties import DUTIES
from reporting.domain.definitions.quality import QUALITY
from reporting.domain.definitions.speed import SPEED
from reporting.domain.definitions.standing import STANDING
from reporting.domain.definitions.volume import VOLUME

__all__ = ["DUTIES", "QUALITY", "SPEED", "STANDING", "VOLUME"]
