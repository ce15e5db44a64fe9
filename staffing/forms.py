"""Forms of the register check shape; services check rules."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from organizations.models import Office, Partner, Unit
from problems.models import Problem, ViolationType
from problems.pages.forms import ActForm, DayField
from staffing.models import Ceiling, Commitment, LeadershipLevel, Post, PostKind

CHOOSE = _("Choose")


class WordField(forms.ModelChoiceField):
    """A word of reference data; gives its code, which is what services take."""

    def __init__(self, model: Any, **options: Any):
        super().__init__(model.objects.filter(in_use=True), to_field_name="code", empty_label=CHOOSE, **options)

    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        return found.code if found else ""


class DatedForm(ActForm):
    """A figure with its day and its paper."""

    version = None  # type: ignore[assignment]  # figures carry no version: a new row never overwrites
    document = forms.CharField(label=_("Source document"), max_length=200, help_text=_("Name and number."))


class QuotaForm(DatedForm):
    kind = WordField(PostKind, label=_("Kind of post"))
    count = forms.IntegerField(label=_("Staffing quota from then on"), min_value=0, max_value=1_000_000)
    from_on = DayField(label=_("From"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    field_order = ("kind", "count", "from_on", "document", "reason", "key")


class LeadersForm(DatedForm):
    level = WordField(LeadershipLevel, label=_("Level of leadership"))
    count = forms.IntegerField(label=_("Leadership quota from then on"), min_value=0, max_value=10_000)
    from_on = DayField(label=_("From"))
    reason = forms.CharField(label=_("Reason"), max_length=500, required=False)
    field_order = ("level", "count", "from_on", "document", "reason", "key")


class DeclareForm(DatedForm):
    kind = WordField(PostKind, label=_("Kind of post"))
    actual = forms.IntegerField(label=_("Actual staff"), min_value=0, max_value=1_000_000)
    outside = forms.IntegerField(label=_("Outside-quota staff"), min_value=0, max_value=1_000_000, initial=0)
    counted_on = DayField(label=_("Counted on"))
    field_order = ("kind", "actual", "outside", "counted_on", "document", "key")


class DeclareLeadersForm(DatedForm):
    level = WordField(LeadershipLevel, label=_("Level of leadership"))
    actual = forms.IntegerField(label=_("Actual leaders"), min_value=0, max_value=10_000)
    counted_on = DayField(label=_("Counted on"))
    field_order = ("level", "actual", "counted_on", "document", "key")


class EnterForm(DatedForm):
    name = forms.CharField(label=pgettext_lazy("of a person", "Name"), max_length=40)
    identity_number = forms.CharField(
        label=_("Identity number"),
        max_length=30,
        help_text=_("Kept sealed; nobody sees it in full again."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    kind = WordField(PostKind, label=_("Kind of post"))
    outside = forms.BooleanField(label=_("Outside the quota"), required=False)
    level = WordField(LeadershipLevel, label=_("Level of leadership"), required=False)
    rank = forms.CharField(label=_("Rank of the person"), max_length=40, required=False)
    pay = forms.ChoiceField(label=_("Pay"), choices=Post.Pay)
    entry_mode = forms.CharField(label=_("Entry mode"), max_length=40, required=False)
    entered_on = DayField(label=_("Entered on"))
    commitment = forms.ModelChoiceField(
        Commitment.objects.none(),
        label=_("Approved posts that this uses"),
        required=False,
        empty_label=_("None"),
        help_text=_("Needed unless the person was found at work there or is outside the quota; a leader enters it."),
    )
    as_found = forms.BooleanField(
        label=_("Found at work there"),
        required=False,
        help_text=_("Books a fact, vacancy or not; what is over quota raises a warning."),
    )
    field_order = (
        "name", "identity_number", "kind", "outside", "level", "rank", "pay", "entry_mode", "entered_on", "document",
        "as_found", "commitment", "key",
    )  # fmt: skip

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["commitment"]
        field.queryset = Commitment.objects.filter(unit=unit, ended_on=None).select_related("kind", "unit")
        field.label_from_instance = lambda row: f"{row.kind} {row.count} · {row.reason}"


class LeaveForm(DatedForm):
    left_on = DayField(label=_("No longer counts from"))
    reason = forms.CharField(label=_("Reason"), max_length=120)
    field_order = ("left_on", "reason", "document", "key")


class OpenRosterForm(DatedForm):
    from_on = DayField(label=_("From"))
    field_order = ("from_on", "document", "key")


class CommitForm(ActForm):
    version = None  # type: ignore[assignment]
    kind = WordField(PostKind, label=_("Kind of post"))
    count = forms.IntegerField(label=_("Posts"), min_value=1, max_value=10_000)
    reason = forms.CharField(label=_("What they were approved for"), max_length=200)
    document = forms.CharField(label=_("Source document"), max_length=200, help_text=_("Name and number."))
    on_expected_vacancy = forms.BooleanField(
        label=_("On an expected vacancy"), required=False, help_text=_("One in, one out: used when somebody has left.")
    )


class UseForm(ActForm):
    version = None  # type: ignore[assignment]
    count = forms.IntegerField(label=_("Posts"), min_value=1, max_value=10_000, initial=1)
    used_on = DayField(label=_("Used on"))


class ReleaseForm(ActForm):
    version = None  # type: ignore[assignment]
    reason = forms.CharField(label=_("Reason"), max_length=200)


class CeilingForm(DatedForm):
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))
    kind = WordField(PostKind, label=_("Kind of post"))
    basis = forms.ChoiceField(label=_("What it limits"), choices=Ceiling.Basis)
    count = forms.IntegerField(label=_("Posts"), min_value=0, max_value=1_000_000)
    from_on = DayField(label=_("From"))
    whole_area = forms.BooleanField(label=_("With units of lower offices"), required=False)
    field_order = ("office", "kind", "basis", "count", "from_on", "whole_area", "document", "key")

    def __init__(self, *args: Any, offices: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]


class ShareForm(ActForm):
    version = None  # type: ignore[assignment]
    partner = forms.ModelChoiceField(Partner.objects.none(), label=_("Partner department"))
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("All units of the office")
    )
    reason = forms.CharField(label=_("What is to be confirmed"), max_length=200)

    def __init__(self, *args: Any, partners: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["partner"].queryset = partners  # type: ignore[attr-defined]
        offices = partners.values("office_id")
        self.fields["unit"].queryset = Unit.objects.filter(  # type: ignore[attr-defined]
            office_id__in=offices, valid_until=None
        ).order_by("code")


class AlertForm(ActForm):
    """One form, three buttons: make it an entry, tie it to one, or clear it."""

    version = None  # type: ignore[assignment]
    violation_type = forms.ModelChoiceField(
        ViolationType.objects.filter(in_use=True), label=_("Violation type"), to_field_name="code", required=False
    )
    facts = forms.CharField(label=_("Facts"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    problem = forms.ModelChoiceField(
        Problem.objects.none(), label=_("Open entry of this unit"), required=False, empty_label=CHOOSE
    )
    reason = forms.CharField(
        label=_("Why it is no problem"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, entries: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        field: Any = self.fields["problem"]
        field.queryset = entries
        field.label_from_instance = lambda row: f"{row.number} {row.violation_type} {row.get_state_display()}"


class ConfirmForm(ActForm):
    """The rows of a unit, each confirmed, disputed or left open."""

    version = None  # type: ignore[assignment]

    def __init__(self, *args: Any, rows: list[tuple[str, str]], **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices = [("", _("Not yet")), ("confirmed", _("Confirmed")), ("disputed", _("Disputed"))]
        for name, label in rows:
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)
            self.fields[f"{name}_note"] = forms.CharField(
                label=_("What is wrong with it"), max_length=300, required=False
            )


class UploadForm(ActForm):
    version = None  # type: ignore[assignment]
    office = forms.ModelChoiceField(Office.objects.none(), label=_("Office"))
    file = forms.FileField(
        label=_("Workbook"),
        help_text=_("Statistics by unit, or a roster of persons; .xlsx or .csv."),
        widget=forms.ClearableFileInput(attrs={"data-max-bytes": settings.WORKBOOK_MAX_BYTES, "accept": ".xlsx,.csv"}),
    )
    counted_on = DayField(label=_("Counted on"), required=False, help_text=_("Only where the sheet does not say it."))

    def __init__(self, *args: Any, offices: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices  # type: ignore[attr-defined]
