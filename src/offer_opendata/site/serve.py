"""The command that shows a database in Datasette on this computer."""

import socket
import sys
from pathlib import Path

from offer_opendata.errors import OfferError
from offer_opendata.site import SETTINGS

HOST = "127.0.0.1"
PLUGINS = Path(__file__).with_name("plugins")
LAST_PORT = 65535


def serve_command(database: Path, port: int) -> list[str]:
    """Return the command line, to be run in the folder of the database.

    `metadata.yml` stands beside the database. Both are given by name only, as Datasette shows
    the path of a database to everybody who asks. Every setting is on the command line: it would
    ignore a settings.json as soon as one is. There is no `--cors`, so that no other website
    that is open in the same browser can read an unpublished draft.
    """
    settings = [
        part for name, value in SETTINGS.items() for part in ("--setting", name, _text(value))
    ]
    return [
        sys.executable,
        "-P",  # what happens to stand in that folder is not imported
        "-m",
        "datasette",
        "serve",
        "--immutable",
        database.name,
        "--metadata",
        "metadata.yml",
        "--plugins-dir",
        str(PLUGINS),
        "--host",
        HOST,
        "--port",
        str(port),
        *settings,
    ]


def check_port(port: int) -> None:
    """Raise OfferError where something else listens on the port, or where there is no such port."""
    if not 1 <= port <= LAST_PORT:
        raise OfferError(f"there is no port {port}; choose one from 1024 to {LAST_PORT}")
    if not port_is_free(port):
        raise OfferError(
            f"port {port} is in use, perhaps by another serve; stop that one, "
            f"or choose another port: --port {port + 1 if port < LAST_PORT else port - 1}"
        )


def port_is_free(port: int) -> bool:
    """Return whether a server could listen on the port of this computer."""
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return False
    return True


def _text(value: int | bool) -> str:
    return {True: "on", False: "off"}[value] if isinstance(value, bool) else str(value)
