"""The authority table of an office: who decides which kind and amount, as data. Source: D13."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from approvals import policies
from approvals.models import ApplicationKind, AuthorityRule, Body
from audit.acts import act
from audit.refusals import recording_refusals
from organizations.clock import today
from organizations.errors import Invalid, NotFound
from organizations.models import Account, Office
from organizations.scope import acting
from problems.acting import answered_before, give_receipt
from staffing.models import PostKind


@dataclass(frozen=True)
class Line:
    """One line: these kinds, of these posts, up to this number, are decided by that body. Empty means any."""

    body: str
    kinds: Sequence[str] = ()
    post_kinds: Sequence[str] = ()
    up_to: int | None = None
    basis: str = ""


def write_authority(*, office_id: int, lines: Sequence[Line], actor: Account, key: str = "") -> list[AuthorityRule]:
    """Set the whole table of an office from today on; the lines before it end and stay readable.

    Without lines the office follows the standard table again.

    Raises:
        NotFound, NotAllowed: Not the actor's office to lead.
        Invalid: A line that does not fit; all are named together.

    Source: D13.
    """
    with recording_refusals(policies.AUTHORITY, account=actor, object_kind="office", object_id=office_id):
        standing = acting(actor)
        if office_id not in standing.office_ids | standing.lower_office_ids:
            raise NotFound
        if not policies.may_for(standing, policies.AUTHORITY, office_id=office_id, unit_id=None):
            raise policies.refusal(policies.AUTHORITY)
        subject = f"office:{office_id}"
        errors = _errors(lines)
        if errors:
            raise Invalid(errors=errors)
        with act(policies.AUTHORITY, actor=standing.facts(office_id=office_id)):
            Office.objects.select_for_update(no_key=True).get(pk=office_id)
            if answered_before(actor, key, policies.AUTHORITY, subject) is not None:
                return list(AuthorityRule.objects.filter(office_id=office_id, valid_until=None))
            day = today()
            for row in AuthorityRule.objects.filter(office_id=office_id, valid_until=None):
                row.valid_until = day - timedelta(days=1)
                row.save(update_fields=["valid_until"])
            made = []
            for place, line in enumerate(lines, 1):
                row = AuthorityRule(
                    office_id=office_id,
                    position=place,
                    kinds=list(line.kinds),
                    post_kinds=list(line.post_kinds),
                    up_to=line.up_to,
                    body=line.body,
                    basis=line.basis.strip()[:200],
                    valid_from=day,
                )
                row.save()
                made.append(row)
            give_receipt(actor, key, policies.AUTHORITY, office_id, subject)
            return made


def _errors(lines: Sequence[Line]) -> dict[str, list[Any]]:
    kinds = set(ApplicationKind.objects.values_list("code", flat=True))
    posts = set(PostKind.objects.values_list("code", flat=True))
    wrong: list[Any] = []
    for place, line in enumerate(lines, 1):
        if line.body not in Body.values:
            wrong.append(_("Line %(place)s: choose who decides.") % {"place": place})
        if set(line.kinds) - kinds:
            wrong.append(_("Line %(place)s: choose kinds of application from the list.") % {"place": place})
        if set(line.post_kinds) - posts:
            wrong.append(_("Line %(place)s: choose kinds of posts from the list.") % {"place": place})
        if line.up_to is not None and not 0 <= line.up_to <= 10_000:
            wrong.append(_("Line %(place)s: the number is not plausible.") % {"place": place})
    return {"lines": wrong} if wrong else {}
