"""The changes of the next release, with what people answered, and what is still to be asked."""

from offer_opendata.asking.decide import Decided, decide
from offer_opendata.asking.origins import keep_sources
from offer_opendata.asking.used import keep_used

__all__ = ["Decided", "decide", "keep_sources", "keep_used"]
