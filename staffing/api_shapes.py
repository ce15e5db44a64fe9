"""What the register's API takes and gives, as shapes; rules are in the services. Source: G8, F3."""

from rest_framework import serializers

from staffing.models import Alert, Ceiling, Confirmation, Post


class KindOutput(serializers.Serializer):
    kind = serializers.CharField()
    quota = serializers.IntegerField()
    actual = serializers.IntegerField()
    outside = serializers.IntegerField()
    committed = serializers.IntegerField()
    unfilled = serializers.IntegerField()
    over = serializers.IntegerField()
    declared = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]
    actual_source = serializers.CharField()


class LevelOutput(serializers.Serializer):
    level = serializers.CharField()
    quota = serializers.IntegerField()
    actual = serializers.IntegerField()
    over = serializers.IntegerField()
    declared = serializers.BooleanField()
    source = serializers.CharField()  # type: ignore[assignment]
    actual_source = serializers.CharField()


class PositionOutput(serializers.Serializer):
    """One unit on one day; kinds are never added up."""

    unit_id = serializers.IntegerField(source="unit.pk")
    code = serializers.CharField(source="unit.code")
    unit = serializers.CharField(source="unit.name")
    office = serializers.CharField(source="unit.office.code")
    on = serializers.DateField(source="where.on")
    roster_from = serializers.DateField(source="where.roster_from", allow_null=True)
    kinds = KindOutput(many=True, source="where.kind_list")
    leadership = LevelOutput(many=True, source="where.level_list")


class CheckRow(serializers.Serializer):
    code = serializers.CharField()
    holds = serializers.BooleanField()
    words = serializers.CharField()


class UnitStaffingOutput(PositionOutput):
    checks = CheckRow(many=True)


class RosterOutput(serializers.Serializer):
    """A person in a post; the identity number is masked."""

    post_id = serializers.IntegerField(source="post.pk")
    name = serializers.CharField(source="post.member.name")
    identity_number = serializers.CharField(source="number")
    kind = serializers.CharField(source="post.kind.code")
    outside = serializers.BooleanField(source="post.outside")
    level = serializers.CharField(source="post.level.code", default="")
    rank = serializers.CharField(source="post.rank")
    pay = serializers.ChoiceField(choices=Post.Pay.choices, source="post.pay")
    entered_on = serializers.DateField(source="post.entered_on")
    left_on = serializers.DateField(source="post.left_on", allow_null=True)
    document = serializers.CharField(source="post.document")


class AlertOutput(serializers.Serializer):
    id = serializers.IntegerField()
    unit_id = serializers.IntegerField()
    unit = serializers.CharField(source="unit.name")
    rule = serializers.ChoiceField(choices=Alert.Rule.choices)
    matter = serializers.CharField()
    kind = serializers.CharField(source="kind.code", default="")
    level = serializers.CharField(source="level.code", default="")
    quota = serializers.IntegerField()
    actual = serializers.IntegerField()
    source = serializers.CharField()  # type: ignore[assignment]
    raised_on = serializers.DateField()
    holds = serializers.BooleanField()
    state = serializers.CharField()
    problem = serializers.CharField(source="problem.number", default="")
    reason = serializers.CharField()


class CeilingOutput(serializers.Serializer):
    office = serializers.CharField()
    kind = serializers.CharField()
    ceiling = serializers.IntegerField(allow_null=True)
    quota_baseline = serializers.IntegerField(allow_null=True)
    staff_baseline = serializers.IntegerField(allow_null=True)
    quota = serializers.IntegerField()
    actual = serializers.IntegerField()
    remaining = serializers.IntegerField(allow_null=True)
    whole_area = serializers.BooleanField()
    document = serializers.CharField()


class MadeOutput(serializers.Serializer):
    id = serializers.IntegerField()


class StaffingRunOutput(serializers.Serializer):
    id = serializers.IntegerField()
    form = serializers.CharField()
    name = serializers.CharField()
    counted_on = serializers.DateField()
    state = serializers.CharField()
    rows_total = serializers.IntegerField()
    rows_new = serializers.IntegerField()


class CellFaultOutput(serializers.Serializer):
    cell = serializers.CharField()
    message = serializers.CharField()


class StaffingPreviewOutput(StaffingRunOutput):
    new = serializers.IntegerField()
    known = serializers.IntegerField()
    faulty = serializers.IntegerField()
    faults = CellFaultOutput(many=True)


class Dated(serializers.Serializer):
    document = serializers.CharField(max_length=200)


class QuotaInput(Dated):
    kind = serializers.CharField(max_length=40)
    count = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, allow_null=True)
    by = serializers.IntegerField(min_value=-1_000_000, max_value=1_000_000, required=False, allow_null=True)
    from_on = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class LeadersInput(Dated):
    level = serializers.CharField(max_length=40)
    count = serializers.IntegerField(min_value=0, max_value=10_000, required=False, allow_null=True)
    by = serializers.IntegerField(min_value=-10_000, max_value=10_000, required=False, allow_null=True)
    from_on = serializers.DateField(required=False, allow_null=True)
    reason = serializers.CharField(max_length=500, required=False, allow_blank=True, default="")


class DeclareInput(Dated):
    kind = serializers.CharField(max_length=40)
    actual = serializers.IntegerField(min_value=0, max_value=1_000_000)
    outside = serializers.IntegerField(min_value=0, max_value=1_000_000, required=False, default=0)
    counted_on = serializers.DateField(required=False, allow_null=True)


class DeclareLeadersInput(Dated):
    level = serializers.CharField(max_length=40)
    actual = serializers.IntegerField(min_value=0, max_value=10_000)
    counted_on = serializers.DateField(required=False, allow_null=True)


class EnterPostInput(Dated):
    name = serializers.CharField(max_length=40)
    identity_number = serializers.CharField(max_length=30, write_only=True)
    kind = serializers.CharField(max_length=40)
    entered_on = serializers.DateField()
    outside = serializers.BooleanField(required=False, default=False)
    level = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    rank = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    pay = serializers.ChoiceField(choices=Post.Pay.choices, required=False, default=Post.Pay.FINANCE)
    entry_mode = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    commitment = serializers.IntegerField(required=False, allow_null=True, default=None)
    as_found = serializers.BooleanField(required=False, default=False)


class LeaveInput(Dated):
    left_on = serializers.DateField()
    reason = serializers.CharField(max_length=120)


class OpenRosterInput(Dated):
    from_on = serializers.DateField(required=False, allow_null=True)


class CommitInput(serializers.Serializer):
    kind = serializers.CharField(max_length=40)
    count = serializers.IntegerField(min_value=1, max_value=1_000_000)
    reason = serializers.CharField(max_length=200)
    document = serializers.CharField(max_length=200)
    from_on = serializers.DateField(required=False, allow_null=True)
    on_expected_vacancy = serializers.BooleanField(required=False, default=False)


class UseInput(serializers.Serializer):
    count = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, default=1)
    used_on = serializers.DateField(required=False, allow_null=True)


class StaffingReasonInput(serializers.Serializer):
    reason = serializers.CharField(max_length=2000)


class EnterAlertInput(serializers.Serializer):
    facts = serializers.CharField(max_length=4000)
    violation_type = serializers.CharField(max_length=40, required=False, allow_blank=True, default="")
    found = serializers.IntegerField(min_value=1, max_value=1_000_000, required=False, allow_null=True, default=None)


class LinkAlertInput(serializers.Serializer):
    problem = serializers.IntegerField()


class CeilingInput(Dated):
    office = serializers.CharField(max_length=12)
    kind = serializers.CharField(max_length=40)
    basis = serializers.ChoiceField(choices=Ceiling.Basis.choices)
    count = serializers.IntegerField(min_value=0, max_value=1_000_000)
    from_on = serializers.DateField(required=False, allow_null=True)
    whole_area = serializers.BooleanField(required=False, default=False)


class ShareInput(serializers.Serializer):
    partner = serializers.IntegerField()
    unit = serializers.IntegerField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(max_length=200)


class WordInput(serializers.Serializer):
    declared = serializers.IntegerField(required=False, allow_null=True, default=None)
    post = serializers.IntegerField(required=False, allow_null=True, default=None)
    answer = serializers.ChoiceField(choices=Confirmation.Answer.choices)
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, default="")


class ConfirmInput(serializers.Serializer):
    rows = WordInput(many=True, allow_empty=False)


class ImportInput(serializers.Serializer):
    office = serializers.CharField(max_length=12)
    file = serializers.FileField()
    counted_on = serializers.DateField(required=False, allow_null=True, default=None)


class WriteInput(serializers.Serializer):
    complete = serializers.BooleanField(required=False, default=False)
