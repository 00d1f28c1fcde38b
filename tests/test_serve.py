"""The command that shows the database: what it says, and that Datasette runs it."""

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from faults import quick
from hand_made import descriptor, write
from offer_opendata.cli import main
from offer_opendata.database import build_database
from offer_opendata.errors import OfferError
from offer_opendata.render.metadata import render_metadata
from offer_opendata.schema import load_schema
from offer_opendata.site import SETTINGS
from offer_opendata.site.running import run_until_told
from offer_opendata.site.serve import check_port, port_is_free, serve_command
from offer_opendata.work.databases import is_of
from offer_opendata.work.serving import serving
from publications import make_publication
from released import make_released
from small_offer import RECORDS

DAY = ("--date", "2026-11-02")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port


def asked(port: int, path: str) -> Any:
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
                return json.load(answer)
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("Datasette did not start")


def test_anybodys_package_is_shown_and_leaves_nothing_behind(tmp_path: Path) -> None:
    released = make_released(tmp_path)
    package = tmp_path / "downloaded"
    shutil.copytree(released / "datapackage", package)
    with serving(package, draft=False, port=free_port(), tell=lambda _: None) as served:
        _, where, greeting = served
        assert "http://127.0.0.1" in greeting
        with sqlite3.connect(where / "offer.db") as database:
            assert database.execute("select count(*) from reductions").fetchone()[0]
        database.close()
    assert not where.exists()
    with pytest.raises(OfferError, match="has no draft"), serving(package, True, 1, print):
        pass
    (package / "history" / "changes.csv").write_bytes(b"")
    with pytest.raises(OfferError, match="does not hold"), serving(package, False, 1, print):
        pass


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_datasette_ends_with_the_serve_that_started_it(
    tmp_path: Path, number: signal.Signals
) -> None:
    released, port = make_released(tmp_path), free_port()
    package = shutil.copytree(released / "datapackage", tmp_path / "downloaded")
    # Our signal goes to serve alone, as that of `kill` does, and not to what it started.
    with subprocess.Popen(
        [sys.executable, "-m", "offer_opendata", "serve", str(package), "--port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "TMPDIR": str(tmp_path)},
        start_new_session=True,
    ) as process:
        try:
            asked(port, "/-/databases.json")
            process.send_signal(number)
            said, _ = process.communicate(timeout=30)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
    assert (process.returncode, said.decode().splitlines()[-1]) == (0, "Stopped.")
    assert port_is_free(port)
    assert not list(tmp_path.glob("offer-opendata-*")), "the database made for it is gone"


def test_the_exit_code_of_datasette_is_that_of_serve(tmp_path: Path) -> None:
    assert run_until_told([sys.executable, "-c", "raise SystemExit(3)"], tmp_path) == 3


def test_the_command_names_files_only_and_every_setting() -> None:
    command = serve_command(Path("somewhere", "deep", "offer.db"), 8001)
    assert command[:5] == [sys.executable, "-P", "-m", "datasette", "serve"]
    assert "offer.db" in command
    assert not [part for part in command[1:] if "somewhere" in part]
    assert command[command.index("--host") + 1] == "127.0.0.1"
    assert "--cors" not in command
    pairs = [command[i + 1 : i + 3] for i, part in enumerate(command) if part == "--setting"]
    assert [name for name, _ in pairs] == list(SETTINGS)
    assert ["suggest_facets", "off"] in pairs
    assert ["default_page_size", "25"] in pairs


def test_datasette_runs_it_without_showing_where_the_file_is(tmp_path: Path) -> None:
    build_database(write(tmp_path / "datapackage", RECORDS), tmp_path / "offer.db")
    text = render_metadata(descriptor(), load_schema())
    (tmp_path / "metadata.yml").write_text(text, encoding="utf-8")
    # A file that stands there by chance must not be taken for a library.
    (tmp_path / "yaml.py").write_text("raise SystemExit(3)", encoding="utf-8")
    port = free_port()
    with subprocess.Popen(
        serve_command(tmp_path / "offer.db", port),
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as process:
        try:
            (database,) = asked(port, "/-/databases.json")
            settings = asked(port, "/-/settings.json")
            plugins = asked(port, "/-/plugins.json")
            rows = asked(port, "/offer/services_by_need.json?need=autism&_shape=array")
        finally:
            process.terminate()
    assert (database["path"], database["is_mutable"]) == ("offer.db", False)
    assert {name: settings[name] for name in SETTINGS} == dict(SETTINGS)
    assert rows[0]["answer"] == "names this need"
    assert [each["name"] for each in plugins] == ["offer_opendata_site.py"]


def test_a_port_in_use_is_said_with_another_one() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert not port_is_free(port)
        other = port + 1 if port < 65535 else port - 1
        with pytest.raises(OfferError, match=f"port {port} is in use.*--port {other}"):
            check_port(port)


def test_a_free_port_is_free() -> None:
    port = free_port()
    assert port_is_free(port)
    check_port(port)


def test_after_the_last_port_comes_the_one_before() -> None:
    with (
        socket.create_server(("127.0.0.1", 65535)),
        pytest.raises(OfferError, match="--port 65534"),
    ):
        check_port(65535)


@pytest.mark.parametrize("port", [-1, 0, 65536, 10**20])
def test_a_number_that_is_no_port_is_said(port: int) -> None:
    with pytest.raises(OfferError, match=f"there is no port {port}; choose one from 1024 to 65535"):
        check_port(port)


def test_a_database_of_another_release_is_made_again(tmp_path: Path) -> None:
    with quick():
        folders = [make_publication(tmp_path / name) for name in ("mine", "theirs")]
        for folder in folders:
            assert CliRunner().invoke(main, ["release", str(folder), *DAY]).exit_code == 0
    mine, theirs = (folder / "build" / "2026-11-02" / "offer.db" for folder in folders)
    mine.write_bytes(theirs.read_bytes())  # of the same day, and with other salts
    assert not is_of(folders[0] / "datapackage", mine)
    with serving(folders[0], draft=False, port=8767, tell=lambda _: None):
        assert is_of(folders[0] / "datapackage", mine)
    mine.write_bytes(b"not a database")
    assert not is_of(folders[0] / "datapackage", mine)
