"""Places: areas and coordinates from a postcode file."""

from offer_opendata.geography.places import with_postcodes

__all__ = ["with_postcodes"]
