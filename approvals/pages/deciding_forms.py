"""Forms of the second half: initiation, appraisal, meeting, result, reply. They check shape; services check rules."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import (
    AgendaItem,
    Application,
    ApplicationKind,
    AppraisalView,
    Body,
    FollowUpTask,
    Initiation,
    Meeting,
    MeetingAttendee,
)
from approvals.rules.deliberation import CRITERIA
from approvals.rules.follow_up import NewCopy, NewTask
from approvals.services.appraisal import View
from approvals.services.authority import Line
from approvals.services.initiation import Communication
from approvals.services.meetings import Attendee, NewMeeting
from approvals.services.results import Outcome
from organizations.models import Partner, Person, Section
from problems.pages.forms import CHOOSE, ActForm, DayField
from problems.pages.kept_files import KeptFileForm, kept_field
from staffing.models import PostKind

HOLDS = (("yes", pgettext_lazy("a view", "It holds")), ("no", pgettext_lazy("a view", "It does not hold")))


def _text(label: Any, rows: int = 3, *, required: bool = False, limit: int = 4000, help_text: Any = "") -> Any:
    return forms.CharField(
        label=label,
        required=required,
        max_length=limit,
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=help_text,
    )


class CommunicationForm(ActForm):
    held_on = DayField(label=_("Talked over on"))
    people = forms.CharField(label=_("People taking part"), max_length=200)
    summary = _text(_("What was talked over"), required=True)

    def communication(self) -> Communication:
        data = self.cleaned_data
        return Communication(data["held_on"], data["people"], data["summary"])


class InitiationForm(KeptFileForm):
    situation = forms.ChoiceField(label=_("Situation"), choices=Initiation.Situation)
    party_group_on = DayField(label=_("Party group decided on"))
    party_group_document = forms.CharField(label=_("Party group's decision"), max_length=120)
    attachment = forms.FileField(
        label=_("The decision as a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("Not needed where the unit filed it with its materials."),
    )
    attachment_kept = kept_field()
    uploads = ("attachment",)
    held_on = DayField(label=_("Talked over beforehand on"), required=False)
    people = forms.CharField(label=_("People taking part"), max_length=200, required=False)
    summary = _text(_("What was talked over"), 2, help_text=_("Not needed where it is on record already."))
    note = _text(_("Note"), 2)

    def communication(self) -> Communication | None:
        data = self.cleaned_data
        if not (data["held_on"] or data["people"] or data["summary"]):
            return None
        return Communication(data["held_on"] or date.max, data["people"], data["summary"])


class AppraisalForm(ActForm):
    """Six views, each with whether it holds; and what important matters and added posts need besides."""

    important = forms.BooleanField(
        label=_("Important or complex matter"),
        required=False,
        help_text=_("What goes beyond the directors' meeting is important in any case."),
    )
    experts = _text(_("Experts, and what they said"), 2)
    risk_assessment = _text(_("Risk assessment"), 2)
    prior_assessment = _text(
        _("Assessment before the fact"), 2, help_text=_("For new bodies, added posts and important or complex matters.")
    )
    conclusion = _text(_("Conclusion"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = {}
        for aspect in AppraisalView.Aspect:
            fields[f"holds_{aspect}"] = forms.ChoiceField(label=aspect.label, choices=HOLDS, required=False)
            fields[aspect.value] = _text(_("%(aspect)s: why") % {"aspect": aspect.label}, 2)
        self.fields = {**fields, **self.fields}  # type: ignore[assignment]

    def views(self) -> dict[str, View]:
        data = self.cleaned_data
        return {aspect: View(data[f"holds_{aspect}"] != "no", data[aspect]) for aspect in AppraisalView.Aspect.values}


class ExplanationForm(ActForm):
    explanation = _text(_("Explanation"))


class AgendaForm(ActForm):
    meeting = forms.ModelChoiceField(Meeting.objects.none(), label=_("Meeting"), empty_label=CHOOSE)

    def __init__(self, *args: Any, meetings: Any, office_id: int, **kwargs: Any):
        """``meetings`` are offered; another of the office, sent by a form of yesterday, is refused by the service."""
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["meeting"].queryset = Meeting.objects.filter(office_id=office_id)
        fields["meeting"].choices = [("", CHOOSE), *((one.pk, str(one)) for one in meetings)]


class ProcedureForm(ActForm):
    sound = forms.ChoiceField(
        label=_("The procedure is"), choices=(("yes", _("sound")), ("no", _("not sound"))), widget=forms.RadioSelect
    )
    finding = _text(_("Finding"))


class ResultForm(ActForm):
    """What the minutes have on one matter."""

    result = forms.ChoiceField(label=_("Result"), choices=AgendaItem.Result)
    criteria = forms.MultipleChoiceField(
        label=_("Criteria that hold"), choices=CRITERIA.items(), required=False, widget=forms.CheckboxSelectMultiple
    )
    recused = forms.MultipleChoiceField(label=_("Withdrew"), required=False, widget=forms.CheckboxSelectMultiple)
    recused_why = forms.CharField(label=_("Why they withdrew"), required=False, max_length=200)
    votes_for = forms.IntegerField(label=_("Votes for"), required=False, min_value=0, max_value=200)
    votes_against = forms.IntegerField(label=_("Votes against"), required=False, min_value=0, max_value=200)
    abstentions = forms.IntegerField(label=_("Abstentions"), required=False, min_value=0, max_value=200)
    explanation = _text(_("Explanation"), help_text=_("Not needed when approved."))

    def __init__(self, *args: Any, application: Application, attendees: Sequence[MeetingAttendee], **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["recused"].choices = [(one.pk, one.name) for one in attendees]
        self.items = [one for one in application.items.all() if one.amount]
        for one in self.items:
            fields[f"amount_{one.pk}"] = forms.IntegerField(
                label=_("Approved: %(what)s (asked for %(amount)s)") % {"what": one.what, "amount": one.amount},
                required=False,
                initial=one.amount,
                min_value=-10_000,
                max_value=10_000,
            )

    def outcome(self) -> Outcome:
        data = self.cleaned_data
        given = {one.pk: data[f"amount_{one.pk}"] for one in self.items}
        return Outcome(
            result=data["result"],
            criteria={code: code in data["criteria"] for code in CRITERIA},
            votes_for=data["votes_for"],
            votes_against=data["votes_against"],
            abstentions=data["abstentions"],
            recused=[(int(pk), data["recused_why"]) for pk in data["recused"]],
            explanation=data["explanation"],
            amounts={pk: number for pk, number in given.items() if number is not None},
        )


class ReplyForm(ActForm):
    """The words of the reply, the tasks that go with it, and who gets a copy."""

    text = _text(_("What is decided"), help_text=_("In Chinese: the reply is an official letter."))

    def __init__(
        self,
        *args: Any,
        application: Application,
        tasks: Sequence[NewTask],
        copies: Sequence[NewCopy],
        more: bool = True,
        **kwargs: Any,
    ):
        """``tasks`` and ``copies`` are offered; with ``more`` one of each can be added."""
        super().__init__(*args, **kwargs)
        self.tasks_offered, self.copies_offered, self.more = list(tasks), list(copies), more
        items = [(one.pk, one.what) for one in application.items.filter(struck_on=None).order_by("position", "pk")]
        for place, one in enumerate(self._places(), 1):
            self._add_task(place, one, items)
        self._add_copies(application.office_id)

    def _places(self) -> list[NewTask | None]:
        return [*self.tasks_offered, *([None] if self.more else [])]

    def _add_task(self, place: int, one: NewTask | None, items: Sequence[tuple[int, str]]) -> None:
        fields: dict[str, Any] = self.fields
        subjects = FollowUpTask.Subject.choices
        fields[f"subject_{place}"] = forms.ChoiceField(
            label=_("Task %(place)s: subject") % {"place": place} if one else _("Another task: subject"),
            required=False,
            choices=subjects if one else [("", CHOOSE), *subjects],
            initial=one.subject if one else "",
        )
        subject = FollowUpTask.Subject(one.subject).label if one else _("Another task")
        fields[f"task_{place}"] = forms.CharField(
            label=_("Task %(place)s: %(subject)s") % {"place": place, "subject": subject},
            required=False,
            max_length=300,
            initial=one.text if one else "",
        )
        fields[f"due_{place}"] = DayField(
            label=_("Task %(place)s: until") % {"place": place},
            required=False,
            initial=one.due_on if one else None,
            help_text=_("Leave task and day empty to do without it."),
        )
        if len(items) > 1:
            fields[f"item_{place}"] = forms.TypedChoiceField(
                label=_("Task %(place)s: item") % {"place": place},
                required=False,
                coerce=int,
                empty_value=None,
                choices=[("", _("The whole application")), *items],
                initial=one.item_id if one else None,
            )

    def _add_copies(self, office_id: int) -> None:
        fields: dict[str, Any] = self.fields
        names = {f"s{one.pk}": one.name for one in Section.objects.filter(office_id=office_id).order_by("pk")}
        names |= {f"p{one.pk}": one.name for one in Partner.objects.filter(office_id=office_id).order_by("pk")}
        offered = [_code(one) for one in self.copies_offered]
        if offered:
            fields["copies"] = forms.MultipleChoiceField(
                label=_("Copied to"),
                required=False,
                choices=[(_code(one), f"{names[_code(one)]} · {one.must}") for one in self.copies_offered],
                initial=offered,
                widget=forms.CheckboxSelectMultiple,
            )
        if self.more:
            fields["receiver"] = forms.ChoiceField(
                label=_("Copied to somebody else"),
                required=False,
                choices=[("", "—"), *((code, name) for code, name in names.items() if code not in offered)],
            )
            fields["receiver_must"] = forms.CharField(label=_("Who has to"), required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        """A task has its words, its day and its subject, and a receiver something to do; nothing is dropped unsaid."""
        data: dict[str, Any] = super().clean() or self.cleaned_data
        for place, offered in enumerate(self._places(), 1):
            text, day = f"task_{place}", f"due_{place}"
            if text in self.errors or day in self.errors:
                continue
            if data.get(text) and not data.get(day):
                self.add_error(day, _("Say until when, or leave the task empty as well."))
            elif data.get(day) and not data.get(text):
                self.add_error(text, _("Say what has to be done, or leave the day empty as well."))
            elif data.get(text) and not offered and not data.get(f"subject_{place}"):
                self.add_error(f"subject_{place}", _("Choose the subject of the task."))
        if data.get("receiver") and not data.get("receiver_must"):
            self.add_error("receiver_must", _("Say what they have to do."))
        elif data.get("receiver_must") and not data.get("receiver") and "receiver" not in self.errors:
            self.add_error("receiver", _("Choose who gets the copy."))
        return data

    def tasks(self) -> list[NewTask]:
        data, found = self.cleaned_data, []
        for place, one in enumerate(self._places(), 1):
            text, due = data[f"task_{place}"], data[f"due_{place}"]
            if text and due:
                subject = data[f"subject_{place}"] or (one.subject if one else "")
                found.append(NewTask(subject, text, due, data.get(f"item_{place}")))
        return found

    def copies(self) -> list[NewCopy]:
        data = self.cleaned_data
        wanted, added = set(data.get("copies", ())), data.get("receiver", "")
        found = [one for one in self.copies_offered if _code(one) in wanted]
        if added:
            key = {"s": "section_id", "p": "partner_id"}[added[0]]
            found.append(NewCopy(data["receiver_must"], **{key: int(added[1:])}))
        return found


class SuperiorReplyForm(ReplyForm):
    RESULTS = (
        ("approved", AgendaItem.Result.APPROVED.label),
        ("disapproved", AgendaItem.Result.DISAPPROVED.label),
        ("returned", AgendaItem.Result.RETURNED.label),
    )
    result = forms.ChoiceField(label=_("Result"), choices=RESULTS)
    body = forms.ChoiceField(
        label=pgettext_lazy("that decides", "Body"),
        required=False,
        choices=[("", CHOOSE), *((one.value, one.label) for one in Body if one != Body.SUPERIOR)],
        help_text=_("Not needed when the matter is returned."),
    )
    decided_by = forms.CharField(label=_("Decided by"), max_length=120)
    decided_on = DayField(label=_("Decided on"))
    explanation = _text(_("Explanation"), help_text=_("Not needed when approved."))
    field_order = ("result", "body", "decided_by", "decided_on", "text", "explanation")


def _code(one: NewCopy) -> str:
    return f"s{one.section_id}" if one.section_id else f"p{one.partner_id}"


class MeetingForm(ActForm):
    body = forms.ChoiceField(
        label=pgettext_lazy("that decides", "Body"),
        choices=[(one.value, one.label) for one in Body if one != Body.SUPERIOR],
    )
    title = forms.CharField(label=_("Title"), max_length=120)
    held_on = DayField(label=pgettext_lazy("of a meeting", "Held on"))
    place = forms.CharField(label=_("Place"), max_length=100, required=False)
    chaired_by = forms.CharField(label=_("Chair"), max_length=40)

    def meeting(self) -> NewMeeting:
        data = self.cleaned_data
        return NewMeeting(data["body"], data["title"], data["held_on"], data["chaired_by"], data["place"])


class AttendanceForm(ActForm):
    """Who attends; the rows beside it."""


class AttendeeForm(forms.Form):
    person = forms.ModelChoiceField(
        Person.objects.none(), label=_("Of this office"), required=False, empty_label=_("Somebody else")
    )
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), required=False, max_length=40)
    body = forms.CharField(label=_("Comes from"), required=False, max_length=100)
    part = forms.ChoiceField(label=_("Part"), choices=MeetingAttendee.Part)
    present = forms.BooleanField(label=_("Present"), required=False, initial=True)

    def __init__(self, *args: Any, people: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person"].queryset = people

    def attendee(self) -> Attendee | None:
        data = self.cleaned_data
        if not (data.get("person") or data.get("name")):
            return None
        found = data["person"]
        return Attendee(
            part=data["part"], person_id=found.pk if found else None, name=data["name"], body=data["body"],
            present=data["present"],
        )  # fmt: skip


AttendeeSet = formset_factory(AttendeeForm, extra=0, max_num=60, validate_max=True)


class MinutesForm(ActForm):
    minutes = _text(_("Minutes"), 8, limit=20_000)
    minutes_number = forms.CharField(label=_("Number of the minutes"), max_length=60, required=False)


class LineForm(forms.Form):
    """One line of the authority table; left without a body it is none."""

    body = forms.ChoiceField(label=_("Decided by"), required=False, choices=[("", "—"), *Body.choices])
    kinds = forms.MultipleChoiceField(
        label=_("Kinds of application"), required=False, widget=forms.CheckboxSelectMultiple
    )
    post_kinds = forms.MultipleChoiceField(
        label=_("Kinds of posts"), required=False, widget=forms.CheckboxSelectMultiple
    )
    up_to = forms.IntegerField(label=_("Posts at most"), required=False, min_value=0, max_value=10_000)
    basis = forms.CharField(label=_("Basis"), required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["kinds"].choices = [(one.code, one.name) for one in ApplicationKind.objects.all()]
        fields["post_kinds"].choices = [(one.code, one.name) for one in PostKind.objects.all()]

    def line(self) -> Line | None:
        data = self.cleaned_data
        if not data.get("body"):
            return None
        return Line(data["body"], data["kinds"], data["post_kinds"], data["up_to"], data["basis"])


LineSet = formset_factory(LineForm, extra=0, max_num=60, validate_max=True)


class AcknowledgeForm(ActForm):
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
