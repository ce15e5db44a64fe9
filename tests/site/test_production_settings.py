"""G01, G02: production does not start half configured, passes Django's own check, and answers by https as it should."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from site_headers import faults
from site_world import production

ROOT = Path(settings.ROOT)


FOR_PRODUCTION = ("--deploy", "--fail-level", "WARNING")


def started(data_dir: Path, *options: str, **changes: str) -> tuple[bool, str]:
    """Whether Django's check passes in a process of its own, and what it said."""
    done = subprocess.run(
        [sys.executable, "manage.py", "check", *options],
        cwd=ROOT,
        env=production(data_dir, **changes),
        capture_output=True,
        text=True,
        timeout=100,
    )
    said = (done.stderr or done.stdout).strip()
    return done.returncode == 0, said


def test_a_well_configured_installation_passes_the_check_for_production(tmp_path: Path) -> None:
    passed, said = started(tmp_path, *FOR_PRODUCTION, BEHIND_PROXY="1")
    assert passed, said


INSECURE = "django-insecure-" + "abcdefghijklmnopqrstuvwxyz0123456789"
# what is wrong: (environment, words of the sentence: the variable and the remedy)
WRONG: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "no secret key": ({"SECRET_KEY": ""}, ("SECRET_KEY is not set", "Set it in the environment")),
    "a short secret key": ({"SECRET_KEY": "short"}, ("SECRET_KEY is too weak", "secrets.token_urlsafe")),
    "one letter as secret key": ({"SECRET_KEY": "a" * 60}, ("SECRET_KEY is too weak", "secrets.token_urlsafe")),
    "Django's own example key": ({"SECRET_KEY": INSECURE}, ("SECRET_KEY is too weak", "secrets.token_urlsafe")),
    "http to the public": ({"PUBLIC_URL": "http://ledger.example"}, ("PUBLIC_URL must start with https://",)),
    "http by number": ({"PUBLIC_URL": "http://192.0.2.7:8000"}, ("PUBLIC_URL must start with https://",)),
    "no scheme": ({"PUBLIC_URL": "ledger.example"}, ("PUBLIC_URL must start with https://",)),
    "demonstration to the public": ({"LEDGER_DEMO": "1"}, ("LEDGER_DEMO", "unset them in production")),
    "debugging to the public": ({"LEDGER_DEBUG": "1"}, ("LEDGER_DEBUG", "unset them in production")),
    "a switch that is neither": ({"BEHIND_PROXY": "maybe"}, ("BEHIND_PROXY must be 1 or 0", "maybe")),
    "a number that is none": ({"SESSION_HOURS": "half a day"}, ("SESSION_HOURS must be a whole number",)),
    "no database": ({"DATABASE_URL": ""}, ("DATABASE_URL is not set", "make run")),
    "another database": ({"DATABASE_URL": "sqlite:///ledger"}, ("DATABASE_URL must start with postgresql://",)),
    "no broker": ({"REDIS_URL": ""}, ("REDIS_URL is not set", "make run")),
}


@pytest.mark.parametrize("what", WRONG)
def test_a_badly_configured_installation_does_not_start_and_says_what_to_do(tmp_path: Path, what: str) -> None:
    changes, words = WRONG[what]
    passed, said = started(tmp_path, **changes)
    last = said.splitlines()[-1]
    assert not passed
    assert [word for word in words if word not in last] == [], last


def test_an_address_without_a_host_does_not_start(tmp_path: Path) -> None:
    passed, said = started(tmp_path, PUBLIC_URL="https://")
    assert not passed and "CSRF_TRUSTED_ORIGINS" in said


@pytest.mark.parametrize("address", ["http://localhost:8000", "http://127.0.0.1:8123"])
def test_this_machine_may_use_http_and_the_demonstration(tmp_path: Path, address: str) -> None:
    passed, said = started(tmp_path, PUBLIC_URL=address, LEDGER_DEMO="1")
    assert passed, said


ASK = """
import json, sys
import django
django.setup()
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import Client
from whitenoise.storage import CompressedManifestStaticFilesStorage
# Compressing takes most of a minute and is not what is asked here.
CompressedManifestStaticFilesStorage.compress_files = lambda self, paths: iter(())
call_command("collectstatic", interactive=False, verbosity=0)
client = Client(raise_request_exception=False, headers={"Host": "ledger.example"})
hashed = staticfiles_storage.url("ledger.css")
found = {}
for name, url, secure in (("http", "/healthz/", False), ("https", "/healthz/", True), ("static", hashed, True),
                          ("script", staticfiles_storage.url("js/once.js"), True), ("missing", "/static/no.css", True),
                          ("sign-in", "/account/sign-in/", True), ("host", "/healthz/", True)):
    answer = client.get(url, secure=secure, **({"headers": {"Host": "elsewhere.example"}} if name == "host" else {}))
    cookies = {key: dict(value) for key, value in answer.cookies.items()}
    found[name] = {"url": url, "status": answer.status_code, "headers": dict(answer.headers), "cookies": cookies}
json.dump(found, sys.stdout)
"""


@pytest.fixture(scope="module")
def by_https(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Answers of an installation that people reach by https, with its files collected."""
    environment = {**production(tmp_path_factory.mktemp("data")), "DJANGO_SETTINGS_MODULE": "ledger_site.settings"}
    done = subprocess.run(
        [sys.executable, "-c", ASK], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


class Answer(dict):
    """Headers as a response gives them."""

    def has_header(self, name: str) -> bool:
        return name in self


def test_by_https_the_browser_is_told_to_stay_there(by_https: dict[str, Any]) -> None:
    for name in ("https", "sign-in", "missing", "host"):
        assert faults(Answer(by_https[name]["headers"]), secure=True) == [], name


def test_http_is_sent_to_https(by_https: dict[str, Any]) -> None:
    answer = by_https["http"]
    assert (answer["status"], answer["headers"]["Location"]) == (301, "https://ledger.example/healthz/")


def test_cookies_of_https_are_tied_to_the_host(by_https: dict[str, Any]) -> None:
    cookies = by_https["sign-in"]["cookies"]
    assert set(cookies) == {"__Host-csrf"}
    assert (cookies["__Host-csrf"]["secure"], cookies["__Host-csrf"]["domain"]) == (True, "")


@pytest.mark.parametrize("name", ["static", "script"])
def test_static_files_are_kept_long_under_a_name_of_their_content(by_https: dict[str, Any], name: str) -> None:
    answer = by_https[name]
    headers = answer["headers"]
    assert (answer["status"], headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert headers["Cache-Control"] == "max-age=315360000, public, immutable"
    assert answer["url"] not in {"/static/ledger.css", "/static/js/once.js"}


def test_static_files_are_for_this_site_only(by_https: dict[str, Any]) -> None:
    assert "Access-Control-Allow-Origin" not in by_https["static"]["headers"]
