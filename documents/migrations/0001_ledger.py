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
                    name="HistoricalStoredFile",
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
                        ("sha256", models.CharField(max_length=64)),
                        ("size", models.PositiveBigIntegerField(help_text="bytes", verbose_name="size")),
                        ("media_type", models.CharField(max_length=100, verbose_name="type")),
                        ("path", models.CharField(max_length=200)),
                        (
                            "scan",
                            models.CharField(
                                choices=[
                                    ("pending", "not scanned yet"),
                                    ("clean", "no virus found"),
                                    ("infected", "infected"),
                                    ("unscannable", "could not be scanned"),
                                    ("ours", "made by the system"),
                                ],
                                db_default="pending",
                                max_length=12,
                                verbose_name="virus scan",
                            ),
                        ),
                        (
                            "scan_note",
                            models.CharField(
                                blank=True, db_default="", max_length=200, verbose_name="what the scanner said"
                            ),
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
                        "verbose_name": "historical stored file",
                        "verbose_name_plural": "historical stored files",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="documents_h_id_f8d277_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="StoredFile",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("sha256", models.CharField(max_length=64, unique=True)),
                        ("size", models.PositiveBigIntegerField(help_text="bytes", verbose_name="size")),
                        ("media_type", models.CharField(max_length=100, verbose_name="type")),
                        ("path", models.CharField(max_length=200, unique=True)),
                        (
                            "scan",
                            models.CharField(
                                choices=[
                                    ("pending", "not scanned yet"),
                                    ("clean", "no virus found"),
                                    ("infected", "infected"),
                                    ("unscannable", "could not be scanned"),
                                    ("ours", "made by the system"),
                                ],
                                db_default="pending",
                                max_length=12,
                                verbose_name="virus scan",
                            ),
                        ),
                        (
                            "scan_note",
                            models.CharField(
                                blank=True, db_default="", max_length=200, verbose_name="what the scanner said"
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
                    name="DocumentSeries",
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
                        ("kind", models.CharField(max_length=20)),
                        ("last", models.PositiveIntegerField(default=0)),
                    ],
                    options={
                        "constraints": [
                            models.UniqueConstraint(fields=("office", "year", "kind"), name="one_document_series")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOfficialDocument",
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
                                    ("close_out_notice", "Close-out notice"),
                                    ("gate_sheet", "Gate decision sheet"),
                                    ("admission_notice", "Notice of admission"),
                                    ("refusal_notice", "Notice of refusal"),
                                    ("pause_notice", "Notice that admission is paused"),
                                    ("official_reply", "Official reply"),
                                    ("follow_up_letter", "Supervision letter on carrying out"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("serial", models.PositiveIntegerField()),
                        ("number", models.CharField(max_length=60, verbose_name="document number")),
                        ("subject_kind", models.CharField(max_length=20)),
                        ("subject_id", models.BigIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("wording", models.JSONField()),
                        ("issued_on", models.DateField(verbose_name="issued")),
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
                            "pdf",
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
                        "verbose_name": "historical official document",
                        "verbose_name_plural": "historical official documents",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="documents_h_id_41bead_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="OfficialDocument",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("close_out_notice", "Close-out notice"),
                                    ("gate_sheet", "Gate decision sheet"),
                                    ("admission_notice", "Notice of admission"),
                                    ("refusal_notice", "Notice of refusal"),
                                    ("pause_notice", "Notice that admission is paused"),
                                    ("official_reply", "Official reply"),
                                    ("follow_up_letter", "Supervision letter on carrying out"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="documents",
                                to="organizations.office",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField()),
                        ("serial", models.PositiveIntegerField()),
                        ("number", models.CharField(max_length=60, unique=True, verbose_name="document number")),
                        ("subject_kind", models.CharField(max_length=20)),
                        ("subject_id", models.BigIntegerField()),
                        ("title", models.CharField(max_length=200, verbose_name="title")),
                        ("wording", models.JSONField()),
                        ("issued_on", models.DateField(verbose_name="issued")),
                        (
                            "pdf",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="documents.storedfile",
                            ),
                        ),
                    ],
                    options={
                        "ordering": ["-issued_on", "-pk"],
                        "indexes": [models.Index(fields=["subject_kind", "subject_id"], name="document_subject")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("office", "year", "kind", "serial"), name="document_number_once"
                            )
                        ],
                    },
                ),
            ],
        ),
    ]
