import audit.defaults
import django.db.models.deletion
import simple_history.models
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("audit", "0001_trail"),
        ("organizations", "0001_ledger"),
        ("problems", "0007_evidence_and_comments"),
    ]

    operations = [
        migrations.CreateModel(
            name="AbsorptionStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField(verbose_name="until")),
                ("remaining_at_most", models.PositiveIntegerField(verbose_name="remaining at most")),
                ("days_back", models.PositiveIntegerField(blank=True, null=True)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="absorption_steps",
                        to="problems.rectificationplan",
                    ),
                ),
            ],
            options={
                "ordering": ["due_on", "position"],
                "constraints": [models.UniqueConstraint(fields=("plan", "position"), name="absorption_position_once")],
            },
        ),
        migrations.CreateModel(
            name="Extension",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "asked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
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
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="extension_requests",
                        to="problems.problem",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(fields=("problem", "position"), name="extension_position_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("status", "pending")), fields=("problem",), name="one_extension_pending"
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
            },
        ),
        migrations.CreateModel(
            name="HistoricalAbsorptionStep",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField()),
                ("due_on", models.DateField(verbose_name="until")),
                ("remaining_at_most", models.PositiveIntegerField(verbose_name="remaining at most")),
                ("days_back", models.PositiveIntegerField(blank=True, null=True)),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
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
            ],
            options={
                "verbose_name": "historical absorption step",
                "verbose_name_plural": "historical absorption steps",
                "ordering": ("-history_id",),
                "get_latest_by": ("history_id",),
                "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_86d133_idx")],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalExtension",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
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
            ],
            options={
                "verbose_name": "historical extension",
                "verbose_name_plural": "historical extensions",
                "ordering": ("-history_id",),
                "get_latest_by": ("history_id",),
                "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_bfbf8b_idx")],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalIncident",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="happened")),
                ("what", models.TextField(verbose_name="what happened")),
                ("handling", models.TextField(verbose_name="how it is handled")),
                ("reported_on", models.DateField(verbose_name="reported")),
                ("noted_on", models.DateField(blank=True, null=True, verbose_name="noted by the office")),
                ("note", models.TextField(blank=True, verbose_name="note of the office")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
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
            ],
            options={
                "verbose_name": "historical incident",
                "verbose_name_plural": "historical incidents",
                "ordering": ("-history_id",),
                "get_latest_by": ("history_id",),
                "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_36dc4d_idx")],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalListedSupervision",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
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
            ],
            options={
                "verbose_name": "historical listed supervision",
                "verbose_name_plural": "historical listed supervisions",
                "ordering": ("-history_id",),
                "get_latest_by": ("history_id",),
                "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f53e4c_idx")],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalPause",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
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
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
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
            ],
            options={
                "verbose_name": "historical pause",
                "verbose_name_plural": "historical pauses",
                "ordering": ("-history_id",),
                "get_latest_by": ("history_id",),
                "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f4ce11_idx")],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalRequiredConsent",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                ("body", models.CharField(max_length=120, verbose_name="body that consented")),
                ("document", models.CharField(max_length=120, verbose_name="document of the consent")),
                ("consented_on", models.DateField(verbose_name="consented")),
                ("until_on", models.DateField(verbose_name="consented until")),
                ("recorded_on", models.DateField(verbose_name="recorded")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
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
            ],
            options={
                "verbose_name": "historical required consent",
                "verbose_name_plural": "historical required consents",
                "ordering": ("-history_id",),
                "get_latest_by": ("history_id",),
                "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_f79aa8_idx")],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="HistoricalUrging",
            fields=[
                ("id", models.BigIntegerField(auto_created=True, blank=True, verbose_name="ID")),
                ("text", models.TextField(verbose_name="what is urged")),
                ("urged_on", models.DateField(verbose_name="urged")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                ("history_change_reason", models.TextField(null=True)),
                ("history_id", models.BigAutoField(editable=False, primary_key=True, serialize=False)),
                ("history_date", models.DateTimeField()),
                (
                    "history_type",
                    models.CharField(choices=[("+", "Created"), ("~", "Changed"), ("-", "Deleted")], max_length=1),
                ),
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
            ],
            options={
                "verbose_name": "historical urging",
                "verbose_name_plural": "historical urgings",
                "ordering": ("-history_id",),
                "get_latest_by": ("history_id",),
                "indexes": [models.Index(fields=["id", "history_id"], name="problems_hi_id_b6c368_idx")],
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name="Incident",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("happened_on", models.DateField(verbose_name="happened")),
                ("what", models.TextField(verbose_name="what happened")),
                ("handling", models.TextField(verbose_name="how it is handled")),
                ("reported_on", models.DateField(verbose_name="reported")),
                ("noted_on", models.DateField(blank=True, null=True, verbose_name="noted by the office")),
                ("note", models.TextField(blank=True, verbose_name="note of the office")),
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
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="incidents", to="problems.problem"
                    ),
                ),
                (
                    "reported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
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
            },
        ),
        migrations.CreateModel(
            name="ListedSupervision",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "leader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organizations.person",
                        verbose_name="leader in charge",
                    ),
                ),
                (
                    "listed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="listings", to="problems.problem"
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)), fields=("problem",), name="listed_once_at_a_time"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="listing_says_why"),
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
            },
        ),
        migrations.CreateModel(
            name="Pause",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
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
                (
                    "paused_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="pauses", to="problems.problem"
                    ),
                ),
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
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("resumed_on", None)), fields=("problem",), name="one_pause_at_a_time"
                    ),
                    models.CheckConstraint(condition=models.Q(("reason", ""), _negated=True), name="pause_says_why"),
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
            },
        ),
        migrations.CreateModel(
            name="RequiredConsent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("body", models.CharField(max_length=120, verbose_name="body that consented")),
                ("document", models.CharField(max_length=120, verbose_name="document of the consent")),
                ("consented_on", models.DateField(verbose_name="consented")),
                ("until_on", models.DateField(verbose_name="consented until")),
                ("recorded_on", models.DateField(verbose_name="recorded")),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="required_consents",
                        to="problems.problem",
                    ),
                ),
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
            },
        ),
        migrations.CreateModel(
            name="Urging",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.TextField(verbose_name="what is urged")),
                ("urged_on", models.DateField(verbose_name="urged")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="answered")),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="urgings", to="problems.problem"
                    ),
                ),
                (
                    "urged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.person"
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("text", ""), _negated=True), name="urging_says_what")
                ],
            },
        ),
        migrations.AddField(
            model_name="historicalmilestone",
            name="days_back",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalproblem",
            name="paused_on",
            field=models.DateField(blank=True, null=True, verbose_name="paused"),
        ),
        migrations.AddField(
            model_name="historicalproblem",
            name="required_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="required by"),
        ),
        migrations.AddField(
            model_name="historicalproblem",
            name="target",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="target"),
        ),
        migrations.AddField(
            model_name="historicalprogressreport",
            name="done_before",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="historicalprogressreport",
            name="return_reason",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="why it was returned"),
        ),
        migrations.AddField(
            model_name="historicalprogressreport",
            name="returned_by",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organizations.person",
            ),
        ),
        migrations.AddField(
            model_name="historicalprogressreport",
            name="returned_on",
            field=models.DateField(blank=True, null=True, verbose_name="returned"),
        ),
        migrations.AddField(
            model_name="historicalrectificationplan",
            name="risk_handling",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="handling of the stability risk"
            ),
        ),
        migrations.AddField(
            model_name="historicalrectificationplan",
            name="risk_level",
            field=models.CharField(
                blank=True,
                choices=[("none", "No risk"), ("low", "Low risk"), ("middle", "Medium risk"), ("high", "High risk")],
                db_default="",
                default="",
                max_length=10,
                verbose_name="level of the stability risk",
            ),
        ),
        migrations.AddField(
            model_name="historicalrectificationplan",
            name="risk_responsible",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="responsible for the stability risk"
            ),
        ),
        migrations.AddField(
            model_name="historicalrectificationplan",
            name="target",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="target"),
        ),
        migrations.AddField(
            model_name="milestone",
            name="days_back",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="problem",
            name="paused_on",
            field=models.DateField(blank=True, null=True, verbose_name="paused"),
        ),
        migrations.AddField(
            model_name="problem",
            name="required_by",
            field=models.CharField(blank=True, db_default="", default="", max_length=120, verbose_name="required by"),
        ),
        migrations.AddField(
            model_name="problem",
            name="target",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="target"),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="done_before",
            field=models.PositiveIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="return_reason",
            field=models.TextField(blank=True, db_default="", default="", verbose_name="why it was returned"),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="returned_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.person",
            ),
        ),
        migrations.AddField(
            model_name="progressreport",
            name="returned_on",
            field=models.DateField(blank=True, null=True, verbose_name="returned"),
        ),
        migrations.AddField(
            model_name="rectificationplan",
            name="risk_handling",
            field=models.TextField(
                blank=True, db_default="", default="", verbose_name="handling of the stability risk"
            ),
        ),
        migrations.AddField(
            model_name="rectificationplan",
            name="risk_level",
            field=models.CharField(
                blank=True,
                choices=[("none", "No risk"), ("low", "Low risk"), ("middle", "Medium risk"), ("high", "High risk")],
                db_default="",
                default="",
                max_length=10,
                verbose_name="level of the stability risk",
            ),
        ),
        migrations.AddField(
            model_name="rectificationplan",
            name="risk_responsible",
            field=models.CharField(
                blank=True, db_default="", default="", max_length=40, verbose_name="responsible for the stability risk"
            ),
        ),
        migrations.AddField(
            model_name="rectificationplan",
            name="target",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="target"),
        ),
        migrations.AlterField(
            model_name="handling",
            name="capacity",
            field=models.CharField(
                choices=[
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
        migrations.AlterField(
            model_name="historicalhandling",
            name="capacity",
            field=models.CharField(
                choices=[
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
        migrations.AlterField(
            model_name="historicalrectificationplan",
            name="stability_risks",
            field=models.TextField(blank=True, verbose_name="stability risks"),
        ),
        migrations.AlterField(
            model_name="rectificationplan",
            name="stability_risks",
            field=models.TextField(blank=True, verbose_name="stability risks"),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(("target", None), ("target__lte", models.F("found")), _connector="OR"),
                name="problem_target_within_found",
            ),
        ),
        migrations.AddConstraint(
            model_name="problem",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("paused_on", None),
                    ("state__in", ["assigned", "plan_submitted", "rectifying", "voided"]),
                    _connector="OR",
                ),
                name="problem_paused_while_at_work",
            ),
        ),
        migrations.AddConstraint(
            model_name="progressreport",
            constraint=models.CheckConstraint(
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
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="extension",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="problems.extension",
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="extension",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="problems.extension",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="problems.incident",
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="incident",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="problems.incident",
            ),
        ),
        migrations.AddField(
            model_name="evidence",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="evidence",
                to="problems.requiredconsent",
            ),
        ),
        migrations.AddField(
            model_name="historicalevidence",
            name="consent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="problems.requiredconsent",
            ),
        ),
    ]
