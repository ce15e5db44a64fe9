"""Forms of verification check shape; services check rules."""

from collections.abc import Collection, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from problems.pages.files import FilesForm
from problems.pages.forms import ActForm, DayField, FilesField
from problems.services.evidence import NewFile
from staffing.rules import Answer
from verification.models import Answered, Feedback
from verification.selectors.questions import ANSWER_LENGTH, Question

# Values of "decision".
SIGNED, CONSENTED, PASSED, FAILED, RECURS = "signed", "consented", "passed", "failed", "recurs"


class ApplyForm(FilesForm):
    statement = forms.CharField(
        label=_("What was rectified"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    look_back_on = DayField(label=_("Day of the unit's own look-back"))
    look_back_people = forms.CharField(
        label=_("Who looked"), max_length=200, help_text=_("Names of the people of your unit who took part.")
    )
    own_look_back = forms.CharField(
        label=_("What the unit's own look-back found"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Apply only when it holds; otherwise go on rectifying and report progress."),
    )
    own_files = FilesField(  # type: ignore[assignment]
        label=_("Files of the own look-back"), required=False
    )
    left_because = forms.CharField(
        label=_("Why it can be closed with some left"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Fewer are done than the target says. What has been done since is reported as progress first."),
    )
    field_order = (
        "statement", "left_because", "kept", "files", "formed_on", "look_back_on", "look_back_people", "own_look_back",
        "own_files", "key", "version",
    )  # fmt: skip

    def __init__(self, *args: Any, left: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not left:
            del self.fields["left_because"]

    def look_back_files(self) -> list[NewFile]:
        """Files of the own look-back, formed on its day."""
        return [NewFile(upload, self.cleaned_data["look_back_on"]) for upload in self.cleaned_data["own_files"]]


class OnSite(forms.BoundField):
    """A field that matters only when the check is held on site; the page hides it otherwise."""

    def css_classes(self, extra_classes: Any = None) -> str:
        return f"{super().css_classes(extra_classes)} l-on-site".strip()


class Sign(forms.BoundField):
    """A question that the data raise."""

    def css_classes(self, extra_classes: Any = None) -> str:
        return f"{super().css_classes(extra_classes)} l-sign".strip()


class RecordForm(FilesForm):
    """A check, acceptance or look-back. The button says whether it is passed."""

    held_on = DayField(label=_("Held on"))
    people = forms.CharField(
        label=_("People taking part"), max_length=200, help_text=_("Names, with the department of those from outside.")
    )
    on_site = forms.BooleanField(label=_("Held on site"), required=False)
    place = forms.CharField(  # type: ignore[call-arg]
        label=_("Place"), max_length=200, required=False, bound_field_class=OnSite
    )
    people_met = forms.CharField(  # type: ignore[call-arg]
        label=_("People met there"),
        max_length=200,
        required=False,
        bound_field_class=OnSite,
        help_text=_("Names and posts of those spoken with."),
    )
    findings = forms.CharField(
        label=_("Findings"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What was seen. When it is not passed, also what the unit has to do."),
    )
    differs_because = forms.CharField(
        label=_("If you differ from today's figures, say why"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    field_order: tuple[str, ...] = (
        "held_on", "people", "on_site", "place", "people_met", "findings", "differs_because", "kept", "files",
        "formed_on", "key", "version",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        with_site: bool = False,
        questions: Sequence[Question] = (),
        rule: Answer | None = None,
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.questions = list(questions)
        if not with_site:
            for name in ("on_site", "place", "people_met"):
                del self.fields[name]
        for one in self.questions:
            sign = one.kind == Answered.Kind.SIGN
            self.fields[f"answer_{one.code}"] = forms.CharField(  # type: ignore[call-arg]
                label=one.text,
                required=False,  # the service asks for what belongs to this record
                max_length=ANSWER_LENGTH,
                widget=forms.Textarea(attrs={"rows": 2}),
                bound_field_class=Sign if sign else OnSite if one.on_site_only else None,
                help_text=_("The data raise this question; the unit does not see it. Answer it in a sentence.")
                if sign
                else "",
            )
        if rule is None:
            del self.fields["differs_because"]
        else:
            self.fields["differs_because"].help_text = rule.words
        names = [f"answer_{one.code}" for one in self.questions]
        first = ("decision", "held_on", "people", "on_site", "place", "people_met")
        self.field_order = (*first, *names, *(name for name in self.field_order if name not in first))
        self.order_fields(self.field_order)

    def record(self) -> dict[str, Any]:
        """The arguments of the service that come from the fields."""
        names = ("held_on", "people", "findings", "on_site", "place", "people_met", "differs_because")
        found = {name: self.cleaned_data[name] for name in names if name in self.fields}
        if self.questions:
            found["answers"] = {one.code: self.cleaned_data[f"answer_{one.code}"] for one in self.questions}
        return {**found, "files": self.new_files()}


class OnRelapse(forms.BoundField):
    """A field that belongs to a relapse; the page hides it otherwise."""

    def css_classes(self, extra_classes: Any = None) -> str:
        return f"{super().css_classes(extra_classes)} l-on-relapse".strip()


class OnHolding(forms.BoundField):
    """A field that matters only when the rectification holds; the page hides it otherwise."""

    def css_classes(self, extra_classes: Any = None) -> str:
        return f"{super().css_classes(extra_classes)} l-on-holding".strip()


class LaterLookBackForm(RecordForm):
    """A look-back after closing: first what it showed, then what belongs to that and to nothing else.

    What was typed for another outcome before the choice was changed is not sent on.
    """

    decision = forms.ChoiceField(
        label=_("What the look-back showed"),
        choices=[
            (PASSED, _("It holds")),
            (FAILED, _("Relapse: the same matter came back, the entry is reopened")),
            (RECURS, _("It holds, but a new case of the same kind is to be registered")),
        ],
        widget=forms.RadioSelect,
        error_messages={
            "required": _("Choose what the look-back showed."),
            "invalid_choice": _("Choose what the look-back showed."),
        },
    )
    next_on = DayField(  # type: ignore[call-arg]
        label=_("Further look-back"),
        required=False,
        help_text=_("Only if it should be looked at again: a working day after today."),
        bound_field_class=OnHolding,
    )
    remaining = forms.IntegerField(  # type: ignore[call-arg]
        label=_("How many came back"), required=False, min_value=1, bound_field_class=OnRelapse
    )
    deadline = DayField(  # type: ignore[call-arg]
        label=_("New deadline after a relapse"),
        required=False,
        help_text=_("A working day after today."),
        bound_field_class=OnRelapse,
    )
    confirmed = forms.BooleanField(  # type: ignore[call-arg]
        label=_("It is the same matter: the entry is open again and the relapse counts against the unit."),
        required=False,
        bound_field_class=OnRelapse,
    )
    field_order = (
        "decision", "held_on", "people", "findings", "differs_because", "next_on", "remaining", "deadline", "confirmed",
        "kept", "files", "formed_on", "key", "version",
    )  # fmt: skip

    def __init__(self, *args: Any, found: int | None = None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        if found is None:
            del self.fields["remaining"]
        else:
            self.fields["remaining"].help_text = _("Of the %(found)s found.") % {"found": found}

    @property
    def relapsed(self) -> bool:
        return bool(self.cleaned_data["decision"] == FAILED)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("decision") == FAILED and not given.get("confirmed"):
            self.add_error("confirmed", _("Tick this box first: a relapse reopens the entry."))
        return given

    def record(self) -> dict[str, Any]:
        names = ("deadline", "remaining") if self.relapsed else ("next_on",)
        return {**super().record(), **{name: self.cleaned_data.get(name) for name in names}}


class ConfirmedForm(ActForm):
    """A form one button of which closes the entry: for it the box has to be ticked as well.

    The browser asks for the box, but not for the other buttons (``formnovalidate``); the form asks again.
    """

    confirming = ""  # value of "decision" that closes the entry

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.data.get("decision") == self.confirming and not given.get("confirmed"):
            self.add_error("confirmed", _("Tick this box first: the decision closes the entry."))
        return given


def _confirmation(label: Any) -> forms.BooleanField:
    return forms.BooleanField(label=label, required=False, widget=forms.CheckboxInput(attrs={"required": True}))


class NoteForm(ConfirmedForm):
    """Sign or keep open: the button says which; keeping open needs its reason."""

    confirming = SIGNED

    note = forms.CharField(
        label=_("Note, or why it is kept open"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    confirmed = _confirmation(_("I have read the records of check, acceptance and look-back, and I sign for them."))


class ConsentForm(ConfirmedForm):
    """The superior's answer: the button says which; return and refusal need their reason."""

    confirming = CONSENTED

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a return or a refusal: what has to be done first."),
    )
    confirmed = _confirmation(_("I have read the records of the lower office. Consent closes this entry."))


class Departments(forms.CheckboxSelectMultiple):
    """Departments; those in ``idle`` have nobody who could answer and cannot be ticked."""

    idle: frozenset[int] = frozenset()

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.idle:
            option["attrs"]["disabled"] = True
        return option


class InviteForm(ActForm):
    """Departments to ask, and what they should look at."""

    partner_ids = forms.TypedMultipleChoiceField(label=_("Departments"), coerce=int, widget=Departments, required=False)
    question = forms.CharField(
        label=_("What they should look at"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, partners: Sequence[Any] = (), staffed: Collection[int] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["partner_ids"].widget.idle = frozenset(one.pk for one in partners if one.pk not in staffed)
        fields["partner_ids"].choices = [
            (one.pk, one.name if one.pk in staffed else _("%(name)s (nobody has an account)") % {"name": one.name})
            for one in partners
        ]


class WithdrawForm(ActForm):
    invitation_id = forms.TypedChoiceField(label=_("Department"), coerce=int, empty_value=0, required=False)  # type: ignore[arg-type]
    reason = forms.CharField(
        label=_("Why it need not be asked"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, invitations: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["invitation_id"].choices = [(one.pk, one.partner.name) for one in invitations]


class OpinionForm(FilesForm):
    """The opinion of a department: the button says which."""

    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Needed for a disagreement: what is missing."),
    )
    field_order = ("reason", "kept", "files", "formed_on", "key", "version")


class AskVerifierForm(ActForm):
    reason = forms.CharField(
        label=_("Why your office cannot verify it"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class EndLoanForm(ActForm):
    reason = forms.CharField(
        label=_("Why the verifier cannot go on"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class NameVerifierForm(ActForm):
    person_id = forms.TypedChoiceField(label=_("Verifier"), coerce=int, empty_value=None, required=False)
    note = forms.CharField(
        label=_("Note, or why nobody is lent"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, people: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["person_id"].choices = [("", _("Choose")), *((one.pk, one.name) for one in people)]


class WaiverForm(ActForm):
    rule_id = forms.TypedChoiceField(label=_("Rule"), coerce=int, empty_value=0)  # type: ignore[arg-type]
    reason = forms.CharField(
        label=_("Why this entry needs no look-back"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, rules: Sequence[Any] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["rule_id"].choices = [(one.pk, f"{one.name} ({one.document})") for one in rules]


class FeedbackForm(FilesForm):
    """反馈: who was told, how and when."""

    sender = forms.CharField(label=_("Fed back to"), max_length=100)
    given_on = DayField(label=_("Fed back on"))
    way = forms.ChoiceField(label=_("How"), choices=Feedback.Way)
    document = forms.CharField(
        label=_("Document"),
        max_length=120,
        required=False,
        help_text=_("Filled in: our close-out notice. For a letter of its own enter its number or name."),
    )
    note = forms.CharField(label=_("Note"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    field_order = ("sender", "given_on", "way", "document", "note", "kept", "files", "formed_on", "key", "version")
