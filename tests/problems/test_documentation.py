"""Pages of the documentation that are printed from the code say what the code says."""

from django.conf import settings
from django.utils import translation

from ledger_site.management.commands.act_tables import tables


def test_the_act_tables_are_those_of_the_code():
    with translation.override("en"):
        wanted = tables()
    assert (settings.ROOT / "docs" / "acts.md").read_text(encoding="utf-8") == wanted


def test_both_readmes_name_the_same_commands():
    english, chinese = ((settings.ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.zh.md"))
    for word in (
        "make run",
        "make test",
        "manage.py verify_trail",
        "manage.py doctor",
        "import_ledger",
        "/api/schema/",
    ):
        assert word in english and word in chinese
