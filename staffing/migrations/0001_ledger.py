import audit.defaults
import audit.tables
import django.db.models.deletion
import django.db.models.lookups
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_trail"),
        ("organizations", "0001_ledger"),
        ("problems", "0002_ledger"),
    ]

    operations = [
        audit.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name="HistoricalMember",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("identity_sealed", models.CharField(max_length=200)),
                        ("identity_hash", models.CharField(max_length=64)),
                        ("history_change_reason", models.TextField(null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical member",
                        "verbose_name_plural": "historical members",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_40dfee_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("identity_sealed", models.CharField(max_length=200)),
                        ("identity_hash", models.CharField(max_length=64, unique=True)),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("identity_hash__regex", "^[0-9a-f]{64}$"), ("identity_sealed__startswith", "v1:")
                                ),
                                name="member_identity_is_sealed",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRosterOpening",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical roster opening",
                        "verbose_name_plural": "historical roster openings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_047ced_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RosterOpening",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="roster_opening",
                                to="organizations.unit",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True),
                                name="roster_opening_names_its_document",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPostKind",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("in_use", models.BooleanField(default=True, verbose_name="in use")),
                        ("history_change_reason", models.TextField(null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical post kind",
                        "verbose_name_plural": "historical post kinds",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_fcbdd9_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PostKind",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("in_use", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalQuota",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="staffing quota")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical quota",
                        "verbose_name_plural": "historical quotas",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_e29fe5_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Quota",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quotas",
                                to="organizations.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="staffing quota")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "kind", "from_on", "pk"],
                        "indexes": [models.Index(fields=["unit", "kind", "from_on"], name="quota_of_unit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True), name="quota_names_its_document"
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDeclaredStaff",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("actual", models.PositiveIntegerField(verbose_name="actual staff")),
                        ("outside", models.PositiveIntegerField(default=0, verbose_name="outside-quota staff")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical declared staff",
                        "verbose_name_plural": "historical declared staffs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_7cb8dd_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DeclaredStaff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="declared_staff",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        ("actual", models.PositiveIntegerField(verbose_name="actual staff")),
                        ("outside", models.PositiveIntegerField(default=0, verbose_name="outside-quota staff")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "kind", "counted_on", "pk"],
                        "indexes": [models.Index(fields=["unit", "kind", "counted_on"], name="declared_staff_of_unit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True),
                                name="declared_staff_names_its_document",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCommitment",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="posts")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("used", "Used"), ("released", "Released")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="why it was released"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical commitment",
                        "verbose_name_plural": "historical commitments",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_8b4a4d_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Commitment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="commitments",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="posts")),
                        ("reason", models.CharField(max_length=200, verbose_name="reason")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("used", "Used"), ("released", "Released")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        (
                            "end_reason",
                            models.CharField(blank=True, max_length=200, verbose_name="why it was released"),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "kind", "from_on", "pk"],
                        "indexes": [models.Index(fields=["unit", "kind"], name="commitment_of_unit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("count__gte", 1), models.Q(("reason", ""), _negated=True)),
                                name="commitment_counts_and_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on", None), ("outcome", "")),
                                    models.Q(("ended_on__gte", models.F("from_on")), ("outcome", "used")),
                                    models.Q(
                                        ("ended_on__gte", models.F("from_on")),
                                        ("outcome", "released"),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="commitment_ends_with_outcome",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCeiling",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("ceiling", "Ceiling"),
                                    ("quota_baseline", "Baseline of quota"),
                                    ("staff_baseline", "Baseline of staff"),
                                ],
                                max_length=20,
                                verbose_name="what it limits",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="posts")),
                        ("whole_area", models.BooleanField(default=False, verbose_name="with lower offices")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical ceiling",
                        "verbose_name_plural": "historical ceilings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_a83f7a_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Ceiling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="ceilings",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("ceiling", "Ceiling"),
                                    ("quota_baseline", "Baseline of quota"),
                                    ("staff_baseline", "Baseline of staff"),
                                ],
                                max_length=20,
                                verbose_name="what it limits",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="posts")),
                        ("whole_area", models.BooleanField(default=False, verbose_name="with lower offices")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["office", "kind", "basis", "from_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True), name="ceiling_names_its_document"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLeadershipLevel",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("in_use", models.BooleanField(default=True, verbose_name="in use")),
                        ("history_change_reason", models.TextField(null=True)),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical leadership level",
                        "verbose_name_plural": "historical leadership levels",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_664393_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LeadershipLevel",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=40, unique=True, verbose_name="code")),
                        ("name_zh", models.CharField(max_length=80, verbose_name="Chinese name")),
                        ("name_en", models.CharField(max_length=120, verbose_name="English name")),
                        ("position", models.PositiveSmallIntegerField(default=0, verbose_name="position")),
                        ("in_use", models.BooleanField(default=True, verbose_name="in use")),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLeadershipQuota",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="leadership quota")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.leadershiplevel",
                                verbose_name="level",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical leadership quota",
                        "verbose_name_plural": "historical leadership quotas",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_2eb6e9_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LeadershipQuota",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="leadership_quotas",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.leadershiplevel",
                                verbose_name="level",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(verbose_name="leadership quota")),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "level", "from_on", "pk"],
                        "indexes": [models.Index(fields=["unit", "level", "from_on"], name="leadership_quota_of_unit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True),
                                name="leadership_quota_names_its_document",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDeclaredLeaders",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("actual", models.PositiveIntegerField(verbose_name="actual leaders")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.leadershiplevel",
                                verbose_name="level",
                            ),
                        ),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical declared leaders",
                        "verbose_name_plural": "historical declared leaderss",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_57dc5b_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="DeclaredLeaders",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="declared_leaders",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.leadershiplevel",
                                verbose_name="level",
                            ),
                        ),
                        ("actual", models.PositiveIntegerField(verbose_name="actual leaders")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "level", "counted_on", "pk"],
                        "indexes": [
                            models.Index(fields=["unit", "level", "counted_on"], name="declared_leaders_of_unit")
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True),
                                name="declared_leaders_names_its_document",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPost",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("outside", models.BooleanField(default=False, verbose_name="outside the quota")),
                        ("rank", models.CharField(blank=True, max_length=40, verbose_name="rank")),
                        (
                            "pay",
                            models.CharField(
                                choices=[
                                    ("finance", "Paid by finance"),
                                    ("unit", "Paid by the unit"),
                                    ("none", "Not paid"),
                                ],
                                default="finance",
                                max_length=10,
                                verbose_name="pay",
                            ),
                        ),
                        ("entry_mode", models.CharField(blank=True, max_length=40, verbose_name="entry mode")),
                        ("entered_on", models.DateField(verbose_name="entered")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                        (
                            "leave_reason",
                            models.CharField(blank=True, max_length=120, verbose_name="why the person left"),
                        ),
                        (
                            "leave_document",
                            models.CharField(blank=True, max_length=200, verbose_name="document of leaving"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.member",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.leadershiplevel",
                                verbose_name="level",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical post",
                        "verbose_name_plural": "historical posts",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_388603_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Post",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="posts", to="staffing.member"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="posts",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.postkind",
                                verbose_name="kind of post",
                            ),
                        ),
                        ("outside", models.BooleanField(default=False, verbose_name="outside the quota")),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.leadershiplevel",
                                verbose_name="level",
                            ),
                        ),
                        ("rank", models.CharField(blank=True, max_length=40, verbose_name="rank")),
                        (
                            "pay",
                            models.CharField(
                                choices=[
                                    ("finance", "Paid by finance"),
                                    ("unit", "Paid by the unit"),
                                    ("none", "Not paid"),
                                ],
                                default="finance",
                                max_length=10,
                                verbose_name="pay",
                            ),
                        ),
                        ("entry_mode", models.CharField(blank=True, max_length=40, verbose_name="entry mode")),
                        ("entered_on", models.DateField(verbose_name="entered")),
                        ("document", models.CharField(max_length=200, verbose_name="source document")),
                        ("left_on", models.DateField(blank=True, null=True, verbose_name="left")),
                        (
                            "leave_reason",
                            models.CharField(blank=True, max_length=120, verbose_name="why the person left"),
                        ),
                        (
                            "leave_document",
                            models.CharField(blank=True, max_length=200, verbose_name="document of leaving"),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "entered_on", "pk"],
                        "indexes": [models.Index(fields=["unit", "kind", "entered_on"], name="post_of_unit")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True), name="post_names_its_document"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("leave_reason", ""), ("left_on", None)),
                                    models.Q(
                                        ("left_on__gte", models.F("entered_on")),
                                        models.Q(("leave_reason", ""), _negated=True),
                                        models.Q(("leave_document", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="post_left_with_reason_and_document",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None), ("outside", False)),
                                fields=("member",),
                                name="one_quota_post_per_person",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("left_on", None)),
                                fields=("member", "unit"),
                                name="one_post_per_person_and_unit",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCommitmentUse",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(default=1, verbose_name="posts")),
                        ("used_on", models.DateField(verbose_name="used")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "commitment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.commitment",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.post",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical commitment use",
                        "verbose_name_plural": "historical commitment uses",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_d0d076_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CommitmentUse",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "commitment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="uses",
                                to="staffing.commitment",
                            ),
                        ),
                        ("count", models.PositiveIntegerField(default=1, verbose_name="posts")),
                        ("used_on", models.DateField(verbose_name="used")),
                        (
                            "post",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="use",
                                to="staffing.post",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("count__gte", 1)), name="commitment_use_counts")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAlert",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("over_quota", "Over quota"),
                                    ("leaders_over_quota", "Leaders over quota"),
                                    ("mismatch", "Registers do not match"),
                                ],
                                max_length=20,
                                verbose_name="rule",
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Figures"),
                                    ("no_quota", "Staff of a kind for which no quota was approved"),
                                    ("declared", "Roster and declared number differ"),
                                    ("outside_paid", "Outside-quota staff paid by finance"),
                                    ("unpaid", "On the quota without pay"),
                                    ("disputed", "A partner department disputes rows"),
                                ],
                                default="",
                                max_length=20,
                            ),
                        ),
                        ("quota", models.PositiveIntegerField()),
                        ("actual", models.PositiveIntegerField()),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source document")),
                        ("raised_on", models.DateField(verbose_name="raised")),
                        ("holds", models.BooleanField(default=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To be checked"),
                                    ("entered", "In the ledger"),
                                    ("cleared", "Cleared"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="checked")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.postkind",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.leadershiplevel",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.problem",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical alert",
                        "verbose_name_plural": "historical alerts",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_04fdad_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Alert",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staffing_alerts",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "rule",
                            models.CharField(
                                choices=[
                                    ("over_quota", "Over quota"),
                                    ("leaders_over_quota", "Leaders over quota"),
                                    ("mismatch", "Registers do not match"),
                                ],
                                max_length=20,
                                verbose_name="rule",
                            ),
                        ),
                        (
                            "matter",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Figures"),
                                    ("no_quota", "Staff of a kind for which no quota was approved"),
                                    ("declared", "Roster and declared number differ"),
                                    ("outside_paid", "Outside-quota staff paid by finance"),
                                    ("unpaid", "On the quota without pay"),
                                    ("disputed", "A partner department disputes rows"),
                                ],
                                default="",
                                max_length=20,
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.postkind",
                            ),
                        ),
                        (
                            "level",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="staffing.leadershiplevel",
                            ),
                        ),
                        ("quota", models.PositiveIntegerField()),
                        ("actual", models.PositiveIntegerField()),
                        ("source", models.CharField(blank=True, max_length=500, verbose_name="source document")),
                        ("raised_on", models.DateField(verbose_name="raised")),
                        ("holds", models.BooleanField(default=True)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("open", "To be checked"),
                                    ("entered", "In the ledger"),
                                    ("cleared", "Cleared"),
                                ],
                                default="open",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staffing_alerts",
                                to="problems.problem",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="checked")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["unit", "pk"],
                        "indexes": [
                            models.Index(fields=["unit", "state"], name="alert_of_unit"),
                            models.Index(fields=["problem"], name="alert_of_problem"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("decided_by", None),
                                        ("decided_on", None),
                                        ("problem", None),
                                        ("reason", ""),
                                        ("state", "open"),
                                    ),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("decided_on__isnull", False),
                                        ("problem__isnull", False),
                                        ("state", "entered"),
                                    ),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("decided_on__isnull", False),
                                        ("problem", None),
                                        ("state", "cleared"),
                                        models.Q(("reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="alert_is_checked_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("kind__isnull", False), ("level", None), ("rule", "over_quota")),
                                    models.Q(("kind", None), ("level__isnull", False), ("rule", "leaders_over_quota")),
                                    models.Q(("rule", "mismatch"), models.Q(("matter", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="alert_names_its_figure",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "open")),
                                fields=("unit", "rule", "matter", "kind", "level"),
                                name="one_open_alert_per_figure",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalStaffingRun",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[("figures", "Staffing statistics by unit"), ("roster", "Roster of persons")],
                                max_length=10,
                                verbose_name="form",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("digest", models.CharField(max_length=64)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("rows_new", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[("read", "Read"), ("written", "Written"), ("abandoned", "Given up")],
                                default="read",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("started_on", models.DateField()),
                        ("written_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical staffing run",
                        "verbose_name_plural": "historical staffing runs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_3b1eca_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StaffingRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staffing_runs",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "form",
                            models.CharField(
                                choices=[("figures", "Staffing statistics by unit"), ("roster", "Roster of persons")],
                                max_length=10,
                                verbose_name="form",
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("digest", models.CharField(max_length=64)),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("counted_on", models.DateField(verbose_name="counted on")),
                        ("rows_sealed", models.TextField(blank=True)),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("rows_new", models.PositiveIntegerField(default=0)),
                        (
                            "state",
                            models.CharField(
                                choices=[("read", "Read"), ("written", "Written"), ("abandoned", "Given up")],
                                default="read",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("started_on", models.DateField()),
                        ("written_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rows_sealed", ""), ("rows_sealed__startswith", "v1:"), _connector="OR"
                                ),
                                name="staffing_run_rows_are_sealed",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "read"), ("rows_sealed", ""), _connector="OR"),
                                name="staffing_run_keeps_no_rows_when_done",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalShare",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("reason", models.CharField(max_length=200, verbose_name="what is to be confirmed")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.partner",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical share",
                        "verbose_name_plural": "historical shares",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_e159ae_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Share",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staffing_shares",
                                to="organizations.partner",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="staffing_shares",
                                to="organizations.unit",
                            ),
                        ),
                        ("from_on", models.DateField(verbose_name="from")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("reason", models.CharField(max_length=200, verbose_name="what is to be confirmed")),
                    ],
                    options={
                        "ordering": ["partner", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("partner", "unit"),
                                name="one_share_per_partner_and_unit",
                                nulls_distinct=False,
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="share_says_what_for"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalConfirmation",
                    fields=[
                        ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                        (
                            "act",
                            models.ForeignKey(
                                db_default=audit.defaults.CurrentAct(),
                                editable=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="audit.act",
                                verbose_name="act",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("confirmed", "Confirmed"), ("disputed", "Disputed")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("given_on", models.DateField(verbose_name="given")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.partner",
                            ),
                        ),
                        (
                            "declared",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.declaredstaff",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="staffing.post",
                            ),
                        ),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                        ("history_date", models.DateTimeField()),
                        (
                            "history_type",
                            models.CharField(
                                choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "historical confirmation",
                        "verbose_name_plural": "historical confirmations",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="staffing_hi_id_bb21fb_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Confirmation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="organizations.partner",
                            ),
                        ),
                        (
                            "declared",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="staffing.declaredstaff",
                            ),
                        ),
                        (
                            "post",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="confirmations",
                                to="staffing.post",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("confirmed", "Confirmed"), ("disputed", "Disputed")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("given_on", models.DateField(verbose_name="given")),
                        (
                            "given_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    models.Func(
                                        "declared", "post", function="num_nonnulls", output_field=models.IntegerField()
                                    ),
                                    1,
                                ),
                                name="confirmation_is_about_one_row",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("answer", "confirmed"), models.Q(("note", ""), _negated=True), _connector="OR"
                                ),
                                name="dispute_says_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
