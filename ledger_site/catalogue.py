"""The Chinese catalogue: extracted, merged, checked and compiled by Babel, so that no gettext tools are needed.

Templates are turned into Python-like text by Django's own ``templatize`` and read by Babel's Python extractor.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import templatize

ROOMS = (
    "audit",
    "organizations",
    "deadlines",
    "documents",
    "problems",
    "staffing",
    "verification",
    "approvals",
    "ledger_site",
    "demo",
)
KEYWORDS: dict[str, Any] = {
    **DEFAULT_KEYWORDS,
    "_": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
LOCALE = "zh_Hans"


def po_path() -> Path:
    """The one catalogue in the tree; English is the language of the code."""
    return Path(settings.LOCALE_PATHS[0]) / LOCALE / "LC_MESSAGES" / "django.po"


def _sources() -> Iterator[tuple[Path, bytes]]:
    root: Path = settings.ROOT
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path, path.read_bytes()
    for path in sorted((root / "templates").rglob("*")):
        if path.suffix in {".html", ".txt"}:
            text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # What remains of the markup keeps its indentation, which no tokenizer accepts.
            yield path, "\n".join(line.strip() for line in text.splitlines()).encode()


def extracted() -> Catalog:
    """Every message the code and the templates use, with the files that use it."""
    catalogue = Catalog(locale=LOCALE, project="ledger", charset="utf-8")
    for path, text in _sources():
        name = path.relative_to(settings.ROOT).as_posix()
        found: Any = extract_python(
            io.BytesIO(text), cast(Any, list(KEYWORDS)), ("Translators:",), {"encoding": "utf-8"}
        )
        for line, function, messages, comments in found:
            wanted = KEYWORDS[function]
            parts = messages if isinstance(messages, tuple) else (messages,)
            context: Any = None
            texts: Any = parts[:1]
            if wanted and isinstance(wanted[0], tuple):
                context, texts = parts[0], parts[1 : len(wanted)]
            elif wanted:
                texts = parts[: len(wanted)]
            if not texts or any(not one for one in texts):
                continue
            key = texts[0] if len(texts) == 1 else tuple(texts)
            flags = ["python-format"] if "%(" in texts[0] else []
            catalogue.add(key, None, [(name, line)], flags=flags, auto_comments=comments, context=context)
    return catalogue


def stored() -> Catalog:
    """The catalogue in the tree; empty when there is none yet."""
    if not po_path().exists():
        return Catalog(locale=LOCALE, charset="utf-8")
    with po_path().open("rb") as file:
        return read_po(file, locale=LOCALE, charset="utf-8")


def update() -> int:
    """Merge what the code uses into the catalogue; answers how many messages still lack Chinese."""
    merged, fresh = Catalog(locale=LOCALE, project="ledger", charset="utf-8", fuzzy=False), extracted()
    known = stored()
    for message in fresh:
        if not message.id:
            continue
        old = known.get(message.id, message.context)
        merged.add(
            message.id,
            old.string if old else None,
            [(name, 0) for name in sorted({name for name, _line in message.locations})],
            flags=message.flags - {"fuzzy"},
            context=message.context,
        )
    po_path().parent.mkdir(parents=True, exist_ok=True)
    with po_path().open("wb") as file:
        write_po(file, merged, width=110, sort_output=True, omit_header=False, include_lineno=False)
    return len(untranslated(merged))


def untranslated(catalogue: Catalog) -> list[str]:
    """Messages without Chinese, or marked fuzzy, or whose placeholders differ."""
    wrong = []
    for message in catalogue:
        if not message.id:
            continue
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        name = message.id if isinstance(message.id, str) else message.id[0]
        if not all(strings) or message.fuzzy or (message.python_format and list(message.check(catalogue))):
            wrong.append(name)
    return wrong


def problems() -> list[str]:
    """What the check complains of: messages that the catalogue lacks, and those it has without Chinese."""
    known = stored()
    missing = [
        message.id if isinstance(message.id, str) else message.id[0]
        for message in extracted()
        if message.id and known.get(message.id, message.context) is None
    ]
    return [f"not in the catalogue: {one}" for one in missing] + [f"no Chinese: {one}" for one in untranslated(known)]


def compile_catalogue() -> Path:
    """Write the compiled catalogue beside the text one."""
    target = po_path().with_suffix(".mo")
    with target.open("wb") as file:
        write_mo(file, stored())
    return target
