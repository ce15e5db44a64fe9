"""The questions that a verifier answers in the record of a check or an acceptance. Source: C1, H8."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from organizations.errors import NotFound
from organizations.models import Account
from organizations.scope import standing_of
from problems.models import Problem
from verification import policies
from verification.models import Answered, CheckQuestion
from verification.selectors.rules import all_check_questions, check_questions
from verification.selectors.signs import reworded, signs_of

ANSWER_LENGTH = 2000


@dataclass(frozen=True)
class Question:
    """One question: ``kind`` is one of ``Answered.Kind``."""

    kind: str
    code: str
    text: str
    on_site_only: bool = False


def questions_for(act: str, problem: Problem, *, on_site: bool = False) -> list[Question]:
    """What has to be answered in a record of ``act``: the list of the check, then what the data raise."""
    asked = check_questions(on_site=on_site) if act == policies.CHECK else []
    return [_of_list(one) for one in asked] + _raised(act, problem)


def questions_shown(act: str, problem: Problem) -> list[Question]:
    """As ``questions_for``, with the questions of both kinds of check: the page chooses the kind while it is filled."""
    asked = all_check_questions() if act == policies.CHECK else []
    return [_of_list(one) for one in asked] + _raised(act, problem)


def _of_list(question: Any) -> Question:
    return Question(Answered.Kind.QUESTION, question.code, question.name, not question.at_desk)


def _raised(act: str, problem: Problem) -> list[Question]:
    if act not in {policies.CHECK, policies.ACCEPTANCE}:
        return []
    return [Question(Answered.Kind.SIGN, one.code, one.question) for one in signs_of(problem)]


def answers_to(asked: list[Question], answers: Mapping[str, str]) -> tuple[list[Answered], dict[str, list[Any]]]:
    """The answers ready to be saved with their record, and under ``answer_…`` what is missing."""
    rows, errors = [], {}
    for one in asked:
        answer = str(answers.get(one.code, "")).strip()
        if not answer:
            errors[f"answer_{one.code}"] = [_("Answer this question: %(question)s") % {"question": one.text}]
        elif len(answer) > ANSWER_LENGTH:
            errors[f"answer_{one.code}"] = [
                _("Keep the answer within %(count)s characters.") % {"count": ANSWER_LENGTH}
            ]
        rows.append(Answered(kind=one.kind, code=one.code, question=one.text, answer=answer))
    return rows, errors


def in_readers_language(answers: Iterable[Answered]) -> None:
    """Give each answer the question as ``asked``: in the reader's language where its wording is still the one known
    under its code, else as it was stored."""
    rows = list(answers)
    codes = {one.code for one in rows if one.kind == Answered.Kind.QUESTION}
    known = {one.code: one for one in CheckQuestion.objects.filter(code__in=codes)} if codes else {}
    for row in rows:
        now = known.get(row.code)
        if row.kind == Answered.Kind.SIGN:
            row.asked = reworded(row.code, row.question)  # type: ignore[attr-defined]
        elif now is not None and row.question in {now.name_zh, now.name_en}:
            row.asked = now.name  # type: ignore[attr-defined]
        else:
            row.asked = row.question  # type: ignore[attr-defined]


def questions_of_entry(*, viewer: Account, problem: Problem) -> list[Question]:
    """What the data ask about an entry reached through a selector, for who verifies, signs or consents.

    Raises: NotFound for everybody else, the unit first of all.
    """
    if not policies.may_see_signs(standing_of(viewer), problem):
        raise NotFound
    return [_of_list(one) for one in all_check_questions()] + _raised(policies.CHECK, problem)
