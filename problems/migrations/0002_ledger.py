import audit.defaults
import audit.tables
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.db.models.functions.comparison
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_trail"),
        ("documents", "0001_ledger"),
        ("organizations", "0001_ledger"),
        ("problems", "0001_bigrams"),
    ]

    operations = [
        audit.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name="HistoricalViolationType",
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
                        ("clause", models.CharField(blank=True, max_length=200, verbose_name="clause")),
                        ("tags", models.CharField(blank=True, max_length=100, verbose_name="reporting groups")),
                        (
                            "figures",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No figures"),
                                    ("staff", "Quota, actual staff and the excess"),
                                    ("leaders", "Leadership quota, actual leaders and the excess"),
                                    ("people", "People concerned"),
                                    ("posts", "Posts concerned"),
                                    ("bodies", "Bodies concerned"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="figures",
                            ),
                        ),
                        (
                            "may_be_policy_caused",
                            models.BooleanField(default=False, verbose_name="may be policy-caused"),
                        ),
                        (
                            "consent_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No consent needed"),
                                    ("found_above", "Found by a superior's inspection"),
                                    ("beyond_authority", "Approval beyond authority at this level"),
                                    ("line_interference", "Interference by a line department with a lower office"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="superior consent",
                            ),
                        ),
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
                                verbose_name="office",
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
                        "verbose_name": "historical violation type",
                        "verbose_name_plural": "historical violation types",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_58c979_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ViolationType",
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
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                                verbose_name="office",
                            ),
                        ),
                        ("clause", models.CharField(blank=True, max_length=200, verbose_name="clause")),
                        ("tags", models.CharField(blank=True, max_length=100, verbose_name="reporting groups")),
                        (
                            "figures",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No figures"),
                                    ("staff", "Quota, actual staff and the excess"),
                                    ("leaders", "Leadership quota, actual leaders and the excess"),
                                    ("people", "People concerned"),
                                    ("posts", "Posts concerned"),
                                    ("bodies", "Bodies concerned"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="figures",
                            ),
                        ),
                        (
                            "may_be_policy_caused",
                            models.BooleanField(default=False, verbose_name="may be policy-caused"),
                        ),
                        (
                            "consent_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No consent needed"),
                                    ("found_above", "Found by a superior's inspection"),
                                    ("beyond_authority", "Approval beyond authority at this level"),
                                    ("line_interference", "Interference by a line department with a lower office"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="superior consent",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSource",
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
                        (
                            "found_above",
                            models.BooleanField(
                                default=False,
                                help_text="Close-out then needs the superior's consent.",
                                verbose_name="always found above this level",
                            ),
                        ),
                        (
                            "consent_when_found_above",
                            models.BooleanField(default=True, verbose_name="consent when a superior found it"),
                        ),
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
                        "verbose_name": "historical source",
                        "verbose_name_plural": "historical sources",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_036f3e_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Source",
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
                        (
                            "found_above",
                            models.BooleanField(
                                default=False,
                                help_text="Close-out then needs the superior's consent.",
                                verbose_name="always found above this level",
                            ),
                        ),
                        (
                            "consent_when_found_above",
                            models.BooleanField(default=True, verbose_name="consent when a superior found it"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCause",
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
                        (
                            "suggestion_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="suggested measure (Chinese)"),
                        ),
                        (
                            "suggestion_en",
                            models.CharField(blank=True, max_length=200, verbose_name="suggested measure (English)"),
                        ),
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
                        "verbose_name": "historical cause",
                        "verbose_name_plural": "historical causes",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_4cebf5_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Cause",
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
                        (
                            "suggestion_zh",
                            models.CharField(blank=True, max_length=200, verbose_name="suggested measure (Chinese)"),
                        ),
                        (
                            "suggestion_en",
                            models.CharField(blank=True, max_length=200, verbose_name="suggested measure (English)"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="NumberSeries",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.office"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("office", "year"), name="one_number_series")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Receipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("act", models.CharField(max_length=60)),
                        ("subject", models.CharField(default="", max_length=40)),
                        ("object_id", models.BigIntegerField()),
                        ("at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("account", "key"), name="receipt_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalImportProfile",
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
                        ("columns", models.JSONField(default=dict)),
                        ("values", models.JSONField(default=dict)),
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
                        "verbose_name": "historical import profile",
                        "verbose_name_plural": "historical import profiles",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_13963f_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ImportProfile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "office",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="import_profile",
                                to="organizations.office",
                            ),
                        ),
                        ("columns", models.JSONField(default=dict)),
                        ("values", models.JSONField(default=dict)),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalImportRun",
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
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("sheet", models.CharField(blank=True, max_length=100, verbose_name="sheet")),
                        ("ledger_year", models.PositiveSmallIntegerField(verbose_name="ledger year")),
                        ("columns", models.JSONField(default=dict)),
                        ("values", models.JSONField(default=dict)),
                        ("excluded", models.JSONField(default=list)),
                        ("answers", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Uploaded"),
                                    ("mapped", "Mapped"),
                                    ("waiting_for_order", "Waiting for the leader's order"),
                                    ("committing", "Being written"),
                                    ("committed", "Written"),
                                    ("failed", "Failed"),
                                    ("abandoned", "Abandoned"),
                                    ("undone", "Undone"),
                                ],
                                default="uploaded",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("rows_known", models.PositiveIntegerField(default=0)),
                        ("failure", models.TextField(blank=True)),
                        ("started_on", models.DateField()),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.storedfile",
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
                                to=settings.AUTH_USER_MODEL,
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
                        "verbose_name": "historical import run",
                        "verbose_name_plural": "historical import runs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_10859d_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ImportRun",
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
                                related_name="imports",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("sheet", models.CharField(blank=True, max_length=100, verbose_name="sheet")),
                        ("ledger_year", models.PositiveSmallIntegerField(verbose_name="ledger year")),
                        ("columns", models.JSONField(default=dict)),
                        ("values", models.JSONField(default=dict)),
                        ("excluded", models.JSONField(default=list)),
                        ("answers", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "Uploaded"),
                                    ("mapped", "Mapped"),
                                    ("waiting_for_order", "Waiting for the leader's order"),
                                    ("committing", "Being written"),
                                    ("committed", "Written"),
                                    ("failed", "Failed"),
                                    ("abandoned", "Abandoned"),
                                    ("undone", "Undone"),
                                ],
                                default="uploaded",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("rows_total", models.PositiveIntegerField(default=0)),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("rows_known", models.PositiveIntegerField(default=0)),
                        ("failure", models.TextField(blank=True)),
                        (
                            "prepared_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("started_on", models.DateField()),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTakeOver",
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
                        ("ordered_on", models.DateField(verbose_name="ordered")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("rows", models.PositiveIntegerField()),
                        ("rows_closed", models.PositiveIntegerField()),
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
                            "run",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.importrun",
                            ),
                        ),
                        (
                            "ordered_by",
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
                        "verbose_name": "historical take over",
                        "verbose_name_plural": "historical take overs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f9b0b8_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TakeOver",
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
                                related_name="take_overs",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "run",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="take_over",
                                to="problems.importrun",
                            ),
                        ),
                        (
                            "ordered_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("ordered_on", models.DateField(verbose_name="ordered")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("rows", models.PositiveIntegerField()),
                        ("rows_closed", models.PositiveIntegerField()),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="take_over_says_why"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Problem",
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
                                related_name="problems",
                                to="organizations.office",
                                verbose_name="office",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="organizations.unit",
                                verbose_name="unit",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("serial", models.PositiveIntegerField(blank=True, null=True)),
                        (
                            "number",
                            models.CharField(blank=True, max_length=40, null=True, unique=True, verbose_name="number"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("reported", "Reported by the unit"),
                                    ("registered", "Registered"),
                                    ("assigned", "Assigned"),
                                    ("plan_submitted", "Plan submitted"),
                                    ("rectifying", "Rectifying"),
                                    ("verifying", "Verifying"),
                                    ("awaiting_consent", "Awaiting superior consent"),
                                    ("closed", "Closed"),
                                    ("voided", "Voided"),
                                    ("merged", "Merged"),
                                    ("refused", "Report not accepted"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        (
                            "violation_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="problems.violationtype",
                                verbose_name="violation type",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="problems.source",
                                verbose_name="source",
                            ),
                        ),
                        ("sub_source", models.CharField(blank=True, max_length=100, verbose_name="sub-source")),
                        (
                            "source_document",
                            models.CharField(blank=True, max_length=120, verbose_name="source document"),
                        ),
                        (
                            "finder_level",
                            models.CharField(
                                choices=[
                                    ("own", "This level"),
                                    ("superior", "Superior level"),
                                    ("unit", "The unit itself"),
                                ],
                                default="own",
                                max_length=10,
                                verbose_name="found by",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[("violation", "Violation"), ("policy", "Policy-caused")],
                                default="violation",
                                max_length=10,
                                verbose_name="nature",
                            ),
                        ),
                        ("nature_confirmed", models.BooleanField(default=True, verbose_name="nature confirmed")),
                        (
                            "cause",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="problems.cause",
                                verbose_name="cause",
                            ),
                        ),
                        ("facts", models.TextField(verbose_name="facts")),
                        ("quota", models.PositiveIntegerField(blank=True, null=True, verbose_name="quota")),
                        ("actual", models.PositiveIntegerField(blank=True, null=True, verbose_name="actual")),
                        ("found", models.PositiveIntegerField(blank=True, null=True, verbose_name="found")),
                        ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="target")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                        (
                            "affected_office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                                verbose_name="lower office interfered with",
                            ),
                        ),
                        ("found_on", models.DateField(verbose_name="found")),
                        ("registered_on", models.DateField(blank=True, null=True, verbose_name="registered")),
                        ("assigned_on", models.DateField(blank=True, null=True, verbose_name="assigned")),
                        ("required_on", models.DateField(blank=True, null=True, verbose_name="required date")),
                        (
                            "required_by",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=120, verbose_name="required by"
                            ),
                        ),
                        ("promised_on", models.DateField(blank=True, null=True, verbose_name="promised date")),
                        ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved date")),
                        ("extended_on", models.DateField(blank=True, null=True, verbose_name="extended date")),
                        ("extensions", models.PositiveSmallIntegerField(default=0, verbose_name="extensions")),
                        ("paused_on", models.DateField(blank=True, null=True, verbose_name="paused")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="voided")),
                        ("void_reason", models.TextField(blank=True, verbose_name="reason for voiding")),
                        (
                            "pace",
                            models.CharField(
                                choices=[
                                    ("at_once", "At once"),
                                    ("in_stages", "In stages"),
                                    ("continuing", "Continuing"),
                                ],
                                default="in_stages",
                                max_length=12,
                                verbose_name="pace",
                            ),
                        ),
                        (
                            "responsible",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="head of the unit, first person responsible"
                            ),
                        ),
                        ("handler", models.CharField(blank=True, max_length=40, verbose_name="contact")),
                        ("progress_note", models.TextField(blank=True, verbose_name="progress as taken over")),
                        ("remark", models.TextField(blank=True, verbose_name="remark")),
                        (
                            "consent_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No consent needed"),
                                    ("found_above", "Found by a superior's inspection"),
                                    ("beyond_authority", "Approval beyond authority at this level"),
                                    ("line_interference", "Interference by a line department with a lower office"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="superior consent",
                            ),
                        ),
                        ("relapses", models.PositiveSmallIntegerField(default=0, verbose_name="relapses")),
                        ("relapsed_on", models.DateField(blank=True, null=True, verbose_name="relapsed")),
                        ("kept_open", models.PositiveSmallIntegerField(default=0, verbose_name="times kept open")),
                        ("reported_by_unit", models.BooleanField(default=False, verbose_name="reported by the unit")),
                        ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported")),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="reported by",
                            ),
                        ),
                        ("refused_on", models.DateField(blank=True, null=True, verbose_name="not accepted")),
                        (
                            "refused_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="reason for not accepting"
                            ),
                        ),
                        (
                            "take_over",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="problems",
                                to="problems.takeover",
                                verbose_name="take-over",
                            ),
                        ),
                        ("identity", models.CharField(blank=True, max_length=64, null=True, unique=True)),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged_here",
                                to="problems.problem",
                            ),
                        ),
                        ("merged_on", models.DateField(blank=True, null=True, verbose_name="merged")),
                        (
                            "merged_because",
                            models.TextField(blank=True, db_default="", default="", verbose_name="reason for merging"),
                        ),
                        (
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="registered by",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "entry",
                        "verbose_name_plural": "entries",
                        "indexes": [
                            models.Index(fields=["office", "state"], name="problem_office_state"),
                            models.Index(
                                models.F("office"),
                                models.Case(
                                    models.When(
                                        state__in=["closed", "voided", "merged", "refused"], then=models.Value(1)
                                    ),
                                    default=models.Value(0),
                                    output_field=models.SmallIntegerField(),
                                ),
                                django.db.models.functions.comparison.Coalesce("extended_on", "approved_on"),
                                models.F("id"),
                                include=("state", "extended_on", "approved_on", "closed_on", "found", "done"),
                                name="problem_office_urgent",
                            ),
                            models.Index(fields=["office", "-year", "-serial"], name="problem_office_number"),
                            models.Index(fields=["unit", "state"], name="problem_unit_state"),
                            django.contrib.postgres.indexes.GinIndex(
                                models.Func("facts", function="bigrams", output_field=models.TextField()),
                                name="problem_facts_bigrams",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(fields=("office", "year", "serial"), name="problem_number_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "reported",
                                            "registered",
                                            "assigned",
                                            "plan_submitted",
                                            "rectifying",
                                            "verifying",
                                            "awaiting_consent",
                                            "closed",
                                            "voided",
                                            "merged",
                                            "refused",
                                        ],
                                    )
                                ),
                                name="problem_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", None), ("state__in", ["draft", "reported", "refused"])),
                                    models.Q(
                                        models.Q(("state__in", ["draft", "reported", "refused"]), _negated=True),
                                        ("number__isnull", False),
                                        ("registered_on__isnull", False),
                                        ("serial__isnull", False),
                                        ("year__isnull", False),
                                    ),
                                    models.Q(("number", None), ("state", "merged")),
                                    _connector="OR",
                                ),
                                name="problem_numbered_once_registered",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("closed_on__isnull", False), ("state", "closed")),
                                    models.Q(models.Q(("state", "closed"), _negated=True), ("closed_on", None)),
                                    _connector="OR",
                                ),
                                name="problem_closed_with_date",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "voided"), _negated=True),
                                    models.Q(
                                        ("voided_on__isnull", False), models.Q(("void_reason", ""), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="problem_voided_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ["draft", "reported", "refused", "registered", "voided", "merged"]),
                                    models.Q(("approved_on__isnull", False), ("assigned_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="problem_at_work_has_a_deadline",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on", None), ("closed_on__gte", models.F("found_on")), _connector="OR"
                                ),
                                name="problem_closed_after_found",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        models.Q(("state", "merged"), _negated=True),
                                        ("merged_into", None),
                                        ("merged_on", None),
                                    ),
                                    models.Q(
                                        ("merged_into__isnull", False),
                                        ("merged_on__isnull", False),
                                        ("state", "merged"),
                                        models.Q(("merged_because", ""), _negated=True),
                                        models.Q(("merged_into", models.F("id")), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="problem_merged_into_another",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(models.Q(("state", "refused"), _negated=True), ("refused_on", None)),
                                    models.Q(
                                        ("refused_on__isnull", False),
                                        ("state", "refused"),
                                        models.Q(("refused_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="problem_refused_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reported_by_unit", False), ("reported_on", None)),
                                    models.Q(("reported_by_unit", True), ("reported_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="problem_reported_with_day",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["reported", "refused"]), _negated=True),
                                    ("reported_by_unit", True),
                                    _connector="OR",
                                ),
                                name="problem_report_is_of_the_unit",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("found", None), ("done__lte", models.F("found")), _connector="OR"),
                                name="problem_done_within_found",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("target", None), ("target__lte", models.F("found")), _connector="OR"
                                ),
                                name="problem_target_within_found",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("paused_on", None),
                                    ("state__in", ["assigned", "plan_submitted", "rectifying", "voided"]),
                                    _connector="OR",
                                ),
                                name="problem_paused_while_at_work",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("nature", "violation"), ("nature_confirmed", True)),
                                    ("nature", "policy"),
                                    _connector="OR",
                                ),
                                name="problem_violation_needs_no_confirmation",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCorrection",
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
                        ("reason", models.TextField(verbose_name="reason")),
                        ("file_name", models.CharField(max_length=200, verbose_name="document")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("before", models.JSONField()),
                        ("after", models.JSONField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for a decision"),
                                    ("applied", "Applied"),
                                    ("refused", "Refused"),
                                ],
                                default="asked",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "asked_by",
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
                        "verbose_name": "historical correction",
                        "verbose_name_plural": "historical corrections",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_a76616_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Correction",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="document")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
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
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="corrections",
                                to="problems.problem",
                            ),
                        ),
                        ("before", models.JSONField()),
                        ("after", models.JSONField()),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("asked", "Waits for a decision"),
                                    ("applied", "Applied"),
                                    ("refused", "Refused"),
                                ],
                                default="asked",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "asked")),
                                fields=("problem",),
                                name="one_correction_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="correction_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by", None), ("decided_on", None), ("status", "asked")),
                                    models.Q(
                                        models.Q(("status", "asked"), _negated=True),
                                        ("decided_by__isnull", False),
                                        ("decided_on__gte", models.F("asked_on")),
                                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                        models.Q(
                                            models.Q(("status", "refused"), _negated=True),
                                            models.Q(("note", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="correction_decided_by_another",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalNatureClaim",
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
                        ("reason", models.TextField(verbose_name="reason")),
                        ("file_name", models.CharField(max_length=200, verbose_name="document")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("document", models.CharField(max_length=200, verbose_name="policy document")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("claimed", "Waits for confirmation"),
                                    ("confirmed", "Confirmed"),
                                    ("refused", "Not confirmed"),
                                ],
                                default="claimed",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "file",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "asked_by",
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
                        "verbose_name": "historical nature claim",
                        "verbose_name_plural": "historical nature claims",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_829fe2_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="NatureClaim",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        (
                            "file",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("file_name", models.CharField(max_length=200, verbose_name="document")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
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
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="nature_claims",
                                to="problems.problem",
                            ),
                        ),
                        ("document", models.CharField(max_length=200, verbose_name="policy document")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("claimed", "Waits for confirmation"),
                                    ("confirmed", "Confirmed"),
                                    ("refused", "Not confirmed"),
                                ],
                                default="claimed",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status", "claimed")),
                                fields=("problem",),
                                name="one_nature_claim_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True),
                                name="nature_claim_names_its_document",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by", None), ("decided_on", None), ("status", "claimed")),
                                    models.Q(
                                        models.Q(("status", "claimed"), _negated=True),
                                        ("decided_by__isnull", False),
                                        ("decided_on__gte", models.F("asked_on")),
                                        models.Q(("decided_by", models.F("asked_by")), _negated=True),
                                        models.Q(
                                            models.Q(("status", "refused"), _negated=True),
                                            models.Q(("note", ""), _negated=True),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="nature_decided_by_another",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDraft",
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
                        ("typed", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Draft"), ("used", "Became an entry"), ("discarded", "Discarded")],
                                default="open",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("saved_on", models.DateField()),
                        ("version", models.PositiveIntegerField(default=1)),
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
                            "saved_by",
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
                        "verbose_name": "historical draft",
                        "verbose_name_plural": "historical drafts",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f9d779_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Draft",
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
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.office"
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                        ("typed", models.JSONField(default=dict)),
                        (
                            "status",
                            models.CharField(
                                choices=[("open", "Draft"), ("used", "Became an entry"), ("discarded", "Discarded")],
                                default="open",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("saved_on", models.DateField()),
                        (
                            "saved_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="problems.problem",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [
                            models.Index(
                                condition=models.Q(("status", "open")), fields=["office"], name="open_draft_of_office"
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("problem__isnull", False), ("status", "used")),
                                    models.Q(("problem", None), ("status__in", ["open", "discarded"])),
                                    _connector="OR",
                                ),
                                name="draft_ends_once",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProblem",
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
                        ("year", models.PositiveSmallIntegerField(blank=True, null=True)),
                        ("serial", models.PositiveIntegerField(blank=True, null=True)),
                        ("number", models.CharField(blank=True, max_length=40, null=True, verbose_name="number")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("reported", "Reported by the unit"),
                                    ("registered", "Registered"),
                                    ("assigned", "Assigned"),
                                    ("plan_submitted", "Plan submitted"),
                                    ("rectifying", "Rectifying"),
                                    ("verifying", "Verifying"),
                                    ("awaiting_consent", "Awaiting superior consent"),
                                    ("closed", "Closed"),
                                    ("voided", "Voided"),
                                    ("merged", "Merged"),
                                    ("refused", "Report not accepted"),
                                ],
                                default="draft",
                                max_length=20,
                                verbose_name="state",
                            ),
                        ),
                        ("sub_source", models.CharField(blank=True, max_length=100, verbose_name="sub-source")),
                        (
                            "source_document",
                            models.CharField(blank=True, max_length=120, verbose_name="source document"),
                        ),
                        (
                            "finder_level",
                            models.CharField(
                                choices=[
                                    ("own", "This level"),
                                    ("superior", "Superior level"),
                                    ("unit", "The unit itself"),
                                ],
                                default="own",
                                max_length=10,
                                verbose_name="found by",
                            ),
                        ),
                        (
                            "nature",
                            models.CharField(
                                choices=[("violation", "Violation"), ("policy", "Policy-caused")],
                                default="violation",
                                max_length=10,
                                verbose_name="nature",
                            ),
                        ),
                        ("nature_confirmed", models.BooleanField(default=True, verbose_name="nature confirmed")),
                        ("facts", models.TextField(verbose_name="facts")),
                        ("quota", models.PositiveIntegerField(blank=True, null=True, verbose_name="quota")),
                        ("actual", models.PositiveIntegerField(blank=True, null=True, verbose_name="actual")),
                        ("found", models.PositiveIntegerField(blank=True, null=True, verbose_name="found")),
                        ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="target")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="done")),
                        ("found_on", models.DateField(verbose_name="found")),
                        ("registered_on", models.DateField(blank=True, null=True, verbose_name="registered")),
                        ("assigned_on", models.DateField(blank=True, null=True, verbose_name="assigned")),
                        ("required_on", models.DateField(blank=True, null=True, verbose_name="required date")),
                        (
                            "required_by",
                            models.CharField(
                                blank=True, db_default="", default="", max_length=120, verbose_name="required by"
                            ),
                        ),
                        ("promised_on", models.DateField(blank=True, null=True, verbose_name="promised date")),
                        ("approved_on", models.DateField(blank=True, null=True, verbose_name="approved date")),
                        ("extended_on", models.DateField(blank=True, null=True, verbose_name="extended date")),
                        ("extensions", models.PositiveSmallIntegerField(default=0, verbose_name="extensions")),
                        ("paused_on", models.DateField(blank=True, null=True, verbose_name="paused")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                        ("voided_on", models.DateField(blank=True, null=True, verbose_name="voided")),
                        ("void_reason", models.TextField(blank=True, verbose_name="reason for voiding")),
                        (
                            "pace",
                            models.CharField(
                                choices=[
                                    ("at_once", "At once"),
                                    ("in_stages", "In stages"),
                                    ("continuing", "Continuing"),
                                ],
                                default="in_stages",
                                max_length=12,
                                verbose_name="pace",
                            ),
                        ),
                        (
                            "responsible",
                            models.CharField(
                                blank=True, max_length=40, verbose_name="head of the unit, first person responsible"
                            ),
                        ),
                        ("handler", models.CharField(blank=True, max_length=40, verbose_name="contact")),
                        ("progress_note", models.TextField(blank=True, verbose_name="progress as taken over")),
                        ("remark", models.TextField(blank=True, verbose_name="remark")),
                        (
                            "consent_rule",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No consent needed"),
                                    ("found_above", "Found by a superior's inspection"),
                                    ("beyond_authority", "Approval beyond authority at this level"),
                                    ("line_interference", "Interference by a line department with a lower office"),
                                ],
                                default="",
                                max_length=20,
                                verbose_name="superior consent",
                            ),
                        ),
                        ("relapses", models.PositiveSmallIntegerField(default=0, verbose_name="relapses")),
                        ("relapsed_on", models.DateField(blank=True, null=True, verbose_name="relapsed")),
                        ("kept_open", models.PositiveSmallIntegerField(default=0, verbose_name="times kept open")),
                        ("reported_by_unit", models.BooleanField(default=False, verbose_name="reported by the unit")),
                        ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported")),
                        ("refused_on", models.DateField(blank=True, null=True, verbose_name="not accepted")),
                        (
                            "refused_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="reason for not accepting"
                            ),
                        ),
                        ("identity", models.CharField(blank=True, max_length=64, null=True)),
                        ("merged_on", models.DateField(blank=True, null=True, verbose_name="merged")),
                        (
                            "merged_because",
                            models.TextField(blank=True, db_default="", default="", verbose_name="reason for merging"),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
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
                                verbose_name="office",
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
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "violation_type",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.violationtype",
                                verbose_name="violation type",
                            ),
                        ),
                        (
                            "source",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.source",
                                verbose_name="source",
                            ),
                        ),
                        (
                            "cause",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.cause",
                                verbose_name="cause",
                            ),
                        ),
                        (
                            "affected_office",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.office",
                                verbose_name="lower office interfered with",
                            ),
                        ),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="reported by",
                            ),
                        ),
                        (
                            "take_over",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.takeover",
                                verbose_name="take-over",
                            ),
                        ),
                        (
                            "merged_into",
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
                            "registered_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="registered by",
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
                        "verbose_name": "historical entry",
                        "verbose_name_plural": "historical entries",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_d86679_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalHandling",
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
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("reported", "reported the problem"),
                                    ("registered", "registered"),
                                    ("assigned", "assigned"),
                                    ("decided_plan", "decided on the plan"),
                                    ("decided_extension", "decided on an extension"),
                                    ("paused", "paused or resumed its clocks"),
                                    ("took_over", "took over from a spreadsheet"),
                                ],
                                max_length=20,
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "person",
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
                        "verbose_name": "historical handling",
                        "verbose_name_plural": "historical handlings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_a73b50_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Handling",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handlings",
                                to="problems.problem",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        (
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("reported", "reported the problem"),
                                    ("registered", "registered"),
                                    ("assigned", "assigned"),
                                    ("decided_plan", "decided on the plan"),
                                    ("decided_extension", "decided on an extension"),
                                    ("paused", "paused or resumed its clocks"),
                                    ("took_over", "took over from a spreadsheet"),
                                ],
                                max_length=20,
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("problem", "person", "capacity"), name="handling_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalClosing",
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
                        ("closed_on", models.DateField(verbose_name="closed")),
                        ("deadline_on", models.DateField(verbose_name="deadline")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="relapsed")),
                        ("history_change_reason", models.TextField(null=True)),
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
                        "verbose_name": "historical closing",
                        "verbose_name_plural": "historical closings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_4098aa_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Closing",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="closings",
                                to="problems.problem",
                            ),
                        ),
                        ("closed_on", models.DateField(verbose_name="closed")),
                        ("deadline_on", models.DateField(verbose_name="deadline")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="relapsed")),
                    ],
                    options={
                        "indexes": [models.Index(fields=["problem", "closed_on"], name="closing_of_problem")],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)), fields=("problem",), name="one_closing_in_force"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("closed_on")), _connector="OR"
                                ),
                                name="closing_ends_after_it_begins",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRectificationPlan",
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
                        ("attempt", models.PositiveSmallIntegerField(default=1)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("approved", "Approved"),
                                    ("returned", "Returned"),
                                ],
                                default="submitted",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "head",
                            models.CharField(max_length=40, verbose_name="head of the unit, first person responsible"),
                        ),
                        ("contact", models.CharField(blank=True, max_length=40, verbose_name="contact")),
                        ("promised_on", models.DateField(blank=True, null=True, verbose_name="promised date")),
                        ("stability_risks", models.TextField(blank=True, verbose_name="stability risks")),
                        (
                            "risk_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No risk"),
                                    ("low", "Low risk"),
                                    ("middle", "Medium risk"),
                                    ("high", "High risk"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                                verbose_name="level of the stability risk",
                            ),
                        ),
                        (
                            "risk_handling",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="handling of the stability risk"
                            ),
                        ),
                        (
                            "risk_responsible",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=40,
                                verbose_name="responsible for the stability risk",
                            ),
                        ),
                        ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="target")),
                        ("submitted_on", models.DateField(blank=True, null=True)),
                        ("decided_on", models.DateField(blank=True, null=True)),
                        ("decision_note", models.TextField(blank=True, verbose_name="note of the office")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "submitted_by",
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
                        "verbose_name": "historical rectification plan",
                        "verbose_name_plural": "historical rectification plans",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_98b826_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RectificationPlan",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="plans", to="problems.problem"
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField(default=1)),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("draft", "Draft"),
                                    ("submitted", "Submitted"),
                                    ("approved", "Approved"),
                                    ("returned", "Returned"),
                                ],
                                default="submitted",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "head",
                            models.CharField(max_length=40, verbose_name="head of the unit, first person responsible"),
                        ),
                        ("contact", models.CharField(blank=True, max_length=40, verbose_name="contact")),
                        ("promised_on", models.DateField(blank=True, null=True, verbose_name="promised date")),
                        ("stability_risks", models.TextField(blank=True, verbose_name="stability risks")),
                        (
                            "risk_level",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("none", "No risk"),
                                    ("low", "Low risk"),
                                    ("middle", "Medium risk"),
                                    ("high", "High risk"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                                verbose_name="level of the stability risk",
                            ),
                        ),
                        (
                            "risk_handling",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="handling of the stability risk"
                            ),
                        ),
                        (
                            "risk_responsible",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                max_length=40,
                                verbose_name="responsible for the stability risk",
                            ),
                        ),
                        ("target", models.PositiveIntegerField(blank=True, null=True, verbose_name="target")),
                        ("submitted_on", models.DateField(blank=True, null=True)),
                        (
                            "submitted_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True)),
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
                        ("decision_note", models.TextField(blank=True, verbose_name="note of the office")),
                    ],
                    options={
                        "ordering": ["-attempt"],
                        "constraints": [
                            models.UniqueConstraint(fields=("problem", "attempt"), name="plan_attempt_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "returned"), _negated=True),
                                    models.Q(("decision_note", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="returned_plan_says_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeasure",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(verbose_name="measure")),
                        ("responsible", models.CharField(blank=True, max_length=60, verbose_name="who")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.rectificationplan",
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
                        "verbose_name": "historical measure",
                        "verbose_name_plural": "historical measures",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f034ff_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Measure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="measures",
                                to="problems.rectificationplan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("text", models.TextField(verbose_name="measure")),
                        ("responsible", models.CharField(blank=True, max_length=60, verbose_name="who")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "position"), name="measure_position_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMilestone",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=120, verbose_name="milestone")),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached")),
                        ("days_back", models.PositiveIntegerField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.rectificationplan",
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
                        "verbose_name": "historical milestone",
                        "verbose_name_plural": "historical milestones",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_6cc3b5_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Milestone",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="milestones",
                                to="problems.rectificationplan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("title", models.CharField(max_length=120, verbose_name="milestone")),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("reached_on", models.DateField(blank=True, null=True, verbose_name="reached")),
                        ("days_back", models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["due_on", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "position"), name="milestone_position_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProgressReport",
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
                        ("text", models.TextField(verbose_name="what was done")),
                        ("done", models.PositiveIntegerField(blank=True, null=True, verbose_name="done so far")),
                        ("reported_on", models.DateField(verbose_name="reported")),
                        ("done_before", models.PositiveIntegerField(blank=True, null=True)),
                        ("returned_on", models.DateField(blank=True, null=True, verbose_name="returned")),
                        (
                            "return_reason",
                            models.TextField(blank=True, db_default="", default="", verbose_name="why it was returned"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.milestone",
                            ),
                        ),
                        (
                            "reported_by",
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
                        (
                            "returned_by",
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
                        "verbose_name": "historical progress report",
                        "verbose_name_plural": "historical progress reports",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_919de1_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ProgressReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="problems.problem",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what was done")),
                        ("done", models.PositiveIntegerField(blank=True, null=True, verbose_name="done so far")),
                        (
                            "milestone",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reports",
                                to="problems.milestone",
                            ),
                        ),
                        ("reported_on", models.DateField(verbose_name="reported")),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("done_before", models.PositiveIntegerField(blank=True, null=True)),
                        ("returned_on", models.DateField(blank=True, null=True, verbose_name="returned")),
                        (
                            "returned_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        (
                            "return_reason",
                            models.TextField(blank=True, db_default="", default="", verbose_name="why it was returned"),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.unit",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-reported_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("return_reason", ""), ("returned_by", None), ("returned_on", None)),
                                    models.Q(
                                        ("returned_by__isnull", False),
                                        ("returned_on__isnull", False),
                                        models.Q(("return_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="returned_report_says_who_and_why",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalComment",
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
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                        (
                            "withdraw_reason",
                            models.TextField(blank=True, db_default="", verbose_name="why it was withdrawn"),
                        ),
                        ("text", models.TextField(verbose_name="comment")),
                        (
                            "side",
                            models.CharField(
                                choices=[("both", "Unit and offices"), ("office", "Offices only")],
                                db_default="both",
                                max_length=10,
                                verbose_name="who reads it",
                            ),
                        ),
                        ("written_on", models.DateField()),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "withdrawn_by",
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
                            "written_by",
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
                        "verbose_name": "historical comment",
                        "verbose_name_plural": "historical comments",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_3beb27_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Comment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        (
                            "withdraw_reason",
                            models.TextField(blank=True, db_default="", verbose_name="why it was withdrawn"),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="comments",
                                to="problems.problem",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="comment")),
                        (
                            "side",
                            models.CharField(
                                choices=[("both", "Unit and offices"), ("office", "Offices only")],
                                db_default="both",
                                max_length=10,
                                verbose_name="who reads it",
                            ),
                        ),
                        ("written_on", models.DateField()),
                        (
                            "written_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-written_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdraw_reason", ""), ("withdrawn_by", None), ("withdrawn_on", None)),
                                    models.Q(
                                        ("withdrawn_by__isnull", False),
                                        ("withdrawn_on__isnull", False),
                                        models.Q(("withdraw_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="comment_withdrawn_says_why",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCommentFile",
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
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "comment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.comment",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.storedfile",
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
                        "verbose_name": "historical comment file",
                        "verbose_name_plural": "historical comment files",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_646992_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CommentFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "comment",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="files", to="problems.comment"
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAssisting",
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
                        ("task", models.CharField(blank=True, max_length=200, verbose_name="what it has to do")),
                        ("since", models.DateField(verbose_name="since")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="released")),
                        ("released_because", models.TextField(blank=True, verbose_name="reason for the release")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                                verbose_name="assisting unit",
                            ),
                        ),
                        (
                            "added_by",
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
                        (
                            "released_by",
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
                        "verbose_name": "historical assisting",
                        "verbose_name_plural": "historical assistings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_bf668f_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Assisting",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assisting",
                                to="problems.problem",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="assists",
                                to="organizations.unit",
                                verbose_name="assisting unit",
                            ),
                        ),
                        ("task", models.CharField(blank=True, max_length=200, verbose_name="what it has to do")),
                        ("since", models.DateField(verbose_name="since")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("until", models.DateField(blank=True, null=True, verbose_name="released")),
                        (
                            "released_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("released_because", models.TextField(blank=True, verbose_name="reason for the release")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [
                            models.Index(condition=models.Q(("until", None)), fields=["unit"], name="assisting_of_unit")
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("until", None)), fields=("problem", "unit"), name="assisting_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("released_by", None), ("until", None)),
                                    models.Q(
                                        ("released_by__isnull", False),
                                        ("until__gte", models.F("since")),
                                        models.Q(("released_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="assisting_released_with_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLink",
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
                            "kind",
                            models.CharField(
                                choices=[("related", "Related"), ("recurrence", "Recurrence of an earlier entry")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("made_on", models.DateField()),
                        ("removed_on", models.DateField(blank=True, null=True, verbose_name="removed")),
                        ("removed_because", models.TextField(blank=True, verbose_name="reason for the removal")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "other",
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
                            "made_by",
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
                        (
                            "removed_by",
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
                        "verbose_name": "historical link",
                        "verbose_name_plural": "historical links",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_cba715_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="links", to="problems.problem"
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="links_here",
                                to="problems.problem",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("related", "Related"), ("recurrence", "Recurrence of an earlier entry")],
                                max_length=12,
                                verbose_name="kind",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("made_on", models.DateField()),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("removed_on", models.DateField(blank=True, null=True, verbose_name="removed")),
                        (
                            "removed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("removed_because", models.TextField(blank=True, verbose_name="reason for the removal")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                django.db.models.functions.comparison.Least("problem", "other"),
                                django.db.models.functions.comparison.Greatest("problem", "other"),
                                condition=models.Q(("removed_on", None)),
                                name="link_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("problem", models.F("other")), _negated=True),
                                name="link_of_two_entries",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="link_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("removed_by", None), ("removed_on", None)),
                                    models.Q(
                                        ("removed_by__isnull", False),
                                        ("removed_on__gte", models.F("made_on")),
                                        models.Q(("removed_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="link_removed_with_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="saved_views",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        ("query", models.CharField(max_length=2000)),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        ("at", models.DateTimeField(auto_now_add=True)),
                    ],
                    options={
                        "ordering": ["name", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "name"), name="saved_view_name_once"),
                            models.CheckConstraint(
                                condition=models.Q(("name", ""), _negated=True), name="saved_view_named"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        ("act", models.CharField(max_length=60)),
                        ("data", models.JSONField(default=dict)),
                        ("ids", models.JSONField(default=list)),
                        ("results", models.JSONField(default=dict)),
                        ("at", models.DateTimeField(auto_now_add=True)),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("finished_at", models.DateTimeField(null=True)),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("account", "key"), name="batch_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Export",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "account",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("key", models.CharField(max_length=64)),
                        (
                            "format",
                            models.CharField(
                                choices=[
                                    ("xlsx", "Excel workbook (XLSX)"),
                                    ("csv", "Table as text (CSV)"),
                                    ("pdf", "PDF to print"),
                                ],
                                max_length=4,
                                verbose_name="format",
                            ),
                        ),
                        ("query", models.CharField(max_length=2000)),
                        ("language", models.CharField(max_length=10)),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "Waiting"),
                                    ("building", "Being written"),
                                    ("ready", "Ready"),
                                    ("refused", "Refused"),
                                    ("failed", "Failed"),
                                    ("expired", "Expired"),
                                ],
                                default="waiting",
                                max_length=10,
                                verbose_name="state",
                            ),
                        ),
                        ("rows", models.PositiveIntegerField(default=0)),
                        ("rows_done", models.PositiveIntegerField(default=0)),
                        ("scope", models.CharField(blank=True, max_length=64)),
                        ("path", models.CharField(blank=True, max_length=100)),
                        ("size", models.PositiveBigIntegerField(default=0)),
                        ("tries", models.PositiveSmallIntegerField(default=0)),
                        ("failure", models.TextField(blank=True)),
                        ("at", models.DateTimeField(auto_now_add=True, verbose_name="ordered")),
                        ("claimed_at", models.DateTimeField(null=True)),
                        ("expires_at", models.DateTimeField(null=True, verbose_name="kept until")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["state", "at"], name="export_state")],
                        "constraints": [
                            models.UniqueConstraint(fields=("account", "key"), name="export_once"),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "ready"), _negated=True),
                                    models.Q(models.Q(("path", ""), _negated=True), ("expires_at__isnull", False)),
                                    _connector="OR",
                                ),
                                name="ready_export_has_a_file",
                            ),
                        ],
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
                        ("shared_on", models.DateField(verbose_name="shared")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("last_evidence", models.BigIntegerField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
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
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_9c4480_idx")],
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
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="problems.problem",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="shares",
                                to="organizations.partner",
                            ),
                        ),
                        ("shared_on", models.DateField(verbose_name="shared")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("last_evidence", models.BigIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "indexes": [
                            models.Index(
                                condition=models.Q(("ended_on", None)),
                                fields=["partner", "problem"],
                                name="share_in_force",
                            )
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), ("ended_on__gte", models.F("shared_on")), _connector="OR"
                                ),
                                name="share_ends_after_it_begins",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalListedSupervision",
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
                        ("reason", models.TextField(verbose_name="reason")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("office", "Listed by the office"),
                                    ("commission", "Listed by the commission"),
                                    ("superior", "Listed by the superior office"),
                                ],
                                default="office",
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        ("listed_on", models.DateField(verbose_name="listed")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="delisted")),
                        ("end_reason", models.TextField(blank=True, verbose_name="reason for delisting")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "leader",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="leader in charge",
                            ),
                        ),
                        (
                            "listed_by",
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
                        (
                            "ended_by",
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
                        "verbose_name": "historical listed supervision",
                        "verbose_name_plural": "historical listed supervisions",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f53e4c_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ListedSupervision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="listings",
                                to="problems.problem",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("office", "Listed by the office"),
                                    ("commission", "Listed by the commission"),
                                    ("superior", "Listed by the superior office"),
                                ],
                                default="office",
                                max_length=12,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="leader in charge",
                            ),
                        ),
                        ("listed_on", models.DateField(verbose_name="listed")),
                        (
                            "listed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="delisted")),
                        (
                            "ended_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("end_reason", models.TextField(blank=True, verbose_name="reason for delisting")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("problem",),
                                name="listed_once_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="listing_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("end_reason", ""), ("ended_by", None), ("ended_on", None)),
                                    models.Q(
                                        ("ended_by__isnull", False),
                                        ("ended_on__gte", models.F("listed_on")),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="delisting_says_who_and_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalUrging",
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
                        ("text", models.TextField(verbose_name="what is urged")),
                        ("urged_on", models.DateField(verbose_name="urged")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "urged_by",
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
                        "verbose_name": "historical urging",
                        "verbose_name_plural": "historical urgings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_b6c368_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Urging",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="urgings",
                                to="problems.problem",
                            ),
                        ),
                        ("text", models.TextField(verbose_name="what is urged")),
                        ("urged_on", models.DateField(verbose_name="urged")),
                        (
                            "urged_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("text", ""), _negated=True), name="urging_says_what"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalIncident",
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
                        ("happened_on", models.DateField(verbose_name="happened")),
                        ("what", models.TextField(verbose_name="what happened")),
                        ("handling", models.TextField(verbose_name="how it is handled")),
                        ("reported_on", models.DateField(verbose_name="reported")),
                        ("noted_on", models.DateField(blank=True, null=True, verbose_name="noted by the office")),
                        ("note", models.TextField(blank=True, verbose_name="note of the office")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "reported_by",
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
                        (
                            "noted_by",
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
                        "verbose_name": "historical incident",
                        "verbose_name_plural": "historical incidents",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_36dc4d_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Incident",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="incidents",
                                to="problems.problem",
                            ),
                        ),
                        ("happened_on", models.DateField(verbose_name="happened")),
                        ("what", models.TextField(verbose_name="what happened")),
                        ("handling", models.TextField(verbose_name="how it is handled")),
                        ("reported_on", models.DateField(verbose_name="reported")),
                        (
                            "reported_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("noted_on", models.DateField(blank=True, null=True, verbose_name="noted by the office")),
                        (
                            "noted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("note", models.TextField(blank=True, verbose_name="note of the office")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("happened_on__lte", models.F("reported_on"))),
                                name="incident_reported_afterwards",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("what", ""), _negated=True), models.Q(("handling", ""), _negated=True)
                                ),
                                name="incident_says_what_and_how",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("noted_by", None), ("noted_on", None)),
                                    models.Q(("noted_by__isnull", False), ("noted_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="incident_noted_by_somebody",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalExtension",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("deadline_before", models.DateField(verbose_name="deadline before")),
                        ("wanted_on", models.DateField(verbose_name="wanted date")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "Waiting for the office"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("granted_on", models.DateField(blank=True, null=True, verbose_name="granted date")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                        ("decision_reason", models.TextField(blank=True, verbose_name="reason of the office")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "asked_by",
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
                        "verbose_name": "historical extension",
                        "verbose_name_plural": "historical extensions",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_bfbf8b_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Extension",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="extension_requests",
                                to="problems.problem",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("deadline_before", models.DateField(verbose_name="deadline before")),
                        ("wanted_on", models.DateField(verbose_name="wanted date")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("pending", "Waiting for the office"),
                                    ("granted", "Granted"),
                                    ("refused", "Refused"),
                                    ("withdrawn", "Withdrawn"),
                                ],
                                default="pending",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("granted_on", models.DateField(blank=True, null=True, verbose_name="granted date")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
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
                        ("decision_reason", models.TextField(blank=True, verbose_name="reason of the office")),
                    ],
                    options={
                        "ordering": ["position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("problem", "position"), name="extension_position_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("status", "pending")),
                                fields=("problem",),
                                name="one_extension_pending",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("wanted_on__gt", models.F("deadline_before"))),
                                name="extension_wants_more_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("granted_on__gt", models.F("deadline_before")),
                                        ("granted_on__isnull", False),
                                        ("granted_on__lte", models.F("wanted_on")),
                                        ("status", "granted"),
                                    ),
                                    models.Q(models.Q(("status", "granted"), _negated=True), ("granted_on", None)),
                                    _connector="OR",
                                ),
                                name="extension_granted_within_what_was_wanted",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_by", None), ("decided_on", None), ("status", "pending")),
                                    models.Q(("decided_on__isnull", False), ("status", "withdrawn")),
                                    models.Q(
                                        ("decided_by__isnull", False),
                                        ("decided_on__isnull", False),
                                        ("status__in", ["granted", "refused"]),
                                    ),
                                    _connector="OR",
                                ),
                                name="extension_decided_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("status", "refused"), _negated=True),
                                    models.Q(("decision_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="refused_extension_says_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalRequiredConsent",
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
                        ("body", models.CharField(max_length=120, verbose_name="body that consented")),
                        ("document", models.CharField(max_length=120, verbose_name="document of the consent")),
                        ("consented_on", models.DateField(verbose_name="consented")),
                        ("until_on", models.DateField(verbose_name="consented until")),
                        ("recorded_on", models.DateField(verbose_name="recorded")),
                        ("history_change_reason", models.TextField(null=True)),
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
                        "verbose_name": "historical required consent",
                        "verbose_name_plural": "historical required consents",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f79aa8_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="RequiredConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="required_consents",
                                to="problems.problem",
                            ),
                        ),
                        ("body", models.CharField(max_length=120, verbose_name="body that consented")),
                        ("document", models.CharField(max_length=120, verbose_name="document of the consent")),
                        ("consented_on", models.DateField(verbose_name="consented")),
                        ("until_on", models.DateField(verbose_name="consented until")),
                        ("recorded_on", models.DateField(verbose_name="recorded")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("body", ""), _negated=True), models.Q(("document", ""), _negated=True)
                                ),
                                name="required_consent_is_named",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("consented_on__lte", models.F("recorded_on"))),
                                name="required_consent_before_its_record",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="Evidence",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                        (
                            "withdrawn_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        (
                            "withdraw_reason",
                            models.TextField(blank=True, db_default="", verbose_name="why it was withdrawn"),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="problems.problem",
                            ),
                        ),
                        (
                            "report",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="problems.progressreport",
                            ),
                        ),
                        (
                            "extension",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="problems.extension",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="problems.requiredconsent",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="evidence",
                                to="problems.incident",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("formed_on", models.DateField(blank=True, null=True, verbose_name="formed")),
                        ("uploaded_on", models.DateField(verbose_name="uploaded")),
                        (
                            "uploaded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("version", models.PositiveSmallIntegerField(db_default=1, verbose_name="version")),
                        (
                            "replaces",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="replaced_by",
                                to="problems.evidence",
                            ),
                        ),
                        (
                            "replace_reason",
                            models.TextField(blank=True, db_default="", verbose_name="why it was replaced"),
                        ),
                        (
                            "reused_from",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reused_in",
                                to="problems.evidence",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-uploaded_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdraw_reason", ""), ("withdrawn_by", None), ("withdrawn_on", None)),
                                    models.Q(
                                        ("withdrawn_by__isnull", False),
                                        ("withdrawn_on__isnull", False),
                                        models.Q(("withdraw_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_withdrawn_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("replace_reason", ""), ("replaces", None), ("version", 1)),
                                    models.Q(
                                        ("replaces__isnull", False),
                                        ("version__gt", 1),
                                        models.Q(("replace_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="evidence_replacing_says_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalEvidence",
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
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                        (
                            "withdraw_reason",
                            models.TextField(blank=True, db_default="", verbose_name="why it was withdrawn"),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="name")),
                        ("formed_on", models.DateField(blank=True, null=True, verbose_name="formed")),
                        ("uploaded_on", models.DateField(verbose_name="uploaded")),
                        ("version", models.PositiveSmallIntegerField(db_default=1, verbose_name="version")),
                        (
                            "replace_reason",
                            models.TextField(blank=True, db_default="", verbose_name="why it was replaced"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "withdrawn_by",
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
                            "report",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.progressreport",
                            ),
                        ),
                        (
                            "extension",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.extension",
                            ),
                        ),
                        (
                            "consent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.requiredconsent",
                            ),
                        ),
                        (
                            "incident",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.incident",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        (
                            "uploaded_by",
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
                        (
                            "replaces",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.evidence",
                            ),
                        ),
                        (
                            "reused_from",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.evidence",
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
                        "verbose_name": "historical evidence",
                        "verbose_name_plural": "historical evidences",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_01606f_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalPause",
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
                        ("reason", models.TextField(verbose_name="reason")),
                        ("paused_on", models.DateField(verbose_name="paused")),
                        ("resumed_on", models.DateField(blank=True, null=True, verbose_name="resumed")),
                        ("resume_reason", models.TextField(blank=True, verbose_name="reason for resuming")),
                        (
                            "working_days",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="working days paused"),
                        ),
                        ("deadline_before", models.DateField(verbose_name="deadline before")),
                        ("deadline_after", models.DateField(blank=True, null=True, verbose_name="deadline after")),
                        ("history_change_reason", models.TextField(null=True)),
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
                            "paused_by",
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
                        (
                            "resumed_by",
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
                        "verbose_name": "historical pause",
                        "verbose_name_plural": "historical pauses",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f4ce11_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Pause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pauses",
                                to="problems.problem",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("paused_on", models.DateField(verbose_name="paused")),
                        (
                            "paused_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("resumed_on", models.DateField(blank=True, null=True, verbose_name="resumed")),
                        (
                            "resumed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("resume_reason", models.TextField(blank=True, verbose_name="reason for resuming")),
                        (
                            "working_days",
                            models.PositiveIntegerField(blank=True, null=True, verbose_name="working days paused"),
                        ),
                        ("deadline_before", models.DateField(verbose_name="deadline before")),
                        ("deadline_after", models.DateField(blank=True, null=True, verbose_name="deadline after")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("resumed_on", None)),
                                fields=("problem",),
                                name="one_pause_at_a_time",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="pause_says_why"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("deadline_after", None),
                                        ("resumed_by", None),
                                        ("resumed_on", None),
                                        ("working_days", None),
                                    ),
                                    models.Q(
                                        ("deadline_after__gte", models.F("deadline_before")),
                                        ("resumed_by__isnull", False),
                                        ("resumed_on__gte", models.F("paused_on")),
                                        ("working_days__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pause_resumed_whole",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAbsorptionStep",
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
                        ("position", models.PositiveSmallIntegerField()),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("remaining_at_most", models.PositiveIntegerField(verbose_name="remaining at most")),
                        ("days_back", models.PositiveIntegerField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "plan",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.rectificationplan",
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
                        "verbose_name": "historical absorption step",
                        "verbose_name_plural": "historical absorption steps",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_86d133_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AbsorptionStep",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "plan",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absorption_steps",
                                to="problems.rectificationplan",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("due_on", models.DateField(verbose_name="until")),
                        ("remaining_at_most", models.PositiveIntegerField(verbose_name="remaining at most")),
                        ("days_back", models.PositiveIntegerField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["due_on", "position"],
                        "constraints": [
                            models.UniqueConstraint(fields=("plan", "position"), name="absorption_position_once")
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
