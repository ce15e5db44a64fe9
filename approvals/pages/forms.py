"""Forms of approvals check shape; services check rules."""

from typing import Any

from django import forms
from django.forms import formset_factory
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from approvals.models import ApplicationKind, Counts, Effect, Ground, Outcome, PreReview, SectionPart, Standing, Whose
from approvals.rules.filing import word
from approvals.services.filing import Draft, NewFinding, NewItem, NewPerson
from approvals.services.gate_rules import Clause
from approvals.services.precheck import Asked
from organizations.models import Section, Unit
from problems.models import Problem, ViolationType
from problems.pages.forms import ActForm, DayField, FilesInput, TypeSelect
from problems.pages.kept_files import KeptFileForm, kept_field
from problems.states import OPEN
from staffing.models import LeadershipLevel, PostKind

CHOOSE = _("Choose")
YES_NO = (("", CHOOSE), ("yes", _("They agree")), ("no", _("They do not agree")))


class DraftForm(ActForm):
    """The form of a kind: its own fields, the self-check, what it cures. Nothing is required until it is filed."""

    title = forms.CharField(label=_("Matter"), max_length=200)
    figures_agree = forms.ChoiceField(label=_("Posts, people and pay list"), choices=YES_NO, required=False)
    self_check_note = forms.CharField(
        label=_("What does not agree"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    cure = forms.ModelChoiceField(
        Problem.objects.none(), label=_("Entry that this application cures"), required=False, empty_label=_("None")
    )
    cure_how = forms.CharField(label=_("How it cures the entry"), required=False, max_length=300)

    def __init__(self, *args: Any, kind: ApplicationKind, open_entries: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        self.own = []
        for one in kind.fields:
            name = f"form_{one['code']}"
            long = one["type"] == "long"
            fields[name] = forms.CharField(
                label=word(one),
                required=False,
                max_length=4000 if long else 200,
                widget=forms.Textarea(attrs={"rows": 3}) if long else forms.TextInput,
            )
            self.own.append(name)
        fields["cure"].queryset = open_entries

    @property
    def own_fields(self) -> list[Any]:
        """The fields of the kind, in its order."""
        return [self[name] for name in self.own]

    def draft(self, items: list[NewItem], people: list[NewPerson], findings: list[NewFinding]) -> Draft:
        """The draft as the service takes it."""
        data = self.cleaned_data
        return Draft(
            title=data["title"],
            form={name.removeprefix("form_"): data[name] for name in self.own},
            items=items,
            people=people,
            figures_agree={"yes": True, "no": False}.get(data["figures_agree"]),
            self_check_note=data["self_check_note"],
            cures=[(data["cure"].pk, data["cure_how"])] if data["cure"] else [],
            findings=findings,
        )


def _words(model: Any) -> list[tuple[str, str]]:
    return [("", "—"), *((one.code, one.name) for one in model.objects.filter(in_use=True))]


class ItemForm(forms.Form):
    """One item; which fields show depends on what the kind counts."""

    what = forms.CharField(label=_("What is asked for"), required=False, max_length=200)
    post_kind = forms.ChoiceField(label=_("Kind of post"), required=False)
    level = forms.ChoiceField(label=_("Leadership level"), required=False)
    amount = forms.IntegerField(
        label=_("How many"), required=False, min_value=-10_000, max_value=10_000, help_text=_("Minus for fewer.")
    )
    quota_source = forms.CharField(label=_("Where the posts come from"), required=False, max_length=200)
    specialty = forms.CharField(label=_("Specialty"), required=False, max_length=100)
    entry_mode = forms.CharField(label=_("Mode of entry"), required=False, max_length=40)
    talent_class = forms.CharField(label=_("Talent class"), required=False, max_length=40)
    departures = forms.IntegerField(label=_("Expected departures"), required=False, min_value=0, max_value=10_000)

    SHOWN: dict[str, tuple[str, ...]] = {
        Counts.POSTS: ("what", "post_kind", "amount", "quota_source"),
        Counts.LEADERS: ("what", "level", "amount", "quota_source"),
        Counts.PLAN: ("what", "post_kind", "amount", "departures", "specialty", "entry_mode", "talent_class"),
    }

    def __init__(self, *args: Any, counts: str = "", **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["post_kind"].choices = _words(PostKind)
        fields["level"].choices = _words(LeadershipLevel)
        for name in list(fields):
            if name not in self.SHOWN.get(counts, ()):
                del fields[name]

    def item(self) -> NewItem | None:
        """The item, or None for an empty row."""
        data = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        return NewItem(**{"what": "", **data}) if data else None


class PersonForm(forms.Form):
    """One person; a number given before comes back masked."""

    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), required=False, max_length=40)
    number = forms.CharField(label=_("Identity number"), required=False, max_length=40)
    post_kind = forms.ChoiceField(label=_("Kind of post"), required=False)
    entry_mode = forms.CharField(label=_("Mode of entry, or why the person leaves"), required=False, max_length=40)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["post_kind"].choices = _words(PostKind)

    def person(self) -> NewPerson | None:
        """The person, or None for an empty row."""
        data = self.cleaned_data
        if not data.get("name") and not data.get("number"):
            return None
        return NewPerson(
            name=data["name"], number=data["number"], post_kind=data["post_kind"], entry_mode=data["entry_mode"]
        )


class FindingForm(forms.Form):
    """One problem found in the self-check, with the figures its type counts."""

    violation_type = forms.ModelChoiceField(
        ViolationType.objects.none(),
        label=_("Problem found in the self-check"),
        required=False,
        empty_label=_("None"),
        widget=TypeSelect,
    )
    facts = forms.CharField(
        label=_("What was found"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 2})
    )
    quota = forms.IntegerField(label=_("Quota"), required=False, min_value=0, max_value=1_000_000)
    actual = forms.IntegerField(label=_("Actual number"), required=False, min_value=0, max_value=1_000_000)
    found = forms.IntegerField(label=_("Number concerned"), required=False, min_value=0, max_value=1_000_000)

    def __init__(self, *args: Any, types: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["violation_type"].queryset = types

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("violation_type") and not data.get("facts"):
            self.add_error("facts", _("Say in a sentence what the self-check found."))
        if data.get("facts") and not data.get("violation_type"):
            self.add_error("violation_type", _("Choose a violation type from the list."))
        return data

    def finding(self) -> NewFinding | None:
        """The finding, or None for an empty row."""
        data = self.cleaned_data
        if not data.get("violation_type"):
            return None
        return NewFinding(
            data["violation_type"].pk, data["facts"], quota=data["quota"], actual=data["actual"], found=data["found"]
        )


FindingSet = formset_factory(FindingForm, extra=0, max_num=20, validate_max=True)
ItemSet = formset_factory(ItemForm, extra=0, max_num=50, validate_max=True)
PersonSet = formset_factory(PersonForm, extra=0, max_num=100, validate_max=True)


class MaterialForm(KeptFileForm):
    code = forms.ChoiceField(label=_("Line of the checklist"))
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=FilesInput,
        allow_empty_file=True,
        help_text=_("PDF, pictures, Word, Excel, PowerPoint or text."),
    )
    file_kept = kept_field()
    uploads = ("file",)
    asked = ("file",)

    def __init__(self, *args: Any, kind: ApplicationKind, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["file"].widget.allow_multiple_selected = False
        fields["code"].choices = [
            (one["code"], f"{word(one)}{' *' if one['required'] else ''}") for one in kind.materials
        ]


class NoFieldsForm(ActForm):
    """An act that takes no words: the button is enough."""


class ReasonForm(ActForm):
    reason = forms.CharField(
        label=_("Reason"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithdrawForm(ReasonForm):
    replaced_by = forms.CharField(
        label=_("Another application stands in its place"),
        required=False,
        max_length=60,
        help_text=_("Its number, as it stands on your list of applications; empty for none."),
    )


class OpinionForm(ActForm):
    capacity = forms.ChoiceField(label=_("Subject"), choices=PreReview.Capacity)
    opinion = forms.ChoiceField(label=_("Opinion"), choices=PreReview.Opinion, widget=forms.RadioSelect)
    remarks = forms.CharField(
        label=_("Remarks"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class SectionsForm(ActForm):
    lead = forms.ModelChoiceField(Section.objects.none(), label=_("Lead section"), empty_label=CHOOSE)
    assisting = forms.ModelMultipleChoiceField(
        Section.objects.none(), label=_("Assisting sections"), required=False, widget=forms.CheckboxSelectMultiple
    )
    basis = forms.ChoiceField(label=_("Chosen by"), choices=SectionPart.Basis)
    share = forms.IntegerField(label=_("Share of the items in percent"), required=False, min_value=1, max_value=100)
    reason = forms.CharField(label=_("Reason"), required=False, max_length=300)

    def __init__(self, *args: Any, office_id: int, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        for name in ("lead", "assisting"):
            fields[name].queryset = Section.objects.filter(office_id=office_id)


class CommentForm(ActForm):
    text = forms.CharField(
        label=_("Comment"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )


class NoteForm(ActForm):
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only to accept over an objection, or over something that a reviewer misses."),
    )


class PreCheckForm(forms.Form):
    """What is asked of the gate."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=CHOOSE)
    kind = forms.ModelChoiceField(
        ApplicationKind.objects.none(), label=_("Kind of application"), to_field_name="code", empty_label=CHOOSE
    )
    amount = forms.IntegerField(
        label=_("Number of posts asked for"), required=False, min_value=-10_000, max_value=10_000
    )
    post_kind = forms.ModelChoiceField(
        PostKind.objects.none(), label=_("Kind of post"), required=False, to_field_name="code", empty_label=CHOOSE
    )
    level = forms.ModelChoiceField(
        LeadershipLevel.objects.none(),
        label=_("Level of leadership"),
        required=False,
        to_field_name="code",
        empty_label=CHOOSE,
    )
    departures = forms.IntegerField(
        label=_("Expected departures"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("Of a post-use plan."),
    )
    cures = forms.CharField(
        label=_("Numbers of the entries that it would cure"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One in a line. On filing this counts once the supervision section has no objection."),
    )
    on = DayField(label=_("On"), required=False, help_text=_("Today when left empty; an earlier day is answered too."))

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units
        fields["kind"].queryset = ApplicationKind.objects.filter(in_use=True)
        fields["post_kind"].queryset = PostKind.objects.filter(in_use=True)
        fields["level"].queryset = LeadershipLevel.objects.filter(in_use=True)

    def question(self) -> dict[str, Any]:
        """The arguments of ``precheck``, but for the entries that it would cure: ``numbers`` names these."""
        data = self.cleaned_data
        post_kind, level = data["post_kind"], data["level"]
        one = Asked(
            amount=data["amount"] or 0,
            post_kind=post_kind.code if post_kind else "",
            level=level.code if level else "",
            departures=data["departures"] or 0,
        )
        items = [one] if one.amount else []
        return {"unit_id": data["unit"].pk, "kind_code": data["kind"].code, "items": items, "on": data["on"]}

    @property
    def numbers(self) -> list[str]:
        """Numbers of the entries that the application would cure."""
        return lines_of(self.cleaned_data["cures"])


def lines_of(text: str) -> list[str]:
    """What was typed one in a line, or between Chinese commas."""
    return [line.strip() for line in text.replace("、", "\n").replace("，", "\n").splitlines() if line.strip()]


class ExceptionForm(ActForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), empty_label=CHOOSE)
    kinds = forms.ModelMultipleChoiceField(
        ApplicationKind.objects.none(),
        label=_("Kinds of application"),
        to_field_name="code",
        widget=forms.CheckboxSelectMultiple,
    )
    entries = forms.CharField(
        label=_("Numbers of the entries set aside"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One in a line, as in the ledger."),
    )
    record = forms.BooleanField(
        label=_("The unit's record is set aside"),
        required=False,
        help_text=_("Relapses, extensions and refusals within a year."),
    )
    meeting = forms.CharField(label=_("Meeting"), max_length=120)
    held_on = DayField(label=pgettext_lazy("of a meeting", "Held on"))
    participants = forms.CharField(
        label=_("Who decided"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One name in a line, three at least."),
    )
    document = forms.CharField(label=_("Document"), max_length=120, required=False)
    reason = forms.CharField(label=_("Reason"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    expires_on = DayField(label=_("Expires on"))

    def __init__(self, *args: Any, units: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["unit"].queryset = units
        fields["kinds"].queryset = ApplicationKind.objects.filter(in_use=True)


class RulesForm(ActForm):
    """What goes with the clauses of a draft."""

    note = forms.CharField(label=_("What changed"), required=False, max_length=2000)
    basis = forms.CharField(label=_("Basis"), required=False, max_length=200)


def _several(label: Any, choices: Any) -> Any:
    return forms.MultipleChoiceField(
        label=label, required=False, choices=choices, widget=forms.CheckboxSelectMultiple, help_text=_("None: any.")
    )


def _number(label: Any) -> Any:
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=10_000)


class ClauseForm(forms.Form):
    """One clause; left empty it is not part of the rules."""

    position = forms.IntegerField(label=_("Order"), required=False, min_value=1, max_value=200)
    ground = forms.ChoiceField(label=_("Ground"), choices=Ground, initial=Ground.ENTRY)
    outcome = forms.ChoiceField(label=_("Outcome"), choices=Outcome, initial=Outcome.PAUSED)
    whose = forms.ChoiceField(label=_("Whose entries"), choices=Whose, initial=Whose.OWN)
    text_zh = forms.CharField(label=_("Clause (Chinese)"), required=False, max_length=300)
    text_en = forms.CharField(label=_("Clause (English)"), required=False, max_length=300)
    lifts_zh = forms.CharField(label=_("What lifts it (Chinese)"), required=False, max_length=300)
    lifts_en = forms.CharField(label=_("What lifts it (English)"), required=False, max_length=300)
    effects = _several(_("Effects"), Effect)
    standings = _several(_("Natures"), Standing)
    states = _several(_("States of the entry"), [(str(one), one.label) for one in OPEN])
    types = _several(_("Violation types"), ())
    kinds = _several(_("Application kinds"), ())
    tags = forms.CharField(label=_("Reporting groups"), required=False, max_length=100)
    relapses = _number(_("Relapses from"))
    extensions = _number(_("Extensions from"))
    overdue_days = _number(_("Overdue days from"))
    refusals = _number(_("Refusals from"))

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["types"].choices = [(one.code, one.name) for one in ViolationType.objects.all()]
        fields["kinds"].choices = [(one.code, one.name) for one in ApplicationKind.objects.all()]

    def clause(self) -> tuple[int, Clause] | None:
        """Its place and the clause, or None for an empty row."""
        data = dict(self.cleaned_data)
        if not data.get("text_zh") and not data.get("text_en"):
            return None
        place = data.pop("position") or 999
        data["tags"] = data["tags"].split()
        return place, Clause(**data)


ClauseSet = formset_factory(ClauseForm, extra=0, max_num=60, validate_max=True)


class PublishForm(ActForm):
    valid_from = DayField(label=_("Valid from"), required=False, help_text=_("Today when left empty."))
