"""What the API shows of files, comments, the timeline, my work, figures and units."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers


class EvidenceOutput(serializers.Serializer):
    """A file with its version. Withdrawn and replaced ones are listed too, and say so."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    sha256 = serializers.CharField(source="stored.sha256")
    size = serializers.IntegerField(source="stored.size")
    media_type = serializers.CharField(source="stored.media_type")
    scan = serializers.CharField(source="stored.scan")
    formed_on = serializers.DateField(allow_null=True)
    uploaded_on = serializers.DateField()
    uploaded_by = serializers.CharField(source="uploaded_by.name")
    version = serializers.IntegerField()
    replaces_id = serializers.IntegerField(allow_null=True)
    replace_reason = serializers.CharField()
    reused_from_id = serializers.IntegerField(allow_null=True)
    withdrawn_on = serializers.DateField(allow_null=True)
    withdraw_reason = serializers.CharField()
    also_under = serializers.SerializerMethodField(help_text="Numbers of other entries with the same bytes.")

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_also_under(self, evidence: Any) -> list[str]:
        return [one["number"] or "" for one in getattr(evidence, "others", [])]


class CommentFileOutput(serializers.Serializer):
    id = serializers.IntegerField(source="pk")
    name = serializers.CharField()
    size = serializers.IntegerField()


class CommentOutput(serializers.Serializer):
    """A remark; ``side`` says who reads it."""

    id = serializers.IntegerField()
    text = serializers.CharField()
    side = serializers.CharField()
    written_on = serializers.DateField()
    written_by = serializers.CharField(source="written_by.name")
    withdrawn_on = serializers.DateField(allow_null=True)
    withdraw_reason = serializers.CharField()
    files = CommentFileOutput(many=True, source="attached")


class ChangeOutput(serializers.Serializer):
    """One field before and after, in words."""

    label = serializers.CharField()  # type: ignore[assignment]
    old = serializers.CharField()
    new = serializers.CharField()


class DeedOutput(serializers.Serializer):
    """One act of the trail as a sentence."""

    at = serializers.DateTimeField()
    who = serializers.CharField()
    unit = serializers.CharField()
    role = serializers.CharField()
    what = serializers.CharField()
    changes = ChangeOutput(many=True)
    reason = serializers.CharField()
    said = serializers.CharField(help_text="Words of the act itself, such as a report, where they are not the reason.")
    files = serializers.ListField(child=serializers.CharField())


class DayOutput(serializers.Serializer):
    day = serializers.DateField()
    entries = DeedOutput(many=True)


class TimelineOutput(serializers.Serializer):
    """Days newest first, each with its acts newest first."""

    number = serializers.CharField(allow_null=True)
    days = DayOutput(many=True)


class WorkLineOutput(serializers.Serializer):
    """One matter that waits: the entry, the clock that runs, and how long is left in working days."""

    problem = serializers.IntegerField()
    number = serializers.CharField(allow_null=True)
    unit = serializers.CharField()
    kind = serializers.CharField()
    detail = serializers.CharField()
    due_on = serializers.DateField()
    days_left = serializers.IntegerField()
    light = serializers.CharField()


class WaitingAccountOutput(serializers.Serializer):
    account = serializers.IntegerField()
    username = serializers.CharField()
    name = serializers.CharField()
    status = serializers.CharField()


class WorkOutput(serializers.Serializer):
    """What waits for the person now and later, what waits for colleagues, and accounts to be admitted."""

    now = WorkLineOutput(many=True)
    later = WorkLineOutput(many=True)
    others = WorkLineOutput(many=True)
    accounts = WaitingAccountOutput(many=True)


class NatureFigures(serializers.Serializer):
    policy = serializers.IntegerField()
    violation = serializers.IntegerField()


class LightFigures(serializers.Serializer):
    green = serializers.IntegerField()
    yellow = serializers.IntegerField()
    red = serializers.IntegerField()


class CountedFigures(serializers.Serializer):
    """People, posts and bodies: found = done + remaining."""

    found = serializers.IntegerField()
    target = serializers.IntegerField()
    done = serializers.IntegerField()
    remaining = serializers.IntegerField()


class FiguresOutput(serializers.Serializer):
    """A ledger on a day, counted by effective dates."""

    office = serializers.CharField()
    as_of = serializers.DateField()
    found = serializers.IntegerField()
    closed = serializers.IntegerField()
    closed_on_time = serializers.IntegerField()
    open = serializers.IntegerField()
    overdue = serializers.IntegerField()
    nature_unconfirmed = serializers.IntegerField()
    by_type = serializers.DictField(child=serializers.IntegerField(), help_text="Code of the type: entries.")
    by_source = serializers.DictField(child=serializers.IntegerField(), help_text="Code of the source: entries.")
    by_nature = NatureFigures()
    by_light = LightFigures()
    counted = CountedFigures()


class UnitOutput(serializers.Serializer):
    id = serializers.IntegerField()
    code = serializers.CharField()
    name = serializers.CharField()
    office = serializers.CharField(source="office.code")
