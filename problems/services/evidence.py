"""Files that prove something: kept with an act, replaced by a newer version, withdrawn, used again. Source: B7.

Nothing is taken away: a replaced or withdrawn file stays with its entry, says so, and can still be opened.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext_lazy as _

from audit.refusals import recording_refusals
from documents.files import keep_upload, safe_name, stored_row
from documents.kept import Kept
from documents.models import StoredFile
from organizations.clock import today
from organizations.errors import Invalid, NotFound, WrongState
from organizations.models import Account
from organizations.scope import acting
from problems import policies
from problems.acting import Acting, acting_on, answered_before, ask_first, give_receipt, repeatable
from problems.models import Evidence, ProgressReport
from problems.selectors.evidence import reusable

REPLACE, WITHDRAW, REUSE = "problem.replace_evidence", "problem.withdraw_evidence", "problem.reuse_evidence"


@dataclass(frozen=True)
class NewFile:
    """A file to prove something: the upload, or one kept from an earlier sending, and the day the paper was formed."""

    upload: UploadedFile | None
    formed_on: date | None = None
    kept: Kept | None = None

    @property
    def name(self) -> str:
        """The name it is kept under."""
        if self.kept is not None:
            return self.kept.name
        return safe_name((self.upload.name if self.upload else "") or "")


def keep_all(files: Sequence[NewFile], *, field: str = "files") -> list[tuple[NewFile, StoredFile]]:
    """Check and keep the bytes before any lock is taken; the rows that use them are written with the act.

    The same content under the same name twice in one act is taken once: a file kept from a refused form is easily
    chosen again.

    Raises: Invalid under ``field``, naming every file that is refused and why.
    """
    kept: list[tuple[NewFile, StoredFile]] = []
    refused: list[str] = []
    if len(files) > settings.EVIDENCE_MAX_FILES:
        sentence = _("These are %(count)s files; one act takes %(limit)s. Send the rest with the next one.")
        raise Invalid(errors={"files": [sentence % {"count": len(files), "limit": settings.EVIDENCE_MAX_FILES}]})
    for one in files:
        if one.formed_on and one.formed_on > today():
            tomorrow = str(_("The day it was formed lies in the future."))
            refused.append(f"{one.name}: {tomorrow}")
            continue
        try:
            if one.kept is not None:
                kept.append((one, one.kept.stored))
            elif one.upload is not None:
                kept.append((one, keep_upload(one.upload)))
        except Invalid as error:
            refused.append(f"{one.name}: {error}")
    if refused:
        raise Invalid(errors={field: refused})
    first: dict[tuple[str, str], tuple[NewFile, StoredFile]] = {}
    for one, stored in kept:
        first.setdefault((one.name, stored.sha256), (one, stored))
    return list(first.values())


def add_evidence(
    now: Acting, kept: Sequence[tuple[NewFile, StoredFile]], report: ProgressReport | None = None, **owner: Any
) -> list[Evidence]:
    """Attach kept files to the entry, inside the open act; ``owner`` names what they belong to besides a report.

    Raises: Invalid under ``files`` when the entry would hold more than the limit of all its files.
    """
    require_room(now, sum(stored.size for _given, stored in kept))
    made = []
    for given, unsaved in kept:
        evidence = Evidence(
            problem=now.problem,
            report=report,
            stored=stored_row(unsaved),
            name=given.name,
            formed_on=given.formed_on,
            uploaded_on=today(),
            uploaded_by_id=now.standing.person_id,
            **owner,
        )
        evidence.save()
        made.append(evidence)
    return made


def require_room(now: Acting, size: int) -> None:
    """Refuse more bytes than an entry may hold in all. Raises Invalid under ``files``."""
    limit = settings.EVIDENCE_MAX_ENTRY_BYTES
    held = now.problem.evidence.aggregate(bytes=Sum("stored__size"))["bytes"] or 0
    if size and held + size > limit:
        sentence = _("All files of an entry may take %(limit)s MB, and %(held)s MB are taken. Send smaller files.")
        raise Invalid(errors={"files": [sentence % {"limit": limit // 1048576, "held": held // 1048576}]})


@repeatable(Evidence)
def replace_evidence(*, evidence_id: int, file: NewFile, reason: str, actor: Account, key: str = "") -> Evidence:
    """Put a newer version in the place of a file; the older one stays under its version number.

    Only while the unit rectifies: what the office verifies must not change under its eyes.

    Args:
        file: The newer file, with the day it was formed.
        reason: Why, for the readers of both versions.

    Returns: The newer file.

    Raises:
        Invalid: No reason, the same bytes as before, a file refused.
        WrongState: Not while rectifying, or the file is replaced, withdrawn or part of a verification already.
        NotFound, NotAllowed: See ``acting_on``.

    Source: B7.
    """
    problem_id, may = visible_problem(evidence_id, REPLACE, actor), policies.requires(REPLACE)
    ask_first(problem_id, REPLACE, actor=actor, may=may)
    kept = keep_all([file])
    with acting_on(problem_id, REPLACE, actor=actor, may=may, reason=reason.strip(), key=key) as now:
        now.move("replace_evidence")
        older = _in_use(evidence_id)
        given, unsaved = kept[0]
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the file is replaced.")]})
        if unsaved.sha256 == older.stored.sha256:
            raise Invalid(errors={"file": [_("This is the same file as before. Choose the newer one.")]})
        require_room(now, unsaved.size)
        newer = Evidence(
            problem=now.problem,
            report=older.report,
            stored=stored_row(unsaved),
            name=given.name,
            formed_on=given.formed_on,
            uploaded_on=today(),
            uploaded_by_id=now.standing.person_id,
            version=older.version + 1,
            replaces=older,
            replace_reason=reason.strip(),
        )
        newer.save()
        now.save()
        return now.made(newer)


@repeatable(Evidence)
def withdraw_evidence(*, evidence_id: int, reason: str, actor: Account, key: str = "") -> Evidence:
    """Take a file back with a reason. It stays with the entry, shown as withdrawn, and counts for nothing.

    Raises: Invalid without a reason; WrongState, NotFound, NotAllowed as ``replace_evidence``. Source: B7.
    """
    problem_id = visible_problem(evidence_id, WITHDRAW, actor)
    with acting_on(
        problem_id, WITHDRAW, actor=actor, may=policies.requires(WITHDRAW), reason=reason.strip(), key=key
    ) as now:
        now.move("withdraw_evidence")
        evidence = _in_use(evidence_id)
        if not reason.strip():
            raise Invalid(errors={"reason": [_("Say why the file is withdrawn.")]})
        evidence.withdrawn_on, evidence.withdrawn_by_id = today(), now.standing.person_id
        evidence.withdraw_reason = reason.strip()
        evidence.save(update_fields=["withdrawn_on", "withdrawn_by", "withdraw_reason"])
        now.save()
        return now.made(evidence)


def reuse_evidence(*, problem_id: int, evidence_ids: Sequence[int], actor: Account, key: str = "") -> list[Evidence]:
    """Use files that lie under other entries of the same unit for this one too; each says where it came from.

    Raises:
        Invalid: No file named, or one that ``selectors.evidence.reusable`` does not offer.
        WrongState, NotFound, NotAllowed: See ``acting_on``.

    Source: B7 (reuse with trace).
    """
    with acting_on(problem_id, REUSE, actor=actor, may=policies.requires(REUSE)) as now:
        if answered_before(actor, key, REUSE, f"problem:{problem_id}") is not None:
            return list(now.problem.evidence.filter(reused_from__in=evidence_ids))
        now.move("reuse_evidence")
        wanted = set(evidence_ids)
        found = list(reusable(now.standing, now.problem).filter(pk__in=wanted).order_by("pk"))
        if not wanted:
            raise Invalid(errors={"files": [_("Choose at least one file.")]})
        if len(found) != len(wanted):
            sentence = _("Choose files that lie under other entries of this unit and not yet under this one.")
            raise Invalid(errors={"files": [sentence]})
        made = []
        for source in found:
            copy = Evidence(
                problem=now.problem,
                stored=source.stored,
                name=source.name,
                formed_on=source.formed_on,
                uploaded_on=today(),
                uploaded_by_id=now.standing.person_id,
                reused_from=source,
            )
            copy.save()
            made.append(copy)
        now.save()
        give_receipt(actor, key, REUSE, made[0].pk, f"problem:{problem_id}")
        return made


def visible_problem(evidence_id: int, act_name: str, actor: Account) -> int:
    """Key of the entry a file belongs to. Raises NotFound, which is kept, where the actor may not know of it."""
    with recording_refusals(act_name, account=actor, object_kind="evidence", object_id=evidence_id):
        visible = policies.visible_to(acting(actor))
        found = (
            Evidence.objects.filter(pk=evidence_id, problem__in=visible).values_list("problem_id", flat=True).first()
        )
        if found is None:
            raise NotFound
        return found


def _in_use(evidence_id: int) -> Evidence:
    """The file, locked, while it counts. Raises WrongState when it is withdrawn, replaced or part of a verification."""
    evidence = (
        Evidence.objects.select_for_update(no_key=True, of=("self",))
        .select_related("stored", "report", "replaced_by")
        .get(pk=evidence_id)
    )
    if evidence.withdrawn_on:
        raise WrongState(_("This file is withdrawn already."))
    if Evidence.objects.filter(replaces=evidence).exists():
        raise WrongState(_("A newer version has taken the place of this file. Open that one."))
    if not evidence.from_unit:
        raise WrongState(_("This file belongs to a record of verification and stays as it is."))
    return evidence
