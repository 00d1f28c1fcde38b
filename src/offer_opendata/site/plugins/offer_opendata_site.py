"""The plugin that `serve` gives to Datasette: its hooks are those of `offer_opendata.site`."""

from datasette import handle_exception

from offer_opendata.site.feeds import register_routes

# Where rich is installed, every address that is not there would fill the terminal with a traceback.
handle_exception.rich = None

__all__ = ["register_routes"]
