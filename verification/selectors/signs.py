"""Signs of sham rectification, put to the verifier as questions. They prove nothing: each asks to be looked at. H8.

Shown to those who verify, sign or consent, never to the unit. Five signs, each at most one question an entry.
"""

import calendar
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from django.conf import settings
from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Q, Value
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override, pgettext

from organizations.clock import in_words
from problems.models import Closing, Evidence, Problem, RectificationPlan
from verification.models import CloseOut

# The kinds of sign, and the code under which an answer is kept. Thresholds are our choice (decision 0013).
SAME_FILE, FORMED_BEFORE, COPIED_PLAN, QUARTER_END, DEADLINE_DAY = (
    "sign_same_file",
    "sign_formed_before",
    "sign_copied_plan",
    "sign_quarter_end",
    "sign_deadline_day",
)
WORDS: dict[str, Any] = {
    SAME_FILE: gettext_lazy(
        "The same file stands under several entries: %(files)s also under %(entries)s. What does it prove here?"
    ),
    FORMED_BEFORE: gettext_lazy(
        "Formed before the problem was found on %(day)s: %(files)s. How can it prove what was done afterwards?"
    ),
    COPIED_PLAN: gettext_lazy(
        "The measures of the plan read like those of %(entries)s. Do they fit this problem, and were they carried out?"
    ),
    QUARTER_END: gettext_lazy(
        "All %(count)s closings of this unit, and this application, fall into the last ten days of a quarter. "
        "What was done in the weeks before?"
    ),
    DEADLINE_DAY: gettext_lazy(
        "All files were uploaded on the day of the deadline, %(day)s. When were the measures carried out?"
    ),
}
SIMILAR = 0.9  # share of equal characters of two normalised plans
SHORTEST_PLAN = 20  # characters; below it plans look alike by themselves
PLANS_COMPARED = 400  # the newest of the office
LAST_DAYS = 10  # of a quarter
FEWEST_CLOSINGS = 3
NAMED = 3  # files or entries named in a question; the rest is counted


@dataclass(frozen=True)
class Sign:
    """One question raised by the data."""

    code: str
    question: str


def signs_of(problem: Problem) -> list[Sign]:
    """What the verifier of ``problem`` should look at, in the reader's language. Six queries at most.

    Args:
        problem: With office and unit joined.

    Returns: At most one question for each kind of sign; the same data gives the same questions.

    Source: H8.
    """
    files = list(_files_of_unit(problem))
    found = [
        _same_file(problem, files),
        _formed_before(problem, files),
        _copied_plan(problem),
        _quarter_end(problem),
        _deadline_day(problem, files),
    ]
    return [one for one in found if one is not None]


def reworded(code: str, stored: str) -> str:
    """A question as it was put then, in the reader's language: the same files, entries and days, other words.

    The stored text itself where its wording is not known, such as after the words of a question were changed.
    """
    if code not in WORDS:
        return stored
    for language, _name in settings.LANGUAGES:
        with override(language):
            words = str(WORDS[code])
        found = re.fullmatch(re.sub(r"%\\\((\w+)\\\)s", r"(?P<\1>.+?)", re.escape(words)), stored, re.DOTALL)
        if found is not None:
            return str(WORDS[code]) % found.groupdict()
    return stored


def _files_of_unit(problem: Problem) -> Any:
    """Evidence that the unit gave: with its reports and applications, not with records of verification."""
    records = Q(attachment=None) | Q(attachment__close_out__isnull=False) | Q(attachment__own_look_back__isnull=False)
    return Evidence.objects.filter(records, problem=problem, withdrawn_on=None).order_by("pk")


def _named(names: Iterable[str]) -> str:
    listed = list(dict.fromkeys(names))
    text = pgettext("between names", ", ").join(listed[:NAMED])
    if len(listed) > NAMED:
        text += ngettext(" and %(count)s more", " and %(count)s more", len(listed) - NAMED) % {
            "count": len(listed) - NAMED
        }
    return text


def _same_file(problem: Problem, files: list[Evidence]) -> Sign | None:
    others = (
        Evidence.objects.filter(stored_id__in={one.stored_id for one in files}, withdrawn_on=None)
        .exclude(problem=problem)
        .values_list("stored_id", "problem__number", "problem__office_id")
        .order_by("problem_id", "pk")
    )
    twice, entries = set(), []
    for stored, number, office in others:
        twice.add(stored)
        entries.append(number if office == problem.office_id and number else _("an entry of another office"))
    if not twice:
        return None
    return Sign(
        SAME_FILE,
        str(WORDS[SAME_FILE])
        % {"files": _named(one.name for one in files if one.stored_id in twice), "entries": _named(entries)},
    )


def _formed_before(problem: Problem, files: list[Evidence]) -> Sign | None:
    early = [one for one in files if one.formed_on and one.formed_on < problem.found_on]
    if not early:
        return None
    return Sign(
        FORMED_BEFORE,
        str(WORDS[FORMED_BEFORE])
        % {
            "day": in_words(problem.found_on),
            "files": _named(f"{one.name} ({in_words(one.formed_on)})" for one in early if one.formed_on),
        },
    )


def _copied_plan(problem: Problem) -> Sign | None:
    stands = RectificationPlan.objects.filter(
        status__in=["approved", "submitted"], problem__office_id=problem.office_id
    )
    rows = (
        stands.annotate(words=StringAgg("measures__text", Value("\n"), order_by="measures__position"))
        .order_by("-pk")
        .values_list("problem_id", "problem__number", "problem__unit__name", "words")
    )
    own = rows.filter(problem=problem).first()
    text = normalised(own[3] or "", problem.unit.name) if own else ""
    if len(text) < SHORTEST_PLAN:
        return None
    alike = [
        f"{number} {unit}"
        for _pk, number, unit, words in rows.exclude(problem=problem)[:PLANS_COMPARED]
        if alike_texts(text, normalised(words or "", unit))
    ]
    if not alike:
        return None
    return Sign(
        COPIED_PLAN,
        str(WORDS[COPIED_PLAN]) % {"entries": _named(alike)},
    )


def normalised(text: str, unit: str) -> str:
    """The text without the unit's name, figures, spaces and signs: what is left is what was written for it."""
    return re.sub(r"[\W\d_]+", "", text.replace(unit, "")).lower()


def alike_texts(one: str, other: str) -> bool:
    """Whether two normalised texts are the same or nearly so."""
    if one == other:
        return True
    compared = SequenceMatcher(None, one, other, autojunk=False)
    return compared.real_quick_ratio() >= SIMILAR and compared.quick_ratio() >= SIMILAR and compared.ratio() >= SIMILAR


def at_quarter_end(day: date) -> bool:
    """Whether ``day`` is one of the last ten days of a quarter: 2026-09-21 is the first of them, 2026-09-20 is not."""
    return day.month % 3 == 0 and day.day > calendar.monthrange(day.year, day.month)[1] - LAST_DAYS


def _quarter_end(problem: Problem) -> Sign | None:
    days = list(Closing.objects.filter(problem__unit_id=problem.unit_id).values_list("closed_on", flat=True))
    running = CloseOut.objects.filter(problem=problem, ended_on=None).values_list("applied_on", flat=True).first()
    if len(days) < FEWEST_CLOSINGS or running is None or not all(map(at_quarter_end, [*days, running])):
        return None
    return Sign(
        QUARTER_END,
        str(WORDS[QUARTER_END]) % {"count": len(days)},
    )


def _deadline_day(problem: Problem, files: list[Evidence]) -> Sign | None:
    if not files or problem.deadline_on is None or {one.uploaded_on for one in files} != {problem.deadline_on}:
        return None
    return Sign(
        DEADLINE_DAY,
        str(WORDS[DEADLINE_DAY]) % {"day": in_words(problem.deadline_on)},
    )
