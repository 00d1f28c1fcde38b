"""The plugin that `serve` gives to Datasette: its hooks are those of `offer_opendata.site`."""

from offer_opendata.site.feeds import register_routes

__all__ = ["register_routes"]
