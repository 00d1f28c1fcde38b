"""The HTML report in a real browser: no axe violation and no sideways scrolling, in any state."""

import html
import json
import re
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

import pytest

from offer_opendata.report import render
from offer_opendata.report.rules import all_rules
from test_report import issue, report

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome") or ""
# Python packages whose wheels hold axe-core; only that file of theirs is used.
WHEELS = ("axe-playwright-python", "axe-core-python")
OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
    "--virtual-time-budget=20000",
    "--dump-dom",
]
RUN = """
for (const each of document.querySelectorAll('details')) each.open = %(open)s;
const chosen = document.getElementById('only-%(only)s');
if (chosen) chosen.checked = true;
const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
axe.run(document, {runOnly: rules}).then(found => {
  const violations = found.violations.map(each => each.id + ': ' + each.nodes[0].html);
  parent.postMessage(JSON.stringify({
    wide, violations, checked: found.passes.length,
    dark: matchMedia('(prefers-color-scheme: dark)').matches, width: innerWidth,
  }), '*');
});
"""
# A browser window cannot be as narrow as a telephone; a frame in it can.
AROUND = """<!doctype html><title>Frame</title><body>
<iframe src="report.html" style="border: 0; width: %spx; height: 900px"></iframe>
<script>
onmessage = event => {
  const said = document.createElement('pre');
  said.textContent = event.data;
  document.body.replaceChildren(said);
};
</script>
"""


def axe():
    """Return axe-core as it comes in a wheel, or nothing where none is installed."""
    for name in WHEELS:
        try:
            found = [each for each in files(name) or () if each.name == "axe.min.js"]
        except PackageNotFoundError:
            continue
        return Path(found[0].locate()).read_text(encoding="utf-8")
    return ""


AXE = axe()

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM, reason="Chromium is not installed"),
    pytest.mark.skipif(not AXE, reason="no package with axe-core is installed"),
]

LONG = "a-word-that-has-no-end-" * 8
PAGES = {
    "clean": report(rules=all_rules()),
    "problems": report(
        *(issue(row, f"v{row}@@b") for row in range(2, 30)),
        *(issue(row, message="The service has no name.", severity="warning") for row in (5, 6)),
        issue(9, LONG, file=f"{LONG}.xlsx", sheet=LONG, id=LONG, fix=LONG, severity="repaired"),
        issue(10, LONG, file=f"{LONG}.xlsx", sheet=LONG, id=LONG, fix="Two.", severity="repaired"),
        issue(None, column="AB", code="private-column", field="", resource="", id=""),
        rules=all_rules(),
    ),
}


def browse(file, folder, *options):
    """Return what Chromium writes when it opens a file."""
    profile = f"--user-data-dir={folder / 'profile'}"
    return subprocess.run(
        [CHROMIUM, *OPTIONS, *options, profile, file.as_uri()],
        capture_output=True,
        check=True,
        timeout=120,
    )


def seen(text, folder, width, dark=False, state=("false", "all")):
    """Return what axe and the browser say of a page."""
    page = re.sub(r'<meta http-equiv="Content-Security-Policy"[^>]*>', "", text)
    run = RUN % {"open": state[0], "only": state[1]}
    file = folder / "report.html"
    file.write_text(
        page.replace("</body>", f"<script>{AXE}</script><script>{run}</script></body>"),
        encoding="utf-8",
    )
    around = folder / "around.html"
    around.write_text(AROUND % width, encoding="utf-8")
    scheme = ["--blink-settings=preferredColorScheme=0"] if dark else []
    done = browse(around, folder, *scheme, "--window-size=1400,1000")
    said = re.search(r"<pre>(.*?)</pre>", done.stdout.decode("utf-8"), re.DOTALL)
    return json.loads(html.unescape(said[1]))


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_violation_and_no_sideways_scrolling(name, width, dark, tmp_path):
    said = seen(render(PAGES[name], "html"), tmp_path, width, dark)
    assert said["violations"] == []
    assert said["wide"] <= 0
    assert said["checked"] > 10
    assert (said["dark"], said["width"]) == (dark, width)


@pytest.mark.parametrize("state", [("true", "all"), ("true", "repaired"), ("false", "error")])
def test_nor_when_opened_or_narrowed_down(state, tmp_path):
    said = seen(render(PAGES["problems"], "html"), tmp_path, 320, state=state)
    assert said["violations"] == []
    assert said["wide"] <= 0


def test_the_policy_lets_the_style_in(tmp_path):
    file = tmp_path / "report.html"
    file.write_text(render(PAGES["clean"], "html"), encoding="utf-8")
    assert (
        b"Content Security Policy" not in browse(file, tmp_path, "--enable-logging=stderr").stderr
    )
    refused = file.read_text(encoding="utf-8").replace("color-scheme: light", "color-scheme: dark")
    file.write_text(refused, encoding="utf-8")
    assert b"Content Security Policy" in browse(file, tmp_path, "--enable-logging=stderr").stderr
