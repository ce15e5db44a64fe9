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
                    name="HistoricalCalendarYear",
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
                        ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
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
                        "verbose_name": "historical calendar year",
                        "verbose_name_plural": "historical calendar years",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="deadlines_h_id_0195dc_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CalendarYear",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(unique=True, verbose_name="year")),
                        ("source", models.CharField(max_length=200, verbose_name="source")),
                    ],
                    options={
                        "abstract": False,
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalCalendarDay",
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
                        ("day", models.DateField(verbose_name="day")),
                        ("is_working", models.BooleanField(verbose_name="working day")),
                        ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "year",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="deadlines.calendaryear",
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
                        "verbose_name": "historical calendar day",
                        "verbose_name_plural": "historical calendar days",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="deadlines_h_id_88805a_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="CalendarDay",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "year",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="days",
                                to="deadlines.calendaryear",
                            ),
                        ),
                        ("day", models.DateField(unique=True, verbose_name="day")),
                        ("is_working", models.BooleanField(verbose_name="working day")),
                        ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                    ],
                    options={
                        "ordering": ["day"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalClock",
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
                        ("subject_kind", models.CharField(max_length=20)),
                        ("subject_id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("assign", "Assign to the unit"),
                                    ("plan", "File the rectification plan"),
                                    ("plan_decision", "Decide on the plan"),
                                    ("milestone", "Reach the milestone"),
                                    ("rectification", "Apply for close-out"),
                                    ("check", "Check"),
                                    ("acceptance", "Accept"),
                                    ("look_back", "Look back before closing"),
                                    ("sign_off", "Sign the close-out"),
                                    ("consent", "Consent as superior office"),
                                    ("later_look_back", "Look back after closing"),
                                    ("extension", "Decide on the extension"),
                                    ("absorption", "Keep to the absorption plan"),
                                    ("urged", "Answer the urging"),
                                    ("report_again", "Report progress again"),
                                    ("incident", "Take note of the incident"),
                                    ("staffing_alert", "Check the warning"),
                                    ("complete_application", "Complete the application"),
                                    ("pre_review", "Give the pre-review opinion"),
                                    ("admission", "Decide on admission"),
                                    ("initiation", "Record the initiation"),
                                    ("appraisal", "Appraise"),
                                    ("deliberation", "Deliberate and decide"),
                                    ("issue_reply", "Issue the official reply"),
                                    ("copy", "Acknowledge the decision"),
                                    ("follow_up", "Carry out and report"),
                                    ("withdrawal_review", "Review the withdrawal of authority"),
                                    ("report", "Answer the unit's report"),
                                    ("correction", "Decide on the correction"),
                                    ("nature", "Confirm the nature"),
                                    ("opinion", "Opinion on the acceptance"),
                                    ("verifier_loan", "Name a verifier"),
                                    ("feedback", "Feed the result back"),
                                ],
                                max_length=20,
                                verbose_name="due",
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=200)),
                        ("item_id", models.BigIntegerField(blank=True, null=True)),
                        (
                            "holder",
                            models.CharField(
                                choices=[("unit", "Unit"), ("office", "Office"), ("partner", "Partner department")],
                                max_length=10,
                            ),
                        ),
                        ("started_on", models.DateField()),
                        ("due_on", models.DateField(verbose_name="due")),
                        ("yellow_on", models.DateField()),
                        ("paused_on", models.DateField(blank=True, null=True)),
                        ("stopped_on", models.DateField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("answered", "Answered"), ("cancelled", "Cancelled")],
                                max_length=10,
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
                        "verbose_name": "historical clock",
                        "verbose_name_plural": "historical clocks",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="deadlines_h_id_4e1167_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Clock",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("subject_kind", models.CharField(max_length=20)),
                        ("subject_id", models.BigIntegerField()),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("assign", "Assign to the unit"),
                                    ("plan", "File the rectification plan"),
                                    ("plan_decision", "Decide on the plan"),
                                    ("milestone", "Reach the milestone"),
                                    ("rectification", "Apply for close-out"),
                                    ("check", "Check"),
                                    ("acceptance", "Accept"),
                                    ("look_back", "Look back before closing"),
                                    ("sign_off", "Sign the close-out"),
                                    ("consent", "Consent as superior office"),
                                    ("later_look_back", "Look back after closing"),
                                    ("extension", "Decide on the extension"),
                                    ("absorption", "Keep to the absorption plan"),
                                    ("urged", "Answer the urging"),
                                    ("report_again", "Report progress again"),
                                    ("incident", "Take note of the incident"),
                                    ("staffing_alert", "Check the warning"),
                                    ("complete_application", "Complete the application"),
                                    ("pre_review", "Give the pre-review opinion"),
                                    ("admission", "Decide on admission"),
                                    ("initiation", "Record the initiation"),
                                    ("appraisal", "Appraise"),
                                    ("deliberation", "Deliberate and decide"),
                                    ("issue_reply", "Issue the official reply"),
                                    ("copy", "Acknowledge the decision"),
                                    ("follow_up", "Carry out and report"),
                                    ("withdrawal_review", "Review the withdrawal of authority"),
                                    ("report", "Answer the unit's report"),
                                    ("correction", "Decide on the correction"),
                                    ("nature", "Confirm the nature"),
                                    ("opinion", "Opinion on the acceptance"),
                                    ("verifier_loan", "Name a verifier"),
                                    ("feedback", "Feed the result back"),
                                ],
                                max_length=20,
                                verbose_name="due",
                            ),
                        ),
                        ("detail", models.CharField(blank=True, max_length=200)),
                        ("item_id", models.BigIntegerField(blank=True, null=True)),
                        (
                            "holder",
                            models.CharField(
                                choices=[("unit", "Unit"), ("office", "Office"), ("partner", "Partner department")],
                                max_length=10,
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
                        ("started_on", models.DateField()),
                        ("due_on", models.DateField(verbose_name="due")),
                        ("yellow_on", models.DateField()),
                        ("paused_on", models.DateField(blank=True, null=True)),
                        ("stopped_on", models.DateField(blank=True, null=True)),
                        (
                            "outcome",
                            models.CharField(
                                blank=True,
                                choices=[("answered", "Answered"), ("cancelled", "Cancelled")],
                                max_length=10,
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["subject_kind", "subject_id"], name="clock_subject"),
                            models.Index(
                                condition=models.Q(("holder", "office"), ("stopped_on", None)),
                                fields=["office", "due_on"],
                                name="clock_of_office",
                            ),
                            models.Index(
                                condition=models.Q(("holder", "unit"), ("stopped_on", None)),
                                fields=["unit", "due_on"],
                                name="clock_of_unit",
                            ),
                            models.Index(
                                condition=models.Q(("holder", "unit"), ("stopped_on", None)),
                                fields=["office", "due_on", "id"],
                                name="clock_with_units",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("yellow_on__lte", models.F("due_on"))),
                                name="clock_yellow_before_due",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("outcome", ""), ("stopped_on", None)),
                                    models.Q(("outcome__in", ["answered", "cancelled"]), ("stopped_on__isnull", False)),
                                    _connector="OR",
                                ),
                                name="clock_stopped_with_outcome",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("holder", "office"), ("unit__isnull", False), _connector="OR"),
                                name="clock_of_a_unit_names_it",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("holder", "partner"), _negated=True),
                                    ("partner__isnull", False),
                                    _connector="OR",
                                ),
                                name="clock_of_a_partner_names_it",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("stopped_on", None)),
                                fields=("subject_kind", "subject_id", "kind", "item_id"),
                                name="one_running_clock_per_subject_and_kind",
                                nulls_distinct=False,
                            ),
                        ],
                    },
                ),
            ],
        ),
    ]
