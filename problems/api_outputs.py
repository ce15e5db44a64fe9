"""Files and comments as the API shows them."""

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
