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
                    name="HistoricalCloseOut",
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
                        ("attempt", models.PositiveSmallIntegerField()),
                        ("statement", models.TextField(verbose_name="what was rectified")),
                        ("own_look_back", models.TextField(verbose_name="the unit's own look-back")),
                        ("applied_on", models.DateField(verbose_name="applied")),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("check", "Check"),
                                    ("acceptance", "Acceptance"),
                                    ("look_back", "Look-back"),
                                    ("sign_off", "Sign-off"),
                                    ("consent", "Superior consent"),
                                    ("closed", "Closed"),
                                    ("kept_open", "Kept open"),
                                ],
                                default="check",
                                max_length=12,
                                verbose_name="step",
                            ),
                        ),
                        ("needs_consent", models.BooleanField(verbose_name="superior consent needed")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("kept_open_because", models.TextField(blank=True, verbose_name="why it was kept open")),
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
                            "applied_by",
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
                        "verbose_name": "historical close out",
                        "verbose_name_plural": "historical close outs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_7d4c2d_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CloseOut",
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
                                related_name="close_outs",
                                to="problems.problem",
                            ),
                        ),
                        ("attempt", models.PositiveSmallIntegerField()),
                        ("statement", models.TextField(verbose_name="what was rectified")),
                        ("own_look_back", models.TextField(verbose_name="the unit's own look-back")),
                        ("applied_on", models.DateField(verbose_name="applied")),
                        (
                            "applied_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        (
                            "step",
                            models.CharField(
                                choices=[
                                    ("check", "Check"),
                                    ("acceptance", "Acceptance"),
                                    ("look_back", "Look-back"),
                                    ("sign_off", "Sign-off"),
                                    ("consent", "Superior consent"),
                                    ("closed", "Closed"),
                                    ("kept_open", "Kept open"),
                                ],
                                default="check",
                                max_length=12,
                                verbose_name="step",
                            ),
                        ),
                        ("needs_consent", models.BooleanField(verbose_name="superior consent needed")),
                        ("ended_on", models.DateField(blank=True, null=True)),
                        ("kept_open_because", models.TextField(blank=True, verbose_name="why it was kept open")),
                    ],
                    options={
                        "ordering": ["-attempt"],
                        "constraints": [
                            models.UniqueConstraint(fields=("problem", "attempt"), name="close_out_attempt_once"),
                            models.UniqueConstraint(
                                condition=models.Q(("ended_on", None)),
                                fields=("problem",),
                                name="one_running_close_out_per_problem",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended_on__isnull", False), ("step__in", ["closed", "kept_open"])),
                                    models.Q(
                                        models.Q(("step__in", ["closed", "kept_open"]), _negated=True),
                                        ("ended_on", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="close_out_ends_with_its_last_step",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("step", "kept_open"), models.Q(("kept_open_because", ""), _negated=True)),
                                    models.Q(models.Q(("step", "kept_open"), _negated=True), ("kept_open_because", "")),
                                    _connector="OR",
                                ),
                                name="close_out_kept_open_says_why",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOwnLookBack",
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
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "lent_by",
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
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
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
                        "verbose_name": "historical own look back",
                        "verbose_name_plural": "historical own look backs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_684f96_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OwnLookBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "close_out",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="own_look_back_record",
                                to="verification.closeout",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("outcome", "passed")), name="own_look_back_holds_before_applying"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalProblemCheck",
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
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("on_site", models.BooleanField(default=False, verbose_name="on site")),
                        ("place", models.CharField(blank=True, db_default="", max_length=200, verbose_name="place")),
                        (
                            "people_met",
                            models.CharField(blank=True, db_default="", max_length=200, verbose_name="people met"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "lent_by",
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
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
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
                        "verbose_name": "historical problem check",
                        "verbose_name_plural": "historical problem checks",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_9a2249_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ProblemCheck",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "close_out",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="checks",
                                to="verification.closeout",
                            ),
                        ),
                        ("on_site", models.BooleanField(default=False, verbose_name="on site")),
                        ("place", models.CharField(blank=True, db_default="", max_length=200, verbose_name="place")),
                        (
                            "people_met",
                            models.CharField(blank=True, db_default="", max_length=200, verbose_name="people met"),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAcceptance",
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
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "rule_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No rule stands behind this entry"),
                                    ("met", "The figures are in order"),
                                    ("not_met", "The figures are still not in order"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("rule_words", models.TextField(blank=True, db_default="", default="")),
                        (
                            "differs_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="why it differs from the figures"
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "lent_by",
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
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
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
                        "verbose_name": "historical acceptance",
                        "verbose_name_plural": "historical acceptances",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_9608ab_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Acceptance",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "rule_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No rule stands behind this entry"),
                                    ("met", "The figures are in order"),
                                    ("not_met", "The figures are still not in order"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("rule_words", models.TextField(blank=True, db_default="", default="")),
                        (
                            "differs_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="why it differs from the figures"
                            ),
                        ),
                        (
                            "close_out",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="acceptances",
                                to="verification.closeout",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rule_answer", ""),
                                    models.Q(("outcome", "passed"), ("rule_answer", "met")),
                                    models.Q(("outcome", "failed"), ("rule_answer", "not_met")),
                                    models.Q(("differs_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="acceptance_differs_with_reason",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLookBack",
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
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "rule_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No rule stands behind this entry"),
                                    ("met", "The figures are in order"),
                                    ("not_met", "The figures are still not in order"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("rule_words", models.TextField(blank=True, db_default="", default="")),
                        (
                            "differs_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="why it differs from the figures"
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "lent_by",
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
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
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
                        "verbose_name": "historical look back",
                        "verbose_name_plural": "historical look backs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_11d832_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LookBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "rule_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No rule stands behind this entry"),
                                    ("met", "The figures are in order"),
                                    ("not_met", "The figures are still not in order"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("rule_words", models.TextField(blank=True, db_default="", default="")),
                        (
                            "differs_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="why it differs from the figures"
                            ),
                        ),
                        (
                            "close_out",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="look_backs",
                                to="verification.closeout",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rule_answer", ""),
                                    models.Q(("outcome", "passed"), ("rule_answer", "met")),
                                    models.Q(("outcome", "failed"), ("rule_answer", "not_met")),
                                    models.Q(("differs_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="look_back_differs_with_reason",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAnswered",
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
                                choices=[
                                    ("question", "Question of the check"),
                                    ("sign", "Question raised by the data"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("question", models.TextField(verbose_name="question")),
                        ("answer", models.TextField(verbose_name="answer")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "check_record",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.problemcheck",
                            ),
                        ),
                        (
                            "acceptance",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.acceptance",
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
                        "verbose_name": "historical answered",
                        "verbose_name_plural": "historical answereds",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_0faf7b_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Answered",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "check_record",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="verification.problemcheck",
                            ),
                        ),
                        (
                            "acceptance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="answers",
                                to="verification.acceptance",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("question", "Question of the check"),
                                    ("sign", "Question raised by the data"),
                                ],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("code", models.CharField(max_length=40)),
                        ("question", models.TextField(verbose_name="question")),
                        ("answer", models.TextField(verbose_name="answer")),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("answer", ""), _negated=True), name="answered_with_words"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("acceptance__isnull", False), ("check_record", None)),
                                    models.Q(("acceptance", None), ("check_record__isnull", False)),
                                    _connector="OR",
                                ),
                                name="answer_belongs_to_one_record",
                            ),
                            models.UniqueConstraint(
                                fields=("check_record", "acceptance", "code"),
                                name="answered_once",
                                nulls_distinct=False,
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLaterLookBack",
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
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "rule_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No rule stands behind this entry"),
                                    ("met", "The figures are in order"),
                                    ("not_met", "The figures are still not in order"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("rule_words", models.TextField(blank=True, db_default="", default="")),
                        (
                            "differs_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="why it differs from the figures"
                            ),
                        ),
                        (
                            "deadline",
                            models.DateField(blank=True, null=True, verbose_name="new deadline after a relapse"),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "lent_by",
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
                        "verbose_name": "historical later look back",
                        "verbose_name_plural": "historical later look backs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_290dcb_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LaterLookBack",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "lent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                        ("people", models.CharField(max_length=200, verbose_name="people taking part")),
                        ("findings", models.TextField(verbose_name="findings")),
                        (
                            "outcome",
                            models.CharField(
                                choices=[("passed", "Passed"), ("failed", "Not passed")],
                                max_length=10,
                                verbose_name="outcome",
                            ),
                        ),
                        ("held_on", models.DateField(verbose_name="held")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "rule_answer",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "No rule stands behind this entry"),
                                    ("met", "The figures are in order"),
                                    ("not_met", "The figures are still not in order"),
                                ],
                                db_default="",
                                default="",
                                max_length=10,
                            ),
                        ),
                        ("rule_words", models.TextField(blank=True, db_default="", default="")),
                        (
                            "differs_because",
                            models.TextField(
                                blank=True, db_default="", default="", verbose_name="why it differs from the figures"
                            ),
                        ),
                        (
                            "problem",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="later_look_backs",
                                to="problems.problem",
                            ),
                        ),
                        (
                            "deadline",
                            models.DateField(blank=True, null=True, verbose_name="new deadline after a relapse"),
                        ),
                    ],
                    options={
                        "ordering": ["held_on", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("deadline", None), ("outcome", "passed")),
                                    models.Q(("deadline__isnull", False), ("outcome", "failed")),
                                    _connector="OR",
                                ),
                                name="relapse_gets_a_deadline",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("rule_answer", ""),
                                    models.Q(("outcome", "passed"), ("rule_answer", "met")),
                                    models.Q(("outcome", "failed"), ("rule_answer", "not_met")),
                                    models.Q(("differs_because", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="later_look_back_differs_with_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSignOff",
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
                        ("signed_on", models.DateField(verbose_name="signed")),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("withdrawn", models.BooleanField(default=False)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
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
                        "verbose_name": "historical sign off",
                        "verbose_name_plural": "historical sign offs",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_53f6bd_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SignOff",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "close_out",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="sign_offs",
                                to="verification.closeout",
                            ),
                        ),
                        ("signed_on", models.DateField(verbose_name="signed")),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("withdrawn", models.BooleanField(default=False)),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn", False)),
                                fields=("close_out",),
                                name="one_valid_sign_off_per_close_out",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalSuperiorConsent",
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
                                choices=[("consented", "Consented"), ("returned", "Returned"), ("refused", "Refused")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("answered_on", models.DateField(verbose_name="answered")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
                            ),
                        ),
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
                            "answered_by",
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
                        "verbose_name": "historical superior consent",
                        "verbose_name_plural": "historical superior consents",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_5340bb_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="SuperiorConsent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "close_out",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="consents",
                                to="verification.closeout",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.office"
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[("consented", "Consented"), ("returned", "Returned"), ("refused", "Refused")],
                                max_length=10,
                                verbose_name="answer",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("answered_on", models.DateField(verbose_name="answered")),
                        (
                            "answered_by",
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
                                    ("answer", "consented"), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="consent_not_given_says_why",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("answer", "consented")),
                                fields=("close_out",),
                                name="one_consent_per_close_out",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCheckQuestion",
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
                        ("on_site", models.BooleanField(default=True, verbose_name="asked on site")),
                        ("at_desk", models.BooleanField(default=False, verbose_name="asked at the desk")),
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
                        "verbose_name": "historical check question",
                        "verbose_name_plural": "historical check questions",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_c8d3ab_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CheckQuestion",
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
                        ("on_site", models.BooleanField(default=True, verbose_name="asked on site")),
                        ("at_desk", models.BooleanField(default=False, verbose_name="asked at the desk")),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLookBackInterval",
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
                        ("after_days", models.PositiveSmallIntegerField(verbose_name="days after closing")),
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
                        "verbose_name": "historical look back interval",
                        "verbose_name_plural": "historical look back intervals",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_dc1669_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LookBackInterval",
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
                        ("after_days", models.PositiveSmallIntegerField(verbose_name="days after closing")),
                    ],
                    options={
                        "ordering": ["after_days", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("after_days__gte", 1)), name="look_back_comes_after_closing"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFeedbackRule",
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
                        ("within_days", models.PositiveSmallIntegerField(default=10, verbose_name="working days")),
                        ("history_change_reason", models.TextField(null=True)),
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
                        "verbose_name": "historical feedback rule",
                        "verbose_name_plural": "historical feedback rules",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_521bcf_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="FeedbackRule",
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
                            "source",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="feedback_rule",
                                to="problems.source",
                            ),
                        ),
                        ("within_days", models.PositiveSmallIntegerField(default=10, verbose_name="working days")),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalWaiverRule",
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
                        ("document", models.CharField(max_length=120, verbose_name="basis")),
                        (
                            "pace",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("at_once", "At once"),
                                    ("in_stages", "In stages"),
                                    ("continuing", "Continuing"),
                                ],
                                max_length=12,
                                verbose_name="pace",
                            ),
                        ),
                        (
                            "even_with_consent",
                            models.BooleanField(default=False, verbose_name="also where the superior consents"),
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
                        "verbose_name": "historical waiver rule",
                        "verbose_name_plural": "historical waiver rules",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_666347_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="WaiverRule",
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
                            ),
                        ),
                        ("document", models.CharField(max_length=120, verbose_name="basis")),
                        (
                            "pace",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("at_once", "At once"),
                                    ("in_stages", "In stages"),
                                    ("continuing", "Continuing"),
                                ],
                                max_length=12,
                                verbose_name="pace",
                            ),
                        ),
                        (
                            "violation_type",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="problems.violationtype",
                            ),
                        ),
                        (
                            "even_with_consent",
                            models.BooleanField(default=False, verbose_name="also where the superior consents"),
                        ),
                    ],
                    options={
                        "ordering": ["position", "code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("pace", ""), _negated=True),
                                    ("violation_type__isnull", False),
                                    _connector="OR",
                                ),
                                name="waiver_rule_names_a_condition",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("document", ""), _negated=True), name="waiver_rule_names_its_basis"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalLookBackWaiver",
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
                        ("waived_on", models.DateField(verbose_name="waived")),
                        ("rank", models.PositiveSmallIntegerField()),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
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
                                to="verification.waiverrule",
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
                            "lent_by",
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
                        "verbose_name": "historical look back waiver",
                        "verbose_name_plural": "historical look back waivers",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_c7a6e1_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="LookBackWaiver",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "close_out",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="look_back_waiver",
                                to="verification.closeout",
                            ),
                        ),
                        (
                            "rule",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="verification.waiverrule",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("waived_on", models.DateField(verbose_name="waived")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("rank", models.PositiveSmallIntegerField()),
                        (
                            "lent_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.office",
                            ),
                        ),
                    ],
                    options={
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="waiver_says_why"
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalInvitation",
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
                        ("question", models.TextField(blank=True, verbose_name="what the department is asked")),
                        ("invited_on", models.DateField(verbose_name="invited")),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                        ("withdrawn_because", models.TextField(blank=True, verbose_name="why it was withdrawn")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
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
                            "share",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="problems.share",
                            ),
                        ),
                        (
                            "invited_by",
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
                        "verbose_name": "historical invitation",
                        "verbose_name_plural": "historical invitations",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_c18971_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Invitation",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "close_out",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="verification.closeout",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitations",
                                to="organizations.partner",
                            ),
                        ),
                        (
                            "share",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="invitation",
                                to="problems.share",
                            ),
                        ),
                        ("question", models.TextField(blank=True, verbose_name="what the department is asked")),
                        ("invited_on", models.DateField(verbose_name="invited")),
                        (
                            "invited_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        ("withdrawn_on", models.DateField(blank=True, null=True, verbose_name="withdrawn")),
                        ("withdrawn_because", models.TextField(blank=True, verbose_name="why it was withdrawn")),
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
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("withdrawn_on", None)),
                                fields=("close_out", "partner"),
                                name="department_invited_once",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("withdrawn_because", ""), ("withdrawn_by", None), ("withdrawn_on", None)),
                                    models.Q(
                                        ("withdrawn_by__isnull", False),
                                        ("withdrawn_on__isnull", False),
                                        models.Q(("withdrawn_because", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="invitation_withdrawn_with_reason",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOpinion",
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
                                choices=[
                                    ("agree", "Agrees"),
                                    ("disagree", "Disagrees"),
                                    ("not_concerned", "Not concerned"),
                                ],
                                max_length=14,
                                verbose_name="opinion",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
                        ("given_on", models.DateField(verbose_name="given")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "invitation",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.invitation",
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
                        "verbose_name": "historical opinion",
                        "verbose_name_plural": "historical opinions",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_c4a494_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Opinion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "invitation",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="opinion",
                                to="verification.invitation",
                            ),
                        ),
                        (
                            "answer",
                            models.CharField(
                                choices=[
                                    ("agree", "Agrees"),
                                    ("disagree", "Disagrees"),
                                    ("not_concerned", "Not concerned"),
                                ],
                                max_length=14,
                                verbose_name="opinion",
                            ),
                        ),
                        ("reason", models.TextField(blank=True, verbose_name="reason")),
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
                                condition=models.Q(
                                    models.Q(("answer", "disagree"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="disagreement_says_why",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalVerifierLoan",
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
                        ("relapses", models.PositiveSmallIntegerField()),
                        (
                            "status",
                            models.CharField(
                                choices=[("asked", "Asked"), ("named", "Verifier named"), ("refused", "Refused")],
                                default="asked",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="why the office cannot verify it itself")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        ("answer_note", models.TextField(blank=True, verbose_name="note of the superior office")),
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
                            "verifier",
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
                            "answered_by",
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
                        "verbose_name": "historical verifier loan",
                        "verbose_name_plural": "historical verifier loans",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_eb8217_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="VerifierLoan",
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
                                related_name="verifier_loans",
                                to="problems.problem",
                            ),
                        ),
                        ("relapses", models.PositiveSmallIntegerField()),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.office"
                            ),
                        ),
                        (
                            "status",
                            models.CharField(
                                choices=[("asked", "Asked"), ("named", "Verifier named"), ("refused", "Refused")],
                                default="asked",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        ("reason", models.TextField(verbose_name="why the office cannot verify it itself")),
                        ("asked_on", models.DateField(verbose_name="asked")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                        (
                            "verifier",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                            ),
                        ),
                        ("answer_note", models.TextField(blank=True, verbose_name="note of the superior office")),
                        ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                        (
                            "answered_by",
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
                        "ordering": ["pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("status__in", ["asked", "named"])),
                                fields=("problem", "relapses"),
                                name="one_verifier_loan_per_entry",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("answered_by", None),
                                        ("answered_on", None),
                                        ("status", "asked"),
                                        ("verifier", None),
                                    ),
                                    models.Q(
                                        ("answered_by__isnull", False),
                                        ("answered_on__isnull", False),
                                        ("status", "named"),
                                        ("verifier__isnull", False),
                                    ),
                                    models.Q(
                                        ("answered_by__isnull", False),
                                        ("answered_on__isnull", False),
                                        ("status", "refused"),
                                        ("verifier", None),
                                        models.Q(("answer_note", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="verifier_loan_answered_whole",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("reason", ""), _negated=True), name="verifier_loan_says_why"
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalFeedback",
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
                        ("sender", models.CharField(max_length=100, verbose_name="fed back to")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("letter", "Letter"),
                                    ("copy", "Copy of the close-out notice"),
                                    ("system", "In their system"),
                                    ("talk", "By word of mouth or telephone"),
                                ],
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("given_on", models.DateField(verbose_name="fed back on")),
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
                        "verbose_name": "historical feedback",
                        "verbose_name_plural": "historical feedbacks",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_c0f68b_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Feedback",
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
                                related_name="feedback",
                                to="problems.problem",
                            ),
                        ),
                        ("sender", models.CharField(max_length=100, verbose_name="fed back to")),
                        (
                            "way",
                            models.CharField(
                                choices=[
                                    ("letter", "Letter"),
                                    ("copy", "Copy of the close-out notice"),
                                    ("system", "In their system"),
                                    ("talk", "By word of mouth or telephone"),
                                ],
                                max_length=10,
                                verbose_name="how",
                            ),
                        ),
                        ("document", models.CharField(blank=True, max_length=120, verbose_name="document")),
                        ("note", models.TextField(blank=True, verbose_name="note")),
                        ("given_on", models.DateField(verbose_name="fed back on")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAttachment",
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
                            "evidence",
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
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.closeout",
                            ),
                        ),
                        (
                            "check_record",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.problemcheck",
                            ),
                        ),
                        (
                            "acceptance",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.acceptance",
                            ),
                        ),
                        (
                            "look_back",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.lookback",
                            ),
                        ),
                        (
                            "later_look_back",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.laterlookback",
                            ),
                        ),
                        (
                            "own_look_back",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.ownlookback",
                            ),
                        ),
                        (
                            "opinion",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.opinion",
                            ),
                        ),
                        (
                            "feedback",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="verification.feedback",
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
                        "verbose_name": "historical attachment",
                        "verbose_name_plural": "historical attachments",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="verificatio_id_2f69d6_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "evidence",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachment",
                                to="problems.evidence",
                            ),
                        ),
                        (
                            "close_out",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.closeout",
                            ),
                        ),
                        (
                            "check_record",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.problemcheck",
                            ),
                        ),
                        (
                            "acceptance",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.acceptance",
                            ),
                        ),
                        (
                            "look_back",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.lookback",
                            ),
                        ),
                        (
                            "later_look_back",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.laterlookback",
                            ),
                        ),
                        (
                            "own_look_back",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.ownlookback",
                            ),
                        ),
                        (
                            "opinion",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.opinion",
                            ),
                        ),
                        (
                            "feedback",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="attachments",
                                to="verification.feedback",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=django.db.models.lookups.Exact(
                                    models.Func(
                                        "close_out",
                                        "check_record",
                                        "acceptance",
                                        "look_back",
                                        "later_look_back",
                                        "own_look_back",
                                        "opinion",
                                        "feedback",
                                        function="num_nonnulls",
                                        output_field=models.IntegerField(),
                                    ),
                                    1,
                                ),
                                name="attachment_belongs_to_one",
                            )
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
