"""A stand-in for Statistics Norway's open API, for tests and for trying the program offline."""

from tools.standin.faults import Fault
from tools.standin.gate import StandinLimits
from tools.standin.server import Standin

__all__ = ["Fault", "Standin", "StandinLimits"]
