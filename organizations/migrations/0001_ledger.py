import audit.defaults
import audit.tables
import django.contrib.auth.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("audit", "0001_trail"),
    ]

    operations = [
        audit.tables.CreateTables(
            models=[
                migrations.CreateModel(
                    name="Office",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("code", models.CharField(max_length=12, unique=True, verbose_name="code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("short_name", models.CharField(max_length=40, verbose_name="short name")),
                        (
                            "level",
                            models.CharField(
                                choices=[("province", "Province"), ("city", "City"), ("county", "County")],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "superior",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="lower_offices",
                                to="organizations.office",
                                verbose_name="superior office",
                            ),
                        ),
                        (
                            "document_mark",
                            models.CharField(
                                help_text="Used in document numbers.", max_length=20, verbose_name="document mark"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "office",
                        "verbose_name_plural": "offices",
                        "ordering": ["code"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("superior", models.F("id")), _negated=True),
                                    ("superior", None),
                                    _connector="OR",
                                ),
                                name="office_not_its_own_superior",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalOffice",
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
                        ("code", models.CharField(max_length=12, verbose_name="code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("short_name", models.CharField(max_length=40, verbose_name="short name")),
                        (
                            "level",
                            models.CharField(
                                choices=[("province", "Province"), ("city", "City"), ("county", "County")],
                                max_length=10,
                                verbose_name="level",
                            ),
                        ),
                        (
                            "document_mark",
                            models.CharField(
                                help_text="Used in document numbers.", max_length=20, verbose_name="document mark"
                            ),
                        ),
                        ("history_change_reason", models.TextField(null=True)),
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
                                verbose_name="superior office",
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
                        "verbose_name": "historical office",
                        "verbose_name_plural": "historical offices",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_8bcf77_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalSection",
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
                                    ("supervision", "Supervision section"),
                                    ("business", "Business section"),
                                    ("registration", "Public institution registration bureau"),
                                    ("e_government", "E-government centre"),
                                    ("general", "General section"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
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
                        "verbose_name": "historical section",
                        "verbose_name_plural": "historical sections",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_b38156_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Section",
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
                                related_name="sections",
                                to="organizations.office",
                                verbose_name="office",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("supervision", "Supervision section"),
                                    ("business", "Business section"),
                                    ("registration", "Public institution registration bureau"),
                                    ("e_government", "E-government centre"),
                                    ("general", "General section"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                    ],
                    options={
                        "ordering": ["office", "kind", "name"],
                        "constraints": [
                            models.UniqueConstraint(fields=("office", "name"), name="section_name_once_per_office")
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPartner",
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
                                    ("organisation", "Organisation department"),
                                    ("human_resources", "Human resources"),
                                    ("finance", "Finance"),
                                    ("police", "Public security"),
                                    ("audit", "Audit"),
                                    ("inspection", "Disciplinary inspection"),
                                    ("discipline", "Discipline and supervision"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
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
                        "verbose_name": "historical partner",
                        "verbose_name_plural": "historical partners",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_26b89d_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Partner",
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
                                related_name="partners",
                                to="organizations.office",
                                verbose_name="office",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("organisation", "Organisation department"),
                                    ("human_resources", "Human resources"),
                                    ("finance", "Finance"),
                                    ("police", "Public security"),
                                    ("audit", "Audit"),
                                    ("inspection", "Disciplinary inspection"),
                                    ("discipline", "Discipline and supervision"),
                                ],
                                max_length=20,
                                verbose_name="kind",
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                    ],
                    options={
                        "ordering": ["office", "kind"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalPerson",
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
                        ("telephone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "entered_by",
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
                        "verbose_name": "historical person",
                        "verbose_name_plural": "historical persons",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_a45a9b_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Person",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="name")),
                        ("telephone", models.CharField(blank=True, max_length=30, verbose_name="telephone")),
                        (
                            "entered_by",
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
                        "ordering": ["name", "pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="Unit",
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
                                related_name="units",
                                to="organizations.office",
                                verbose_name="office",
                            ),
                        ),
                        ("code", models.CharField(max_length=20, unique=True, verbose_name="institution code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("pinyin", models.CharField(help_text="Sorting key.", max_length=400, verbose_name="pinyin")),
                        ("initials", models.CharField(db_index=True, max_length=100, verbose_name="pinyin initials")),
                        (
                            "nature",
                            models.CharField(
                                choices=[("agency", "Agency"), ("institution", "Public institution")],
                                max_length=20,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "unit_class",
                            models.CharField(
                                choices=[
                                    ("administrative", "Administrative body"),
                                    ("public_one", "Public welfare, class one"),
                                    ("public_two", "Public welfare, class two"),
                                    ("production", "Production and operation"),
                                ],
                                max_length=20,
                                verbose_name="class",
                            ),
                        ),
                        ("rank", models.CharField(blank=True, max_length=20, verbose_name="rank")),
                        (
                            "competent_department",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="subordinates",
                                to="organizations.unit",
                                verbose_name="competent department",
                            ),
                        ),
                        (
                            "credit_code",
                            models.CharField(blank=True, max_length=18, verbose_name="unified credit code"),
                        ),
                        (
                            "registration",
                            models.CharField(
                                choices=[
                                    ("not_applicable", "Not applicable"),
                                    ("registered", "Registered"),
                                    ("pending", "Not yet registered"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="not_applicable",
                                max_length=20,
                                verbose_name="legal-person registration",
                            ),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="existed until")),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="first person responsible",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="contact",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "unit",
                        "verbose_name_plural": "units",
                        "ordering": ["code"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("valid_until", None)),
                                fields=("office", "name"),
                                name="unit_name_once_per_office",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("competent_department", models.F("id")), _negated=True),
                                    ("competent_department", None),
                                    _connector="OR",
                                ),
                                name="unit_not_its_own_department",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalUnit",
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
                        ("code", models.CharField(max_length=20, verbose_name="institution code")),
                        ("name", models.CharField(max_length=100, verbose_name="name")),
                        ("pinyin", models.CharField(help_text="Sorting key.", max_length=400, verbose_name="pinyin")),
                        ("initials", models.CharField(max_length=100, verbose_name="pinyin initials")),
                        (
                            "nature",
                            models.CharField(
                                choices=[("agency", "Agency"), ("institution", "Public institution")],
                                max_length=20,
                                verbose_name="nature",
                            ),
                        ),
                        (
                            "unit_class",
                            models.CharField(
                                choices=[
                                    ("administrative", "Administrative body"),
                                    ("public_one", "Public welfare, class one"),
                                    ("public_two", "Public welfare, class two"),
                                    ("production", "Production and operation"),
                                ],
                                max_length=20,
                                verbose_name="class",
                            ),
                        ),
                        ("rank", models.CharField(blank=True, max_length=20, verbose_name="rank")),
                        (
                            "credit_code",
                            models.CharField(blank=True, max_length=18, verbose_name="unified credit code"),
                        ),
                        (
                            "registration",
                            models.CharField(
                                choices=[
                                    ("not_applicable", "Not applicable"),
                                    ("registered", "Registered"),
                                    ("pending", "Not yet registered"),
                                    ("cancelled", "Cancelled"),
                                ],
                                default="not_applicable",
                                max_length=20,
                                verbose_name="legal-person registration",
                            ),
                        ),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="existed until")),
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
                            "competent_department",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.unit",
                                verbose_name="competent department",
                            ),
                        ),
                        (
                            "responsible",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="first person responsible",
                            ),
                        ),
                        (
                            "contact",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.person",
                                verbose_name="contact",
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
                        "verbose_name": "historical unit",
                        "verbose_name_plural": "historical units",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_292cfa_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="HistoricalMandate",
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
                                choices=[("duties", "Duties"), ("bodies", "Internal bodies"), ("posts", "Posts")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("content", models.TextField(verbose_name="content")),
                        ("document", models.CharField(max_length=120, verbose_name="document")),
                        ("dated_on", models.DateField(verbose_name="dated")),
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
                        "verbose_name": "historical mandate",
                        "verbose_name_plural": "historical mandates",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_988e73_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Mandate",
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
                                related_name="mandates",
                                to="organizations.unit",
                                verbose_name="unit",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("duties", "Duties"), ("bodies", "Internal bodies"), ("posts", "Posts")],
                                max_length=10,
                                verbose_name="kind",
                            ),
                        ),
                        ("content", models.TextField(verbose_name="content")),
                        ("document", models.CharField(max_length=120, verbose_name="document")),
                        ("dated_on", models.DateField(verbose_name="dated")),
                    ],
                    options={
                        "ordering": ["unit", "kind", "-dated_on", "-pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAppointment",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("unit_clerk", "Unit clerk"),
                                    ("unit_head", "Unit head"),
                                    ("office_clerk", "Office clerk"),
                                    ("section_chief", "Section chief"),
                                    ("office_leader", "Office leader"),
                                    ("discipline_observer", "Discipline observer"),
                                    ("partner", "Partner department member"),
                                    ("system_admin", "System administrator"),
                                    ("security_admin", "Security administrator"),
                                    ("audit_admin", "Audit administrator"),
                                ],
                                max_length=24,
                                verbose_name="role",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="from")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                        ("history_change_reason", models.TextField(null=True)),
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
                                verbose_name="person",
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
                        "verbose_name": "historical appointment",
                        "verbose_name_plural": "historical appointments",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_dbdf98_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Appointment",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.person",
                                verbose_name="person",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("unit_clerk", "Unit clerk"),
                                    ("unit_head", "Unit head"),
                                    ("office_clerk", "Office clerk"),
                                    ("section_chief", "Section chief"),
                                    ("office_leader", "Office leader"),
                                    ("discipline_observer", "Discipline observer"),
                                    ("partner", "Partner department member"),
                                    ("system_admin", "System administrator"),
                                    ("security_admin", "Security administrator"),
                                    ("audit_admin", "Audit administrator"),
                                ],
                                max_length=24,
                                verbose_name="role",
                            ),
                        ),
                        (
                            "office",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.office",
                            ),
                        ),
                        (
                            "section",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.section",
                            ),
                        ),
                        (
                            "unit",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.unit",
                            ),
                        ),
                        (
                            "partner",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="organizations.partner",
                            ),
                        ),
                        ("since", models.DateField(verbose_name="from")),
                        ("until", models.DateField(blank=True, null=True, verbose_name="until")),
                    ],
                    options={
                        "ordering": ["person", "since", "pk"],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("office", None),
                                        ("partner", None),
                                        ("role__in", ["unit_clerk", "unit_head"]),
                                        ("section", None),
                                        ("unit__isnull", False),
                                    ),
                                    models.Q(
                                        ("office__isnull", False),
                                        ("partner", None),
                                        (
                                            "role__in",
                                            [
                                                "audit_admin",
                                                "discipline_observer",
                                                "office_clerk",
                                                "office_leader",
                                                "section_chief",
                                                "security_admin",
                                                "system_admin",
                                            ],
                                        ),
                                        ("unit", None),
                                    ),
                                    models.Q(
                                        ("office", None),
                                        ("partner__isnull", False),
                                        ("role", "partner"),
                                        ("section", None),
                                        ("unit", None),
                                    ),
                                    _connector="OR",
                                ),
                                name="appointment_role_fits_its_body",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("until", None), ("until__gte", models.F("since")), _connector="OR"),
                                name="appointment_ends_after_it_begins",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalHandover",
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
                        ("last_day", models.DateField(verbose_name="last day of the predecessor")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("effected_on", models.DateField(blank=True, null=True)),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "given_up",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.appointment",
                            ),
                        ),
                        (
                            "taken_up",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                db_index=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                to="organizations.appointment",
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
                        "verbose_name": "historical handover",
                        "verbose_name_plural": "historical handovers",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_f99b14_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Handover",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "given_up",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="handed_over",
                                to="organizations.appointment",
                            ),
                        ),
                        (
                            "taken_up",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="taken_over",
                                to="organizations.appointment",
                            ),
                        ),
                        ("last_day", models.DateField(verbose_name="last day of the predecessor")),
                        ("reason", models.TextField(verbose_name="reason")),
                        ("effected_on", models.DateField(blank=True, null=True)),
                    ],
                    options={
                        "ordering": ["-last_day", "-pk"],
                        "indexes": [],
                        "constraints": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalAccount",
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
                            "username",
                            models.CharField(
                                max_length=60,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="user name",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "status",
                            models.CharField(
                                choices=[("created", "Created"), ("active", "Active"), ("suspended", "Suspended")],
                                default="created",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "password_changed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="password changed"),
                        ),
                        (
                            "must_change_password",
                            models.BooleanField(default=True, verbose_name="must change the password"),
                        ),
                        ("is_system", models.BooleanField(default=False, verbose_name="the system itself")),
                        ("history_change_reason", models.TextField(null=True)),
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
                                verbose_name="person",
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
                        "verbose_name": "historical account",
                        "verbose_name_plural": "historical accounts",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_572980_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="Account",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        (
                            "username",
                            models.CharField(
                                max_length=60,
                                unique=True,
                                validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                                verbose_name="user name",
                            ),
                        ),
                        (
                            "person",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="account",
                                to="organizations.person",
                                verbose_name="person",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                        (
                            "status",
                            models.CharField(
                                choices=[("created", "Created"), ("active", "Active"), ("suspended", "Suspended")],
                                default="created",
                                max_length=10,
                                verbose_name="status",
                            ),
                        ),
                        (
                            "language",
                            models.CharField(
                                choices=[("zh-hans", "Chinese"), ("en", "English")],
                                default="zh-hans",
                                max_length=10,
                                verbose_name="language",
                            ),
                        ),
                        (
                            "password_changed_at",
                            models.DateTimeField(blank=True, null=True, verbose_name="password changed"),
                        ),
                        (
                            "must_change_password",
                            models.BooleanField(default=True, verbose_name="must change the password"),
                        ),
                        ("is_system", models.BooleanField(default=False, verbose_name="the system itself")),
                    ],
                    options={
                        "verbose_name": "account",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("is_system", True)),
                                fields=("is_system",),
                                name="one_system_account",
                            )
                        ],
                        "indexes": [],
                    },
                ),
                migrations.CreateModel(
                    name="HistoricalApiToken",
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
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "scope",
                            models.CharField(
                                choices=[("read", "Read"), ("write", "Read and act")],
                                max_length=5,
                                verbose_name="scope",
                            ),
                        ),
                        ("hint", models.CharField(max_length=12)),
                        ("created_on", models.DateField(verbose_name="created")),
                        ("expires_on", models.DateField(verbose_name="valid until")),
                        ("revoked_on", models.DateField(blank=True, null=True, verbose_name="revoked")),
                        ("history_change_reason", models.TextField(null=True)),
                        (
                            "account",
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
                        "verbose_name": "historical api token",
                        "verbose_name_plural": "historical api tokens",
                        "ordering": ("-history_id",),
                        "get_latest_by": ("history_id",),
                        "indexes": [models.Index(fields=["id", "history_id"], name="organizatio_id_78d868_idx")],
                        "constraints": [],
                    },
                    bases=(simple_history.models.HistoricalChanges, models.Model),
                ),
                migrations.CreateModel(
                    name="ApiToken",
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
                                related_name="tokens",
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("name", models.CharField(max_length=60, verbose_name="name")),
                        (
                            "scope",
                            models.CharField(
                                choices=[("read", "Read"), ("write", "Read and act")],
                                max_length=5,
                                verbose_name="scope",
                            ),
                        ),
                        ("hint", models.CharField(max_length=12)),
                        ("digest", models.CharField(max_length=64, unique=True)),
                        ("created_on", models.DateField(verbose_name="created")),
                        ("expires_on", models.DateField(verbose_name="valid until")),
                        ("revoked_on", models.DateField(blank=True, null=True, verbose_name="revoked")),
                        ("last_used_at", models.DateTimeField(blank=True, null=True, verbose_name="last used")),
                    ],
                    options={
                        "ordering": ["-pk"],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("revoked_on", None)),
                                fields=("account", "name"),
                                name="token_name_once_in_force",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("expires_on__gte", models.F("created_on"))),
                                name="token_expires_later",
                            ),
                        ],
                        "indexes": [],
                    },
                ),
            ],
        ),
    ]
