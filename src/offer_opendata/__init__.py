"""The SEND Local Offer of an English council as open data."""

__version__ = "0.1.0"
