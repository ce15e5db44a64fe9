import audit.defaults
import audit.tables
import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_trail"),
        ("organizations", "0001_ledger"),
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
            ],
        ),
    ]
