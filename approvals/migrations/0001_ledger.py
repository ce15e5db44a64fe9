import audit.defaults
import audit.tables
import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_trail"),
        ("documents", "0001_ledger"),
        ("organizations", "0001_ledger"),
        ("problems", "0002_ledger"),
    ]

    operations = [
        audit.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name="ApplicationSeries",
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
                        "constraints": [
                            models.UniqueConstraint(fields=("office", "year"), name="one_application_series")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSuspension",
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
                            "scope",
                            models.CharField(
                                choices=[
                                    ("unit", "One unit"),
                                    ("system", "A competent department with its subordinates"),
                                    ("office", "The whole office"),
                                ],
                                max_length=10,
                                verbose_name="scope",
                            ),
                        ),
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        ("since", models.DateField(verbose_name="from")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("decided_by", models.CharField(max_length=120, verbose_name="decided by")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
                        ("ground", models.CharField(blank=True, max_length=40, verbose_name="ground")),
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
                        "verbose_name": "historical suspension",
                        "verbose_name_plural": "historical suspensions",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_201d15_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Suspension",
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
                            "scope",
                            models.CharField(
                                choices=[
                                    ("unit", "One unit"),
                                    ("system", "A competent department with its subordinates"),
                                    ("office", "The whole office"),
                                ],
                                max_length=10,
                                verbose_name="scope",
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
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        ("since", models.DateField(verbose_name="from")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("decided_by", models.CharField(max_length=120, verbose_name="decided by")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
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
                        ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
                        ("ground", models.CharField(blank=True, max_length=40, verbose_name="ground")),
                    ],
                    options={
                        "ordering": ["-since", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("scope", "office"), ("unit", None)),
                                    models.Q(models.Q(("scope", "office"), _negated=True), ("unit__isnull", False)),
                                    _connector="OR",
                                ),
                                name="suspension_scope",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                                ),
                                name="suspension_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="suspension_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    models.Q(
                                        ("ended_on__gte", models.F("since")),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="suspension_ends_with_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAuthorityWithdrawal",
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
                            "scope",
                            models.CharField(
                                choices=[
                                    ("unit", "One unit"),
                                    ("system", "A competent department with its subordinates"),
                                    ("office", "The whole office"),
                                ],
                                max_length=10,
                                verbose_name="scope",
                            ),
                        ),
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        ("since", models.DateField(verbose_name="from")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("decided_by", models.CharField(max_length=120, verbose_name="decided by")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
                        ("study", models.TextField(verbose_name="study")),
                        ("opinions", models.TextField(verbose_name="opinions heard")),
                        (
                            "consent_document",
                            models.CharField(max_length=120, verbose_name="consent of the commission"),
                        ),
                        ("consent_on", models.DateField(verbose_name="consented")),
                        (
                            "review_months",
                            models.PositiveSmallIntegerField(default=6, verbose_name="months between reviews"),
                        ),
                        ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                        ("finding", models.TextField(blank=True, verbose_name="finding of clear progress")),
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
                        (
                            "superior",
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
                        "verbose_name": "historical authority withdrawal",
                        "verbose_name_plural": "historical authority withdrawals",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_50ba13_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AuthorityWithdrawal",
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
                            "scope",
                            models.CharField(
                                choices=[
                                    ("unit", "One unit"),
                                    ("system", "A competent department with its subordinates"),
                                    ("office", "The whole office"),
                                ],
                                max_length=10,
                                verbose_name="scope",
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
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        ("since", models.DateField(verbose_name="from")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("decided_by", models.CharField(max_length=120, verbose_name="decided by")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
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
                        ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
                        (
                            "superior",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.office"
                            ),
                        ),
                        ("study", models.TextField(verbose_name="study")),
                        ("opinions", models.TextField(verbose_name="opinions heard")),
                        (
                            "consent_document",
                            models.CharField(max_length=120, verbose_name="consent of the commission"),
                        ),
                        ("consent_on", models.DateField(verbose_name="consented")),
                        (
                            "review_months",
                            models.PositiveSmallIntegerField(default=6, verbose_name="months between reviews"),
                        ),
                        ("next_review_on", models.DateField(blank=True, null=True, verbose_name="next review")),
                        ("finding", models.TextField(blank=True, verbose_name="finding of clear progress")),
                    ],
                    options={
                        "ordering": ["-since", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("scope", "office"), ("unit", None)),
                                    models.Q(models.Q(("scope", "office"), _negated=True), ("unit__isnull", False)),
                                    _connector="OR",
                                ),
                                name="withdrawal_scope",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True), models.Q(("decided_by", ""), _negated=True)
                                ),
                                name="withdrawal_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="withdrawal_order",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None),
                                    models.Q(
                                        ("ended_on__gte", models.F("since")),
                                        models.Q(("end_reason", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="withdrawal_ends_with_reason",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("study", ""), _negated=True),
                                    models.Q(("opinions", ""), _negated=True),
                                    models.Q(("consent_document", ""), _negated=True),
                                ),
                                name="withdrawal_was_studied",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), models.Q(("finding", ""), _negated=True), _connector="OR"
                                ),
                                name="withdrawal_ends_by_a_finding",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWithdrawalReview",
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
                        ("held_on", models.DateField(verbose_name="held")),
                        ("findings", models.TextField(verbose_name="findings")),
                        ("progress", models.BooleanField(verbose_name="clear progress")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "withdrawal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.authoritywithdrawal",
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
                        "verbose_name": "historical withdrawal review",
                        "verbose_name_plural": "historical withdrawal reviews",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_db472c_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WithdrawalReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "withdrawal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="approvals.authoritywithdrawal",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("findings", models.TextField(verbose_name="findings")),
                        ("progress", models.BooleanField(verbose_name="clear progress")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["withdrawal", "held_on", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalQuotaCut",
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
                            "ground",
                            models.CharField(
                                choices=[
                                    ("pay_without_work", "Drawing pay without working"),
                                    ("idle_duties", "Duties idle"),
                                ],
                                max_length=20,
                                verbose_name="ground",
                            ),
                        ),
                        ("post_kind", models.CharField(max_length=20, verbose_name="kind of post")),
                        ("amount", models.PositiveSmallIntegerField(verbose_name="number cut")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("decided_by", models.CharField(max_length=120, verbose_name="decided by")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("decided_on", models.DateField(verbose_name="decided")),
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
                        "verbose_name": "historical quota cut",
                        "verbose_name_plural": "historical quota cuts",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_bd0340_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="QuotaCut",
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
                                related_name="quota_cuts",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="quota_cuts",
                                to="organizations.unit",
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
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("pay_without_work", "Drawing pay without working"),
                                    ("idle_duties", "Duties idle"),
                                ],
                                max_length=20,
                                verbose_name="ground",
                            ),
                        ),
                        ("post_kind", models.CharField(max_length=20, verbose_name="kind of post")),
                        ("amount", models.PositiveSmallIntegerField(verbose_name="number cut")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("decided_by", models.CharField(max_length=120, verbose_name="decided by")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("decided_on", models.DateField(verbose_name="decided")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-decided_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="quota_cut_cuts")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAuthorityRule",
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
                        ("level", models.CharField(blank=True, max_length=10, verbose_name="level of office")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        ("post_kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of post")),
                        (
                            "up_to",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="posts at most"),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("directors", "Directors' meeting"),
                                    ("commission", "Commission"),
                                    ("committee", "Party committee"),
                                    ("superior", "Superior office"),
                                ],
                                max_length=12,
                                verbose_name="decided by",
                            ),
                        ),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="basis")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
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
                        "verbose_name": "historical authority rule",
                        "verbose_name_plural": "historical authority rules",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_be24b5_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AuthorityRule",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="authority_rules",
                                to="organizations.office",
                            ),
                        ),
                        ("level", models.CharField(blank=True, max_length=10, verbose_name="level of office")),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        ("post_kinds", models.JSONField(blank=True, default=list, verbose_name="kinds of post")),
                        (
                            "up_to",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="posts at most"),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("directors", "Directors' meeting"),
                                    ("commission", "Commission"),
                                    ("committee", "Party committee"),
                                    ("superior", "Superior office"),
                                ],
                                max_length=12,
                                verbose_name="decided by",
                            ),
                        ),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="basis")),
                        ("valid_from", models.DateField(verbose_name="valid from")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="valid until")),
                    ],
                    options={
                        "ordering": ["office", "position", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeeting",
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
                            "body",
                            models.CharField(
                                choices=[
                                    ("directors", "Directors' meeting"),
                                    ("commission", "Commission"),
                                    ("committee", "Party committee"),
                                    ("superior", "Superior office"),
                                ],
                                max_length=12,
                                verbose_name="body",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("place", models.CharField(blank=True, max_length=100, verbose_name="place")),
                        ("chaired_by", models.CharField(max_length=40, verbose_name="chair")),
                        ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                        (
                            "minutes_number",
                            models.CharField(blank=True, max_length=60, verbose_name="number of the minutes"),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
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
                        "verbose_name": "historical meeting",
                        "verbose_name_plural": "historical meetings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_c22f41_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Meeting",
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
                                related_name="meetings",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "body",
                            models.CharField(
                                choices=[
                                    ("directors", "Directors' meeting"),
                                    ("commission", "Commission"),
                                    ("committee", "Party committee"),
                                    ("superior", "Superior office"),
                                ],
                                max_length=12,
                                verbose_name="body",
                            ),
                        ),
                        ("title", models.CharField(max_length=120, verbose_name="title")),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("place", models.CharField(blank=True, max_length=100, verbose_name="place")),
                        ("chaired_by", models.CharField(max_length=40, verbose_name="chair")),
                        ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                        (
                            "minutes_number",
                            models.CharField(blank=True, max_length=60, verbose_name="number of the minutes"),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["-held_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on", None), models.Q(("minutes", ""), _negated=True), _connector="OR"
                                ),
                                name="meeting_closes_with_minutes",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalMeetingAttendee",
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
                        ("body", models.CharField(blank=True, max_length=100, verbose_name="from")),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("member", "Member"),
                                    ("observer", "Observer without vote"),
                                    ("reporter", "Reporting"),
                                ],
                                max_length=10,
                                verbose_name="part",
                            ),
                        ),
                        ("present", models.BooleanField(default=True, verbose_name="present")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.meeting",
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
                        "verbose_name": "historical meeting attendee",
                        "verbose_name_plural": "historical meeting attendees",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_4a3a70_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="MeetingAttendee",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attendees",
                                to="approvals.meeting",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("body", models.CharField(blank=True, max_length=100, verbose_name="from")),
                        (
                            "part",
                            models.CharField(
                                choices=[
                                    ("member", "Member"),
                                    ("observer", "Observer without vote"),
                                    ("reporter", "Reporting"),
                                ],
                                max_length=10,
                                verbose_name="part",
                            ),
                        ),
                        ("present", models.BooleanField(default=True, verbose_name="present")),
                    ],
                    options={
                        "ordering": ["meeting", "part", "pk"],
                        "constraints": [
                            models.UniqueConstraint(fields=("meeting", "name", "body"), name="attendee_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGateRule",
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
                        ("year", models.PositiveSmallIntegerField()),
                        ("serial", models.PositiveSmallIntegerField()),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="basis")),
                        ("note", models.TextField(blank=True, verbose_name="what changed")),
                        ("drafted_on", models.DateField(verbose_name="drafted")),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                        ("dropped_on", models.DateField(blank=True, null=True)),
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
                            "drafted_by",
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
                            "published_by",
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
                        "verbose_name": "historical gate rule",
                        "verbose_name_plural": "historical gate rules",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_72d98c_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="GateRule",
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
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_rules",
                                to="organizations.office",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("serial", models.PositiveSmallIntegerField()),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="basis")),
                        ("note", models.TextField(blank=True, verbose_name="what changed")),
                        ("drafted_on", models.DateField(verbose_name="drafted")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("valid_from", models.DateField(blank=True, null=True, verbose_name="valid from")),
                        (
                            "published_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "ordering": ["office", "-year", "-serial"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "year", "serial"), name="gate_rule_number_once", nulls_distinct=False
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("dropped_on", None), ("valid_from", None)),
                                fields=("office",),
                                name="one_draft_of_gate_rules",
                                nulls_distinct=False,
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGateClause",
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
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("entry", "Entry in the ledger"),
                                    ("suspension", "Suspension by decision"),
                                    ("withdrawal", "Authority taken up by the superior"),
                                    ("irregular", "Irregular motion"),
                                    ("record", "Record of the unit"),
                                ],
                                default="entry",
                                max_length=12,
                                verbose_name="ground",
                            ),
                        ),
                        ("types", models.JSONField(blank=True, default=list, verbose_name="violation types")),
                        ("tags", models.JSONField(blank=True, default=list, verbose_name="reporting groups")),
                        ("standings", models.JSONField(blank=True, default=list, verbose_name="natures")),
                        ("states", models.JSONField(blank=True, default=list, verbose_name="states")),
                        (
                            "whose",
                            models.CharField(
                                choices=[
                                    ("own", "The unit's own"),
                                    ("subordinate", "Of its subordinate institutions"),
                                    ("both", "Its own and its subordinates'"),
                                ],
                                default="own",
                                max_length=12,
                                verbose_name="whose entries",
                            ),
                        ),
                        ("effects", models.JSONField(blank=True, default=list, verbose_name="effects")),
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        (
                            "relapses",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="relapses from"),
                        ),
                        (
                            "extensions",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="extensions from"),
                        ),
                        (
                            "overdue_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="overdue days from"),
                        ),
                        (
                            "refusals",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="refusals from"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("admitted", "Admitted"), ("paused", "Paused"), ("refused", "Refused")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("text_zh", models.CharField(max_length=300, verbose_name="clause (Chinese)")),
                        ("text_en", models.CharField(max_length=300, verbose_name="clause (English)")),
                        (
                            "lifts_zh",
                            models.CharField(blank=True, max_length=300, verbose_name="what lifts it (Chinese)"),
                        ),
                        (
                            "lifts_en",
                            models.CharField(blank=True, max_length=300, verbose_name="what lifts it (English)"),
                        ),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "rule",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.gaterule",
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
                        "verbose_name": "historical gate clause",
                        "verbose_name_plural": "historical gate clauses",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_d76d0b_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="GateClause",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="clauses",
                                to="approvals.gaterule",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        (
                            "ground",
                            models.CharField(
                                choices=[
                                    ("entry", "Entry in the ledger"),
                                    ("suspension", "Suspension by decision"),
                                    ("withdrawal", "Authority taken up by the superior"),
                                    ("irregular", "Irregular motion"),
                                    ("record", "Record of the unit"),
                                ],
                                default="entry",
                                max_length=12,
                                verbose_name="ground",
                            ),
                        ),
                        ("types", models.JSONField(blank=True, default=list, verbose_name="violation types")),
                        ("tags", models.JSONField(blank=True, default=list, verbose_name="reporting groups")),
                        ("standings", models.JSONField(blank=True, default=list, verbose_name="natures")),
                        ("states", models.JSONField(blank=True, default=list, verbose_name="states")),
                        (
                            "whose",
                            models.CharField(
                                choices=[
                                    ("own", "The unit's own"),
                                    ("subordinate", "Of its subordinate institutions"),
                                    ("both", "Its own and its subordinates'"),
                                ],
                                default="own",
                                max_length=12,
                                verbose_name="whose entries",
                            ),
                        ),
                        ("effects", models.JSONField(blank=True, default=list, verbose_name="effects")),
                        ("kinds", models.JSONField(blank=True, default=list, verbose_name="application kinds")),
                        (
                            "relapses",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="relapses from"),
                        ),
                        (
                            "extensions",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="extensions from"),
                        ),
                        (
                            "overdue_days",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="overdue days from"),
                        ),
                        (
                            "refusals",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="refusals from"),
                        ),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("admitted", "Admitted"), ("paused", "Paused"), ("refused", "Refused")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("text_zh", models.CharField(max_length=300, verbose_name="clause (Chinese)")),
                        ("text_en", models.CharField(max_length=300, verbose_name="clause (English)")),
                        (
                            "lifts_zh",
                            models.CharField(blank=True, max_length=300, verbose_name="what lifts it (Chinese)"),
                        ),
                        (
                            "lifts_en",
                            models.CharField(blank=True, max_length=300, verbose_name="what lifts it (English)"),
                        ),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["rule", "position", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="UnitMark",
                    fields=[
                        (
                            "unit",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                primary_key=True,
                                related_name="+",
                                serialize=False,
                                to="organizations.unit",
                            ),
                        ),
                        ("count", models.BigIntegerField(default=0)),
                    ],
                    options={
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGateException",
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
                        ("kinds", models.JSONField(verbose_name="application kinds")),
                        ("meeting", models.CharField(max_length=120, verbose_name="meeting")),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("participants", models.JSONField(verbose_name="who decided")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("expires_on", models.DateField(verbose_name="expires")),
                        ("recorded_on", models.DateField(verbose_name="recorded")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended early")),
                        ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="why it ended")),
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
                        "verbose_name": "historical gate exception",
                        "verbose_name_plural": "historical gate exceptions",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_00485b_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="GateException",
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
                                related_name="gate_exceptions",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_exceptions",
                                to="organizations.unit",
                            ),
                        ),
                        ("kinds", models.JSONField(verbose_name="application kinds")),
                        ("meeting", models.CharField(max_length=120, verbose_name="meeting")),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("participants", models.JSONField(verbose_name="who decided")),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("expires_on", models.DateField(verbose_name="expires")),
                        ("recorded_on", models.DateField(verbose_name="recorded")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended early")),
                        ("end_reason", models.CharField(blank=True, max_length=300, verbose_name="why it ended")),
                    ],
                    options={
                        "ordering": ["-held_on", "-pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("reason", ""), _negated=True), models.Q(("meeting", ""), _negated=True)
                                ),
                                name="gate_exception_says_why",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_on__gte", models.F("held_on"))),
                                name="gate_exception_ends_after_meeting",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalExceptedEntry",
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
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "exception",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.gateexception",
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
                        "verbose_name": "historical excepted entry",
                        "verbose_name_plural": "historical excepted entrys",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_f759df_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ExceptedEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "exception",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="approvals.gateexception",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="problems.problem"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("exception", "problem"), name="excepted_entry_once")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalApplicationKind",
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
                            "effect",
                            models.CharField(
                                choices=[
                                    ("addition", "Addition"),
                                    ("reduction", "Reduction"),
                                    ("correction", "Correction"),
                                ],
                                max_length=12,
                                verbose_name="effect",
                            ),
                        ),
                        (
                            "counts",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Nothing"),
                                    ("posts", "Posts"),
                                    ("leaders", "Leadership posts"),
                                    ("plan", "Posts to be filled"),
                                    ("people", "People"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="items count",
                            ),
                        ),
                        ("guide_zh", models.TextField(verbose_name="guide (Chinese)")),
                        ("guide_en", models.TextField(verbose_name="guide (English)")),
                        ("fields", models.JSONField(default=list, verbose_name="form fields")),
                        ("materials", models.JSONField(default=list, verbose_name="checklist of materials")),
                        ("template_zh", models.TextField(blank=True, verbose_name="template of the request")),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                help_text="Working days from filing to the decision.", verbose_name="time limit"
                            ),
                        ),
                        (
                            "needs_plan",
                            models.BooleanField(default=False, verbose_name="only within an approved post-use plan"),
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
                        "verbose_name": "historical application kind",
                        "verbose_name_plural": "historical application kinds",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_591a6f_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ApplicationKind",
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
                            "effect",
                            models.CharField(
                                choices=[
                                    ("addition", "Addition"),
                                    ("reduction", "Reduction"),
                                    ("correction", "Correction"),
                                ],
                                max_length=12,
                                verbose_name="effect",
                            ),
                        ),
                        (
                            "counts",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "Nothing"),
                                    ("posts", "Posts"),
                                    ("leaders", "Leadership posts"),
                                    ("plan", "Posts to be filled"),
                                    ("people", "People"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="items count",
                            ),
                        ),
                        ("guide_zh", models.TextField(verbose_name="guide (Chinese)")),
                        ("guide_en", models.TextField(verbose_name="guide (English)")),
                        ("fields", models.JSONField(default=list, verbose_name="form fields")),
                        ("materials", models.JSONField(default=list, verbose_name="checklist of materials")),
                        ("template_zh", models.TextField(blank=True, verbose_name="template of the request")),
                        (
                            "days",
                            models.PositiveSmallIntegerField(
                                help_text="Working days from filing to the decision.", verbose_name="time limit"
                            ),
                        ),
                        (
                            "needs_plan",
                            models.BooleanField(default=False, verbose_name="only within an approved post-use plan"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalApplication",
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
                                    ("pre_review", "Pre-review"),
                                    ("returned", "Returned for completion"),
                                    ("reviewed", "Awaiting admission"),
                                    ("paused", "Admission paused"),
                                    ("refused", "Admission refused"),
                                    ("accepted", "Accepted"),
                                    ("initiated", "Initiated"),
                                    ("appraised", "Appraised"),
                                    ("on_agenda", "On the agenda"),
                                    ("routed_up", "Routed to the superior"),
                                    ("approved", "Approved"),
                                    ("disapproved", "Not approved"),
                                    ("unfit", "Returned with an explanation"),
                                    ("implementing", "Being carried out"),
                                    ("completed", "Carried out"),
                                    ("withdrawn", "Withdrawn"),
                                    ("lapsed", "Lapsed"),
                                    ("superseded", "Superseded"),
                                ],
                                default="draft",
                                max_length=16,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="matter")),
                        ("form", models.JSONField(default=dict)),
                        ("self_check", models.JSONField(default=dict)),
                        ("position", models.JSONField(default=list)),
                        ("irregular", models.TextField(blank=True, verbose_name="why the motion is irregular")),
                        ("drafted_on", models.DateField(verbose_name="drafted")),
                        ("filed_on", models.DateField(blank=True, null=True, verbose_name="filed")),
                        ("return_reason", models.TextField(blank=True, verbose_name="what has to be completed")),
                        ("admitted_on", models.DateField(blank=True, null=True, verbose_name="admission decided")),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="decision due")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
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
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.applicationkind",
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "drafted_by",
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
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="signed by the head",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.gatesheet",
                            ),
                        ),
                        (
                            "superseded_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical application",
                        "verbose_name_plural": "historical applications",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_3ae30e_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Application",
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
                                related_name="applications",
                                to="organizations.office",
                                verbose_name="office",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="organizations.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="approvals.applicationkind",
                                verbose_name="kind",
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
                                    ("pre_review", "Pre-review"),
                                    ("returned", "Returned for completion"),
                                    ("reviewed", "Awaiting admission"),
                                    ("paused", "Admission paused"),
                                    ("refused", "Admission refused"),
                                    ("accepted", "Accepted"),
                                    ("initiated", "Initiated"),
                                    ("appraised", "Appraised"),
                                    ("on_agenda", "On the agenda"),
                                    ("routed_up", "Routed to the superior"),
                                    ("approved", "Approved"),
                                    ("disapproved", "Not approved"),
                                    ("unfit", "Returned with an explanation"),
                                    ("implementing", "Being carried out"),
                                    ("completed", "Carried out"),
                                    ("withdrawn", "Withdrawn"),
                                    ("lapsed", "Lapsed"),
                                    ("superseded", "Superseded"),
                                ],
                                default="draft",
                                max_length=16,
                                verbose_name="state",
                            ),
                        ),
                        ("title", models.CharField(max_length=200, verbose_name="matter")),
                        ("form", models.JSONField(default=dict)),
                        ("self_check", models.JSONField(default=dict)),
                        ("position", models.JSONField(default=list)),
                        ("irregular", models.TextField(blank=True, verbose_name="why the motion is irregular")),
                        (
                            "drafted_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("drafted_on", models.DateField(verbose_name="drafted")),
                        ("filed_on", models.DateField(blank=True, null=True, verbose_name="filed")),
                        (
                            "signed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="signed by the head",
                            ),
                        ),
                        ("return_reason", models.TextField(blank=True, verbose_name="what has to be completed")),
                        ("admitted_on", models.DateField(blank=True, null=True, verbose_name="admission decided")),
                        (
                            "sheet",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="approvals.gatesheet",
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, null=True, verbose_name="decision due")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="decided")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("end_reason", models.TextField(blank=True, verbose_name="why it ended")),
                        (
                            "superseded_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="supersedes",
                                to="approvals.application",
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1)),
                    ],
                    options={
                        "verbose_name": "application",
                        "verbose_name_plural": "applications",
                        "indexes": [
                            models.Index(fields=["office", "state"], name="application_office_state"),
                            models.Index(fields=["unit", "state"], name="application_unit_state"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "year", "serial"), name="application_number_once"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "state__in",
                                        [
                                            "draft",
                                            "pre_review",
                                            "returned",
                                            "reviewed",
                                            "paused",
                                            "refused",
                                            "accepted",
                                            "initiated",
                                            "appraised",
                                            "on_agenda",
                                            "routed_up",
                                            "approved",
                                            "disapproved",
                                            "unfit",
                                            "implementing",
                                            "completed",
                                            "withdrawn",
                                            "lapsed",
                                            "superseded",
                                        ],
                                    )
                                ),
                                name="application_state_known",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state", "draft"),
                                    models.Q(
                                        ("filed_on__isnull", False),
                                        ("number__isnull", False),
                                        ("serial__isnull", False),
                                        ("signed_by__isnull", False),
                                        ("year__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="application_filed_with_number_and_signature",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("state__in", ["accepted", "paused", "refused", "approved"]), _negated=True
                                    ),
                                    ("sheet__isnull", False),
                                    _connector="OR",
                                ),
                                name="application_admitted_on_a_sheet",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ["withdrawn", "lapsed", "superseded"]), _negated=True),
                                    models.Q(("end_reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="application_ends_with_a_reason",
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalApplicationItem",
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
                        ("what", models.CharField(max_length=200, verbose_name="what")),
                        ("post_kind", models.CharField(blank=True, max_length=20, verbose_name="kind of post")),
                        ("level", models.CharField(blank=True, max_length=20, verbose_name="leadership level")),
                        ("amount", models.IntegerField(default=0, verbose_name="number")),
                        (
                            "quota_source",
                            models.CharField(blank=True, max_length=200, verbose_name="where the posts come from"),
                        ),
                        ("specialty", models.CharField(blank=True, max_length=100, verbose_name="specialty")),
                        ("entry_mode", models.CharField(blank=True, max_length=40, verbose_name="mode of entry")),
                        ("talent_class", models.CharField(blank=True, max_length=40, verbose_name="talent class")),
                        ("departures", models.PositiveSmallIntegerField(default=0, verbose_name="expected departures")),
                        ("struck_on", models.DateField(blank=True, null=True)),
                        ("approved_amount", models.IntegerField(blank=True, null=True, verbose_name="number approved")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical application item",
                        "verbose_name_plural": "historical application items",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_c7f4af_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ApplicationItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="items",
                                to="approvals.application",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField()),
                        ("what", models.CharField(max_length=200, verbose_name="what")),
                        ("post_kind", models.CharField(blank=True, max_length=20, verbose_name="kind of post")),
                        ("level", models.CharField(blank=True, max_length=20, verbose_name="leadership level")),
                        ("amount", models.IntegerField(default=0, verbose_name="number")),
                        (
                            "quota_source",
                            models.CharField(blank=True, max_length=200, verbose_name="where the posts come from"),
                        ),
                        ("specialty", models.CharField(blank=True, max_length=100, verbose_name="specialty")),
                        ("entry_mode", models.CharField(blank=True, max_length=40, verbose_name="mode of entry")),
                        ("talent_class", models.CharField(blank=True, max_length=40, verbose_name="talent class")),
                        ("departures", models.PositiveSmallIntegerField(default=0, verbose_name="expected departures")),
                        ("struck_on", models.DateField(blank=True, null=True)),
                        ("approved_amount", models.IntegerField(blank=True, null=True, verbose_name="number approved")),
                    ],
                    options={
                        "ordering": ["application", "position", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalApplicationMaterial",
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
                        ("code", models.CharField(max_length=40, verbose_name="line of the checklist")),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("added_on", models.DateField(verbose_name="added")),
                        ("replaced_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical application material",
                        "verbose_name_plural": "historical application materials",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_517a2c_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ApplicationMaterial",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="materials",
                                to="approvals.application",
                            ),
                        ),
                        ("code", models.CharField(max_length=40, verbose_name="line of the checklist")),
                        (
                            "stored",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("added_on", models.DateField(verbose_name="added")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("replaced_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["application", "code", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalApplicationPerson",
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
                        ("post_kind", models.CharField(max_length=20, verbose_name="kind of post")),
                        ("level", models.CharField(blank=True, max_length=20, verbose_name="leadership level")),
                        ("entry_mode", models.CharField(blank=True, max_length=40, verbose_name="mode of entry")),
                        ("struck_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical application person",
                        "verbose_name_plural": "historical application persons",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_7034cf_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ApplicationPerson",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="people",
                                to="approvals.application",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("identity_sealed", models.CharField(max_length=200)),
                        ("identity_hash", models.CharField(max_length=64)),
                        ("post_kind", models.CharField(max_length=20, verbose_name="kind of post")),
                        ("level", models.CharField(blank=True, max_length=20, verbose_name="leadership level")),
                        ("entry_mode", models.CharField(blank=True, max_length=40, verbose_name="mode of entry")),
                        ("struck_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["application", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("struck_on", None)),
                                fields=("application", "identity_hash"),
                                name="person_once_per_application",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("identity_hash__regex", "^[0-9a-f]{64}$"), ("identity_sealed__startswith", "v1:")
                                ),
                                name="applied_identity_is_sealed",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCure",
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
                        ("how", models.CharField(max_length=300, verbose_name="how it cures the entry")),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical cure",
                        "verbose_name_plural": "historical cures",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_c44e5e_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Cure",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="cures",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="problems.problem"
                            ),
                        ),
                        ("how", models.CharField(max_length=300, verbose_name="how it cures the entry")),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("dropped_on", None)),
                                fields=("application", "problem"),
                                name="cure_once_per_entry",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSelfFinding",
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
                        ("facts", models.TextField(verbose_name="facts")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical self finding",
                        "verbose_name_plural": "historical self findings",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_680376_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SelfFinding",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="self_findings",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "violation_type",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="problems.violationtype",
                            ),
                        ),
                        ("facts", models.TextField(verbose_name="facts")),
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
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSectionPart",
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
                            "part",
                            models.CharField(
                                choices=[("lead", "Lead section"), ("assisting", "Assisting section")],
                                max_length=10,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("only", "Only one section is concerned"),
                                    ("share", "Largest share of the items"),
                                    ("importance", "Most important part"),
                                ],
                                max_length=12,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "share",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="share of the items in percent"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("since", models.DateField(verbose_name="since")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.section",
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
                        "verbose_name": "historical section part",
                        "verbose_name_plural": "historical section parts",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_174dff_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SectionPart",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="parts",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.section",
                            ),
                        ),
                        (
                            "part",
                            models.CharField(
                                choices=[("lead", "Lead section"), ("assisting", "Assisting section")],
                                max_length=10,
                                verbose_name="part",
                            ),
                        ),
                        (
                            "basis",
                            models.CharField(
                                choices=[
                                    ("only", "Only one section is concerned"),
                                    ("share", "Largest share of the items"),
                                    ("importance", "Most important part"),
                                ],
                                max_length=12,
                                verbose_name="by",
                            ),
                        ),
                        (
                            "share",
                            models.PositiveSmallIntegerField(
                                blank=True, null=True, verbose_name="share of the items in percent"
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="reason")),
                        ("since", models.DateField(verbose_name="since")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("part", "lead"), ("until", None)),
                                fields=("application",),
                                name="one_lead_section_per_application",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPreReview",
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
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        (
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("supervision", "Rectification of problems"),
                                    ("registration", "Legal-person registration"),
                                    ("e_government", "Real-name staffing register"),
                                ],
                                max_length=16,
                                verbose_name="subject",
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        (
                            "opinion",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agree", "No objection"),
                                    ("complete", "Something is missing"),
                                    ("object", "Objection"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="opinion",
                            ),
                        ),
                        ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                        ("given_on", models.DateField(blank=True, null=True, verbose_name="given")),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.section",
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
                        "verbose_name": "historical pre review",
                        "verbose_name_plural": "historical pre reviews",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_3e1f0d_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PreReview",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="pre_reviews",
                                to="approvals.application",
                            ),
                        ),
                        ("round", models.PositiveSmallIntegerField(default=1)),
                        (
                            "capacity",
                            models.CharField(
                                choices=[
                                    ("supervision", "Rectification of problems"),
                                    ("registration", "Legal-person registration"),
                                    ("e_government", "Real-name staffing register"),
                                ],
                                max_length=16,
                                verbose_name="subject",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.section",
                            ),
                        ),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        (
                            "opinion",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("agree", "No objection"),
                                    ("complete", "Something is missing"),
                                    ("object", "Objection"),
                                ],
                                default="",
                                max_length=10,
                                verbose_name="opinion",
                            ),
                        ),
                        ("remarks", models.TextField(blank=True, verbose_name="remarks")),
                        (
                            "given_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("given_on", models.DateField(blank=True, null=True, verbose_name="given")),
                        ("dropped_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["application", "round", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("application", "round", "capacity"), name="pre_review_once_per_round"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("given_by", None), ("given_on", None), ("opinion", "")),
                                    models.Q(
                                        models.Q(("opinion", ""), _negated=True),
                                        ("given_by__isnull", False),
                                        ("given_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="pre_review_given_by_somebody",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("opinion__in", ["", "agree"]),
                                    models.Q(("remarks", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="pre_review_objection_says_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPriorCommunication",
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
                        ("held_on", models.DateField(verbose_name="held")),
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("summary", models.TextField(verbose_name="summary")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical prior communication",
                        "verbose_name_plural": "historical prior communications",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_33e017_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="PriorCommunication",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="communications",
                                to="approvals.application",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("summary", models.TextField(verbose_name="summary")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["held_on", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalInitiation",
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
                            "situation",
                            models.CharField(
                                choices=[
                                    ("central", "Deployed by the central or provincial level"),
                                    ("committee", "Asked for by the Party committee or the commission"),
                                    ("office", "Proposed by the office after study"),
                                    ("department", "Asked for by the department's party group"),
                                    ("law", "Required by law or a regulation"),
                                ],
                                max_length=12,
                                verbose_name="situation",
                            ),
                        ),
                        ("party_group_on", models.DateField(verbose_name="party group decided")),
                        (
                            "party_group_document",
                            models.CharField(max_length=120, verbose_name="party group's decision"),
                        ),
                        ("attachment_name", models.CharField(blank=True, max_length=200)),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("initiated_on", models.DateField(verbose_name="initiated")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "attachment",
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
                        "verbose_name": "historical initiation",
                        "verbose_name_plural": "historical initiations",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_f647c5_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Initiation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="initiation",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "situation",
                            models.CharField(
                                choices=[
                                    ("central", "Deployed by the central or provincial level"),
                                    ("committee", "Asked for by the Party committee or the commission"),
                                    ("office", "Proposed by the office after study"),
                                    ("department", "Asked for by the department's party group"),
                                    ("law", "Required by law or a regulation"),
                                ],
                                max_length=12,
                                verbose_name="situation",
                            ),
                        ),
                        ("party_group_on", models.DateField(verbose_name="party group decided")),
                        (
                            "party_group_document",
                            models.CharField(max_length=120, verbose_name="party group's decision"),
                        ),
                        (
                            "attachment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                        ("attachment_name", models.CharField(blank=True, max_length=200)),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("initiated_on", models.DateField(verbose_name="initiated")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAppraisal",
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
                        ("important", models.BooleanField(default=False, verbose_name="important")),
                        ("experts", models.TextField(blank=True, verbose_name="experts")),
                        ("risk_assessment", models.TextField(blank=True, verbose_name="risk assessment")),
                        ("prior_assessment", models.TextField(blank=True, verbose_name="assessment before the fact")),
                        ("conclusion", models.TextField(verbose_name="conclusion")),
                        ("appraised_on", models.DateField(verbose_name="appraised")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical appraisal",
                        "verbose_name_plural": "historical appraisals",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_f1a006_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Appraisal",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appraisal",
                                to="approvals.application",
                            ),
                        ),
                        ("important", models.BooleanField(default=False, verbose_name="important")),
                        ("experts", models.TextField(blank=True, verbose_name="experts")),
                        ("risk_assessment", models.TextField(blank=True, verbose_name="risk assessment")),
                        ("prior_assessment", models.TextField(blank=True, verbose_name="assessment before the fact")),
                        ("conclusion", models.TextField(verbose_name="conclusion")),
                        ("appraised_on", models.DateField(verbose_name="appraised")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("important", False),
                                    models.Q(
                                        models.Q(("experts", ""), _negated=True),
                                        models.Q(("risk_assessment", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="important_matters_are_assessed",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAppraisalView",
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
                            "aspect",
                            models.CharField(
                                choices=[
                                    ("political", "Political"),
                                    ("systematic", "Systematic"),
                                    ("legal", "Legal"),
                                    ("necessary", "Necessary"),
                                    ("reasonable", "Reasonable"),
                                    ("feasible", "Feasible"),
                                ],
                                max_length=12,
                                verbose_name="aspect",
                            ),
                        ),
                        ("holds", models.BooleanField(verbose_name="holds")),
                        ("view", models.TextField(verbose_name="view")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "appraisal",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.appraisal",
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
                        "verbose_name": "historical appraisal view",
                        "verbose_name_plural": "historical appraisal views",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_8dec11_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AppraisalView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "appraisal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="views",
                                to="approvals.appraisal",
                            ),
                        ),
                        (
                            "aspect",
                            models.CharField(
                                choices=[
                                    ("political", "Political"),
                                    ("systematic", "Systematic"),
                                    ("legal", "Legal"),
                                    ("necessary", "Necessary"),
                                    ("reasonable", "Reasonable"),
                                    ("feasible", "Feasible"),
                                ],
                                max_length=12,
                                verbose_name="aspect",
                            ),
                        ),
                        ("holds", models.BooleanField(verbose_name="holds")),
                        ("view", models.TextField(verbose_name="view")),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("appraisal", "aspect"), name="one_view_per_aspect")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAgendaItem",
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
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("criteria", models.JSONField(default=dict, verbose_name="criteria")),
                        ("procedure_sound", models.BooleanField(blank=True, null=True, verbose_name="procedure sound")),
                        ("procedure_finding", models.TextField(blank=True, verbose_name="finding on procedure")),
                        ("recused", models.JSONField(blank=True, default=list, verbose_name="who withdrew")),
                        ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="for")),
                        (
                            "votes_against",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="against"),
                        ),
                        (
                            "abstentions",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions"),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approved", "Approved"),
                                    ("disapproved", "Not approved"),
                                    ("deferred", "Deferred"),
                                    ("returned", "Returned with an explanation"),
                                    ("routed_up", "Routed to the superior"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                        ("taken_off_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "meeting",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.meeting",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "finding_by",
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
                        "verbose_name": "historical agenda item",
                        "verbose_name_plural": "historical agenda items",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_203093_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="AgendaItem",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "meeting",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda",
                                to="approvals.meeting",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="agenda_items",
                                to="approvals.application",
                            ),
                        ),
                        ("position", models.PositiveSmallIntegerField(verbose_name="order")),
                        ("criteria", models.JSONField(default=dict, verbose_name="criteria")),
                        ("procedure_sound", models.BooleanField(blank=True, null=True, verbose_name="procedure sound")),
                        ("procedure_finding", models.TextField(blank=True, verbose_name="finding on procedure")),
                        (
                            "finding_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("recused", models.JSONField(blank=True, default=list, verbose_name="who withdrew")),
                        ("votes_for", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="for")),
                        (
                            "votes_against",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="against"),
                        ),
                        (
                            "abstentions",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="abstentions"),
                        ),
                        (
                            "result",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("approved", "Approved"),
                                    ("disapproved", "Not approved"),
                                    ("deferred", "Deferred"),
                                    ("returned", "Returned with an explanation"),
                                    ("routed_up", "Routed to the superior"),
                                ],
                                default="",
                                max_length=12,
                                verbose_name="result",
                            ),
                        ),
                        ("explanation", models.TextField(blank=True, verbose_name="explanation")),
                        ("taken_off_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["meeting", "position", "pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("taken_off_on", None)),
                                fields=("meeting", "application"),
                                name="matter_once_per_meeting",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("result__in", ["", "approved"]),
                                    models.Q(("explanation", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="other_results_are_explained",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFollowUpTask",
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
                            "subject",
                            models.CharField(
                                choices=[
                                    ("duties", "Duties"),
                                    ("cadres", "Cadres"),
                                    ("people", "Transfer of people"),
                                    ("assets", "Assets and debts"),
                                    ("registration", "Registration and credit code"),
                                    ("real_name", "Real-name register"),
                                    ("report", "Report on carrying out"),
                                ],
                                max_length=12,
                                verbose_name="subject",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="what has to be done")),
                        ("due_on", models.DateField(verbose_name="due")),
                        ("reported", models.TextField(blank=True, verbose_name="what the unit reports")),
                        ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                        ("finding", models.TextField(blank=True, verbose_name="finding")),
                        ("letter_on", models.DateField(blank=True, null=True, verbose_name="supervision letter")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.applicationitem",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.section",
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
                            "closed_by",
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
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.officialdocument",
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
                        "verbose_name": "historical follow up task",
                        "verbose_name_plural": "historical follow up tasks",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_592e21_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FollowUpTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "item",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="approvals.applicationitem",
                            ),
                        ),
                        (
                            "subject",
                            models.CharField(
                                choices=[
                                    ("duties", "Duties"),
                                    ("cadres", "Cadres"),
                                    ("people", "Transfer of people"),
                                    ("assets", "Assets and debts"),
                                    ("registration", "Registration and credit code"),
                                    ("real_name", "Real-name register"),
                                    ("report", "Report on carrying out"),
                                ],
                                max_length=12,
                                verbose_name="subject",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="what has to be done")),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.section",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due")),
                        ("reported", models.TextField(blank=True, verbose_name="what the unit reports")),
                        ("reported_on", models.DateField(blank=True, null=True, verbose_name="reported")),
                        (
                            "reported_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="closed")),
                        (
                            "closed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("finding", models.TextField(blank=True, verbose_name="finding")),
                        (
                            "letter",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.officialdocument",
                            ),
                        ),
                        ("letter_on", models.DateField(blank=True, null=True, verbose_name="supervision letter")),
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
                    ],
                    options={
                        "ordering": ["application", "due_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on", None),
                                    models.Q(("closed_by__isnull", False), models.Q(("finding", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="task_closed_by_a_finding",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("closed_on", None),
                                    ("reported_by", None),
                                    models.Q(("closed_by", models.F("reported_by")), _negated=True),
                                    _connector="OR",
                                ),
                                name="task_not_closed_by_who_reported",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskFile",
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
                        ("added_on", models.DateField(verbose_name="added")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "task",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.followuptask",
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
                        "verbose_name": "historical task file",
                        "verbose_name_plural": "historical task files",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_d90962_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "task",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="approvals.followuptask",
                            ),
                        ),
                        (
                            "stored",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.storedfile"
                            ),
                        ),
                        ("name", models.CharField(max_length=200, verbose_name="file")),
                        ("added_on", models.DateField(verbose_name="added")),
                        (
                            "added_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskForce",
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
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("since", models.DateField(verbose_name="from")),
                        ("due_on", models.DateField(verbose_name="ends by")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("result", models.TextField(blank=True, verbose_name="result")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
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
                        "verbose_name": "historical task force",
                        "verbose_name_plural": "historical task forces",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_2af075_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskForce",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="task_forces",
                                to="approvals.application",
                            ),
                        ),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        (
                            "leader",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("since", models.DateField(verbose_name="from")),
                        ("due_on", models.DateField(verbose_name="ends by")),
                        ("ended_on", models.DateField(blank=True, null=True, verbose_name="ended")),
                        ("result", models.TextField(blank=True, verbose_name="result")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("since"))),
                                name="task_force_ends_after_it_begins",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("ended_on", None), models.Q(("result", ""), _negated=True), _connector="OR"
                                ),
                                name="task_force_ends_with_a_result",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskForceMember",
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
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "force",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.taskforce",
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
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.section",
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
                        "verbose_name": "historical task force member",
                        "verbose_name_plural": "historical task force members",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_34d99a_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskForceMember",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "force",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="approvals.taskforce",
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.section",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [models.UniqueConstraint(fields=("force", "person"), name="member_once")],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalTaskForceTask",
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
                        ("text", models.CharField(max_length=300, verbose_name="task")),
                        ("due_on", models.DateField(verbose_name="due")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                        ("result", models.CharField(blank=True, max_length=300, verbose_name="result")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "force",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.taskforce",
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
                        "verbose_name": "historical task force task",
                        "verbose_name_plural": "historical task force tasks",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_5a6f5e_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="TaskForceTask",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "force",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="tasks",
                                to="approvals.taskforce",
                            ),
                        ),
                        ("text", models.CharField(max_length=300, verbose_name="task")),
                        (
                            "person",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("due_on", models.DateField(verbose_name="due")),
                        ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                        ("result", models.CharField(blank=True, max_length=300, verbose_name="result")),
                    ],
                    options={
                        "ordering": ["force", "due_on", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalGateSheet",
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
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("precheck", "Pre-check"),
                                    ("admission", "Admission"),
                                    ("decision", "Decision"),
                                ],
                                max_length=10,
                                verbose_name="purpose",
                            ),
                        ),
                        ("on", models.DateField(verbose_name="as of")),
                        ("made_on", models.DateField(verbose_name="made")),
                        ("inputs", models.JSONField()),
                        ("answer", models.JSONField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("admitted", "Admitted"), ("paused", "Paused"), ("refused", "Refused")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("marks", models.JSONField(default=dict)),
                        ("digest", models.CharField(max_length=64, verbose_name="hash")),
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
                            "kind",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.applicationkind",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.gaterule",
                            ),
                        ),
                        (
                            "examiner",
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
                        "verbose_name": "historical gate sheet",
                        "verbose_name_plural": "historical gate sheets",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_2e96f8_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="GateSheet",
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
                                related_name="gate_sheets",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="gate_sheets",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "kind",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="approvals.applicationkind",
                            ),
                        ),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sheets",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "purpose",
                            models.CharField(
                                choices=[
                                    ("precheck", "Pre-check"),
                                    ("admission", "Admission"),
                                    ("decision", "Decision"),
                                ],
                                max_length=10,
                                verbose_name="purpose",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.gaterule"
                            ),
                        ),
                        ("on", models.DateField(verbose_name="as of")),
                        ("made_on", models.DateField(verbose_name="made")),
                        ("inputs", models.JSONField()),
                        ("answer", models.JSONField()),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("admitted", "Admitted"), ("paused", "Paused"), ("refused", "Refused")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("marks", models.JSONField(default=dict)),
                        (
                            "examiner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("digest", models.CharField(max_length=64, verbose_name="hash")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "indexes": [models.Index(fields=["unit", "kind", "on"], name="gate_sheet_asked")],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalDecision",
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
                        ("approved", models.BooleanField(verbose_name="approved")),
                        ("text", models.TextField(verbose_name="decision")),
                        ("decided_on", models.DateField(verbose_name="decided")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "application",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "agenda_item",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.agendaitem",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.gatesheet",
                            ),
                        ),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="documents.officialdocument",
                            ),
                        ),
                        (
                            "signed_by",
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
                        "verbose_name": "historical decision",
                        "verbose_name_plural": "historical decisions",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_ceb812_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Decision",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "application",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="approvals.application",
                            ),
                        ),
                        (
                            "agenda_item",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="decision",
                                to="approvals.agendaitem",
                            ),
                        ),
                        (
                            "sheet",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="approvals.gatesheet"
                            ),
                        ),
                        ("approved", models.BooleanField(verbose_name="approved")),
                        ("text", models.TextField(verbose_name="decision")),
                        (
                            "document",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.officialdocument",
                            ),
                        ),
                        ("decided_on", models.DateField(verbose_name="decided")),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="issued")),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCopyReceipt",
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
                        ("must", models.CharField(max_length=200, verbose_name="has to")),
                        ("sent_on", models.DateField(verbose_name="sent")),
                        ("acknowledged_on", models.DateField(blank=True, null=True, verbose_name="acknowledged")),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "decision",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="approvals.decision",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.section",
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
                        (
                            "acknowledged_by",
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
                        "verbose_name": "historical copy receipt",
                        "verbose_name_plural": "historical copy receipts",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="approvals_h_id_2cd6b9_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CopyReceipt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "decision",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="copies",
                                to="approvals.decision",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.section",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.partner",
                            ),
                        ),
                        ("must", models.CharField(max_length=200, verbose_name="has to")),
                        ("sent_on", models.DateField(verbose_name="sent")),
                        ("acknowledged_on", models.DateField(blank=True, null=True, verbose_name="acknowledged")),
                        (
                            "acknowledged_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("partner", None), ("section__isnull", False)),
                                    models.Q(("partner__isnull", False), ("section", None)),
                                    _connector="OR",
                                ),
                                name="copy_goes_to_one",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("acknowledged_on", None), ("acknowledged_by__isnull", False), _connector="OR"
                                ),
                                name="copy_acknowledged_by_somebody",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
