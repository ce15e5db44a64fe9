"""Chromium as Debian ships it, one window a test, axe at hand."""

import os
from pathlib import Path

import pytest

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # playwright keeps a loop in the thread of the test
AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    quiet += ["--disable-component-update", "--disable-sync", "--no-first-run"]
    return {**browser_type_launch_args, "executable_path": "/usr/bin/chromium", "args": quiet}


# What reaches beyond the window when the page scrolls sideways, hidden texts too.
WIDE = """() => document.documentElement.scrollWidth <= innerWidth ? [] : [...document.querySelectorAll('body *')]
  .filter(one => one.getBoundingClientRect().right > innerWidth + 1)
  .map(one => `${getComputedStyle(one).position} ${one.outerHTML.slice(0, 160)}`)"""


class Desk:
    """A person at a browser of their own: signed in, looking at pages, never leaving a fault unseen."""

    def __init__(self, browser, base, account, password, *, language="zh-hans", width=1440):
        self.base = base
        self.context = browser.new_context(
            viewport={"width": width, "height": 900 if width > 600 else 844}, locale="zh-CN", accept_downloads=True
        )
        self.context.set_default_timeout(20_000)
        self.context.add_cookies([{"name": "ledger_language", "value": language, "url": base}])
        self.page = self.context.new_page()
        self.faults = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(base + "/")
        self.page.fill("[name=login]", account.username)
        self.page.fill("[name=password]", password)
        self.page.press("[name=password]", "Enter")
        self.page.wait_for_url(base + "/")

    def _heard(self, said):
        # A typing aid that is under way when the form is sent is broken off; that is no fault.
        if said.type == "error" and not said.text.startswith(("htmx:sendAbort", "htmx:afterRequest")):
            self.faults.append(said.text)

    def open(self, path):
        self.page.goto(self.base + path)
        return self.look()

    def look(self):
        """Nothing that axe or the console complains of, nothing wider than the window."""
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
        named = [f"{one['id']}: {one['nodes'][0]['html'][:160]}" for one in found["violations"]]
        assert not named, f"{self.page.url}\n" + "\n".join(named)
        wide = self.page.evaluate(WIDE)
        assert not wide, f"{self.page.url}\n" + "\n".join(wide)
        assert not self.faults, self.faults
        return self.page

    def send(self):
        """Press the one primary button of the page's form and look at what comes."""
        with self.page.expect_navigation():
            self.page.locator("main form .btn-primary").first.click()
        return self.look()

    def close(self):
        self.context.close()


@pytest.fixture
def desk(browser, live_server, settings):
    """``desk(account)`` signs a person in; all windows are closed at the end."""
    from tests.factories import PASSWORD

    settings.PUBLIC_URL = live_server.url
    desks = []

    def sit(account, **options):
        desks.append(Desk(browser, live_server.url, account, PASSWORD, **options))
        return desks[-1]

    yield sit
    for one in desks:
        one.close()
