"""The past of an entry as sentences by day, from the trail itself. Source: B8 (readable by people)."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from audit.models import Act
from audit.selectors import Change, history_of
from organizations.clock import SHANGHAI
from organizations.models import Account
from organizations.roles import Role
from organizations.scope import Standing
from problems.models import (
    Comment,
    Evidence,
    Extension,
    Incident,
    Milestone,
    Problem,
    ProgressReport,
    RectificationPlan,
    RequiredConsent,
    Urging,
)
from problems.selectors.joining import seen_beside
from problems.selectors.rectification import Rectification, rectification_of
from problems.selectors.timeline_joined import told_beside

# What each act says after the person's name. Acts of rooms above are named here by their keys only.
SENTENCES: dict[str, Any] = {
    "problem.register": _("registered the problem"),
    "problem.assign": _("assigned it to the unit"),
    "problem.submit_plan": _("filed the rectification plan"),
    "problem.approve_plan": _("approved the plan"),
    "problem.return_plan": _("returned the plan"),
    "problem.report_progress": _("reported progress"),
    "problem.replace_evidence": _("put a newer version in the place of a file"),
    "problem.withdraw_evidence": _("withdrew a file"),
    "problem.reuse_evidence": _("used files of another entry"),
    "problem.comment": _("commented"),
    "problem.withdraw_comment": _("withdrew a comment"),
    "problem.void": _("voided the entry"),
    "problem.ask_extension": _("asked for an extension"),
    "problem.decide_extension": _("decided on the extension"),
    "problem.record_required_consent": _("recorded the consent to a later date"),
    "problem.complete_source_facts": _("completed the source facts"),
    "problem.pause": _("paused the clocks"),
    "problem.resume": _("let the clocks run again"),
    "problem.enter_absorption_plan": _("entered the absorption plan"),
    "problem.list_supervision": _("listed the entry for supervision"),
    "problem.change_leader": _("put another leader in charge of the listed entry"),
    "problem.delist_supervision": _("took the entry off the list"),
    "problem.urge": _("urged the unit"),
    "problem.return_progress": _("returned the progress report"),
    "problem.report_incident": _("reported an incident"),
    "problem.note_incident": _("took note of the incident"),
    "problem.add_unit": _("added an assisting unit"),
    "problem.release_unit": _("released an assisting unit"),
    "problem.link": _("linked two entries"),
    "problem.unlink": _("removed a link"),
    "problem.merge": _("merged a duplicate"),
    "problem.ask_correction": _("asked for a correction"),
    "problem.apply_correction": _("corrected the entry as asked"),
    "problem.refuse_correction": _("refused the correction"),
    "problem.claim_nature": _("claimed that it is policy-caused"),
    "problem.confirm_nature": _("confirmed that it is policy-caused"),
    "problem.refuse_nature": _("did not confirm that it is policy-caused; it is a violation"),
    "problem.report": _("reported the problem to the office"),
    "problem.accept_report": _("accepted the unit's report and gave it a number"),
    "problem.refuse_report": _("did not accept the unit's report"),
    "draft.save": _("saved a draft"),
    "draft.discard": _("discarded a draft"),
    "type.add": _("added a violation type"),
    "type.change": _("changed a violation type"),
    "type.retire": _("retired a violation type"),
    "type.restore": _("took a violation type back into use"),
    "staffing.enter_alert": _("made it an entry from a warning of the staffing register"),
    "import.commit": _("took the entry over from a spreadsheet"),
    "verification.apply_for_close_out": _("applied for close-out"),
    "verification.record_check": _("recorded the check"),
    "verification.record_acceptance": _("recorded the acceptance"),
    "verification.record_look_back": _("recorded the look-back"),
    "verification.sign_off": _("signed the close-out"),
    "verification.answer_consent": _("answered for the superior office"),
    "verification.keep_open": _("kept the entry open"),
    "verification.record_later_look_back": _("looked back after closing"),
    "verification.waive_look_back": _("waived the look-back by a rule"),
    "verification.invite": _("invited departments to the acceptance"),
    "verification.withdraw_invitation": _("withdrew an invitation to the acceptance"),
    "verification.give_opinion": _("gave an opinion on the acceptance"),
    "verification.ask_verifier": _("asked the superior office for a verifier"),
    "verification.name_verifier": _("answered the request for a verifier"),
    "verification.end_loan": _("ended the loan of the verifier"),
    "verification.feed_back": _("fed the result back to the source"),
    "document.render": _("drew the close-out notice"),
    "import.start": _("uploaded a spreadsheet"),
    "import.map": _("said what the columns and values mean"),
    "import.exclude": _("left rows of the spreadsheet out"),
    "import.include": _("took rows back in"),
    "import.send": _("sent the spreadsheet for the leader's order"),
    "import.order": _("ordered the take-over"),
    "import.abandon": _("gave the import up"),
    "import.fail": _("the import could not be written"),
    "import.answer": _("said which rows are entries of the ledger already"),
    "import.undo": _("undid the import as a whole"),
    "account.create": _("created an account"),
    "account.create_system": _("set up the system's own account"),
    "account.enter": _("entered a person with an account"),
    "account.change_password": _("changed the password"),
    "account.reset_passwords": _("set demonstration passwords"),
    "account.activate": _("activated an account"),
    "account.suspend": _("suspended an account"),
    "account.reset_password": _("gave a new first password"),
    "post.grant": _("gave a post"),
    "post.end": _("ended a post"),
    "post.hand_over": _("handed a post over"),
    "post.take_up": _("open work followed a post that was handed over"),
    "unit.name_responsible": _("named who is responsible in the unit"),
    "document.scan": _("scanned a file"),
    "account.set_language": _("chose a language"),
    "account.create_token": _("made a token for a program"),
    "account.revoke_token": _("revoked a token"),
    "account.set_status": _("changed the status of an account"),
    "appointment.create": _("appointed a person"),
    "office.enter": _("entered an office"),
    "approval.precheck": _("asked the gate and kept the answer"),
    "approval.draft": _("wrote the application"),
    "approval.submit": _("signed and filed the application"),
    "approval.withdraw": _("withdrew the application"),
    "approval.assign_sections": _("named lead and assisting sections"),
    "approval.give_opinion": _("gave a pre-review opinion"),
    "approval.return": _("returned the application for completion"),
    "approval.mark_irregular": _("judged whether the motion is regular"),
    "approval.admit": _("examined the application at the gate and decided on admission"),
    "approval.revive": _("took the paused application up again"),
    "approval.lapse": _("let the application lapse"),
    "approval.comment": _("commented"),
    "approval.communicate": _("recorded what was talked over beforehand"),
    "approval.initiate": _("recorded the initiation"),
    "approval.appraise": _("appraised the matter"),
    "approval.return_as_unfit": _("returned the matter as not fit"),
    "approval.route_up": _("routed the matter to the superior office"),
    "approval.route_further": _("routed the matter further up"),
    "approval.put_on_agenda": _("put the matter on an agenda"),
    "approval.take_off_agenda": _("took the matter off the agenda"),
    "approval.find_procedure": _("recorded the finding on procedure"),
    "approval.record_result": _("recorded the result of the meeting"),
    "approval.issue_reply": _("signed and issued the official reply"),
    "approval.answer_as_superior": _("answered for the superior office"),
    "decision.acknowledge": _("acknowledged a copied decision"),
    "meeting.call": _("called a meeting"),
    "meeting.write_attendance": _("wrote who attends a meeting"),
    "meeting.close": _("closed a meeting with its minutes"),
    "control.suspend": _("suspended approvals"),
    "control.lift": _("lifted a suspension"),
    "control.withdraw_authority": _("took up the authority of a lower office"),
    "control.review_withdrawal": _("reviewed a withdrawal of authority"),
    "control.give_back": _("gave authority back"),
    "control.cut_quota": _("cut posts of a unit"),
    "follow_up.add_task": _("added a task to the follow-up"),
    "follow_up.report": _("reported on a task of the follow-up"),
    "follow_up.check": _("checked a task of the follow-up"),
    "follow_up.issue_letter": _("issued a supervision letter on a task"),
    "follow_up.enter_problem": _("entered in the ledger what was not carried out"),
    "task_force.set_up": _("set up a task force"),
    "task_force.change_members": _("changed the people of the task force"),
    "task_force.add_task": _("gave the task force a task"),
    "task_force.give_task_on": _("gave a task of the task force to somebody else"),
    "task_force.move_task": _("moved the day of a task of the task force"),
    "task_force.move_end": _("moved the end of the task force"),
    "task_force.finish_task": _("finished a task of the task force"),
    "task_force.end": _("ended the task force"),
    "authority.write": _("set the authority table"),
    "gate.except": _("recorded an exception from the gate"),
    "gate.end_exception": _("ended an exception from the gate"),
    "gate.draft_rule": _("drafted rules of the gate"),
    "gate.publish_rule": _("published rules of the gate"),
    "calendar.load_year": _("loaded a calendar year"),
    "reference.loadin_text": _("loaded reference data"),
    "event.sign_in": _("signed in or tried to"),
    "event.sign_in_locked": _("was locked out"),
    "event.sign_out": _("signed out"),
    "event.refused": _("was refused"),
    "event.read": _("read"),
    "event.download": _("took a file"),
    "event.export": _("exported"),
    "event.print": _("printed"),
}
# Fields of the entry whose change readers want to see; numbers and versions are bookkeeping.
TOLD = (
    "state",
    "required_on",
    "required_by",
    "promised_on",
    "approved_on",
    "extended_on",
    "paused_on",
    "target",
    "closed_on",
    "voided_on",
    "done",
    "nature",
    "nature_confirmed",
    "responsible",
    "kept_open",
    "relapses",
    "unit",
    "violation_type",
    "source",
    "sub_source",
    "source_document",
    "cause",
    "finder_level",
    "found_on",
    "facts",
    "quota",
    "actual",
    "found",
    "affected_office",
    "merged_into",
)

# What else is told with its own words: only where the entry has such rows, so that others cost no query.
TOLD_OF: tuple[tuple[str, Any, str], ...] = (
    ("has_extensions", Extension, "reason"),
    ("has_consents", RequiredConsent, "document"),
    ("has_urgings", Urging, "text"),
    ("has_incidents", Incident, "what"),
)


def timeline_of(
    problem: Problem,
    rectification: Rectification | None = None,
    *,
    until: datetime | None = None,
    viewer: Account | Standing | None = None,
) -> list[dict[str, Any]]:
    """Days newest first, each with its entries newest first, as ``components/timeline.html`` takes them.

    A constant number of queries, however long the past; fewer with ``rectification`` where the caller has read it.
    Other entries are mentioned only where ``viewer`` may see them.

    Args:
        rectification: As the viewer may read it; without it only what both sides read is told.
        until: Leaves out what was recorded after that moment.
    """
    entries: dict[int, dict[str, Any]] = {}
    for change in history_of(Problem, [problem.pk], fields=TOLD, creation=False):
        if change.act.name == "problem.void" and problem.merged_into_id:
            continue  # of the entry that it was merged into; this one only let its matter go
        entry = _entry(entries, change.act)
        if change.kind == "~":
            entry["changes"] += [
                {
                    "label": one.label,
                    "old": in_text(one.before, one.before_text),
                    "new": in_text(one.after, one.after_text),
                }
                for one in change.fields
                if one.name != "merged_into" or _may_see(problem, viewer, one.after)
            ]
    read = rectification or rectification_of(problem)
    _comments(entries, read.comments)
    _tell(entries, ProgressReport, problem.reports.order_by().values("pk"), "text")
    _tell(entries, RectificationPlan, problem.plans.order_by().values("pk"), "decision_note")
    for kept, model, field in TOLD_OF:
        if getattr(problem, kept, True):
            _tell(entries, model, model.objects.filter(problem=problem).order_by().values("pk"), field)
    _files(entries, read.evidence)
    moved = problem.extended_on is not None or any(one.returned_on for one in read.reports)
    _milestones(entries, read.plans, moved=moved)
    for told in told_beside(problem, viewer):
        entry = _entry(entries, told.act)
        entry["changes"] += told.changes
        entry["files"] += told.files
        if told.said and told.said != entry["reason"]:
            entry["said"] = told.said
    shown = [one for one in entries.values() if until is None or one["time"] <= until]
    newest_first = sorted(shown, key=lambda entry: entry["order"], reverse=True)
    days: list[dict[str, Any]] = []
    for entry in newest_first:
        day: date = entry["time"].astimezone(SHANGHAI).date()
        if not days or days[-1]["day"] != day:
            days.append({"day": day, "entries": []})
        days[-1]["entries"].append(entry)
    return days


def _may_see(problem: Problem, viewer: Account | Standing | None, problem_id: int) -> bool:
    return viewer is not None and problem_id in seen_beside(problem, viewer)


def _entry(entries: dict[int, dict[str, Any]], act: Act) -> dict[str, Any]:
    if act.pk not in entries:
        role = act.actor_role
        entries[act.pk] = {
            "order": act.pk,
            "time": act.at,
            "who": act.actor_name,
            "unit": act.actor_unit,
            "role": Role(role).label if role in Role.values else "",
            "sentence": SENTENCES.get(act.name, act.name),
            "reason": act.reason,
            "said": "",
            "changes": [],
            "files": [],
        }
    return entries[act.pk]


def _tell(entries: dict[int, dict[str, Any]], model: Any, ids: QuerySet, field: str) -> None:
    for change in history_of(model, ids, fields=[field], texts=False):
        entry = _entry(entries, change.act)
        said = next((one.after for one in change.fields if one.name == field), "")
        if said and said != entry["reason"]:
            entry["said"] = said


def _comments(entries: dict[int, dict[str, Any]], comments: list[Any]) -> None:
    known = {one.pk: one for one in comments}
    for change in history_of(Comment, list(known), fields=["text", "withdrawn_on"], texts=False):
        comment, entry = known[change.object_id], _entry(entries, change.act)
        if change.kind != "+":
            continue
        entry["said"] = comment.text
        if comment.withdrawn_on:
            entry["said"] = str(_("(withdrawn) %(text)s")) % {"text": comment.text}
        if comment.side == Comment.Side.OFFICE:
            only = str(_("read by the offices only"))
            entry["role"] = f"{entry['role']} · {only}"
        entry["files"] += [
            {"name": file["name"], "size": file["size"], "url": reverse("problems:comment_file", args=[file["pk"]])}
            for file in comment.attached
        ]


def _files(entries: dict[int, dict[str, Any]], evidence: list[Evidence]) -> None:
    known = {one.pk: one for one in evidence}
    changes: list[Change] = history_of(Evidence, list(known), fields=["name", "withdrawn_on"], texts=False)
    for change in changes:
        file, entry = known[change.object_id], _entry(entries, change.act)
        if change.kind == "+":
            entry["files"].append(
                {"name": file.name, "size": file.stored.size, "url": reverse("problems:evidence_page", args=[file.pk])}
            )
            if file.replaces is not None:
                entry["changes"].append({"label": _("File"), "old": file.replaces.name, "new": file.name})
        elif change.fields:
            entry["changes"].append({"label": _("File"), "old": file.name, "new": _("withdrawn")})


def _milestones(entries: dict[int, dict[str, Any]], plans: list[RectificationPlan], *, moved: bool) -> None:
    titles = {one.pk: one.title for plan in plans for one in plan.milestones.all() if moved or one.reached_on}
    for change in history_of(Milestone, list(titles), fields=["reached_on", "due_on"], texts=False):
        for one in change.fields if change.kind == "~" else ():
            _entry(entries, change.act)["changes"].append(
                {
                    "label": titles[change.object_id],
                    "old": in_text(one.before, "") if one.name == "due_on" or one.after is None else "",
                    "new": in_text(one.after, ""),
                }
            )


def in_text(value: Any, text: str) -> str:
    if isinstance(value, datetime):
        return date_format(value.astimezone(SHANGHAI), "DATETIME_FORMAT")
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return text


# How people call the doors through which an act came.
DOORS: dict[str, Any] = {
    "page": _("page"),
    "api": _("interface for programs"),
    "import": _("import"),
    "command": _("command of the installation"),
    "task": _("background work"),
    "shell": _("shell"),
}


def numbers_of_acts(act_ids: Iterable[int]) -> dict[int, list[tuple[int, str]]]:
    """For acts the entries they wrote, as (key, number); acts that wrote none are left out. One query."""
    found: dict[int, list[tuple[int, str]]] = {}
    rows = Problem.history.filter(act_id__in=list(act_ids)).order_by("history_id")
    for act_id, pk, number in rows.values_list("act_id", "id", "number"):
        if (pk, number or "—") not in found.setdefault(act_id, []) and len(found[act_id]) < 4:
            found[act_id].append((pk, number or "—"))
    return found


def numbers_of(keys: Iterable[str]) -> dict[str, str]:
    """Numbers of entries by key as events keep it, a text."""
    wanted = [int(key) for key in keys if key.isascii() and key.isdecimal() and len(key) < 19]
    return {str(pk): number or "—" for pk, number in Problem.objects.filter(pk__in=wanted).values_list("pk", "number")}
