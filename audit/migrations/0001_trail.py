"""Acts, events, trail rows, blocks and the head. Triggers and grants follow after every migration (audit.protection)."""

import django.db.models.deletion
from django.db import migrations, models

import audit.defaults
from audit import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        # Columns default to this function, so it must exist before the first history table.
        migrations.RunSQL(sql.ACT.statement(), "DROP FUNCTION public.ledger_act()"),
        migrations.CreateModel(
            name="Act",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=100, verbose_name="act")),
                ("xid", models.BigIntegerField(db_default=audit.defaults.CurrentTransaction(), editable=False)),
                ("at", models.DateTimeField(db_default=audit.defaults.WallClock(), editable=False, verbose_name="at")),
                ("actor_account_id", models.BigIntegerField()),
                ("actor_person_id", models.BigIntegerField(null=True)),
                ("actor_name", models.CharField(max_length=150, verbose_name="actor")),
                ("actor_unit", models.CharField(blank=True, max_length=200, verbose_name="unit")),
                ("actor_role", models.CharField(blank=True, max_length=100, verbose_name="role")),
                ("reason", models.TextField(blank=True, verbose_name="reason")),
                ("request_id", models.CharField(blank=True, max_length=64)),
                ("address", models.CharField(blank=True, max_length=45, verbose_name="address")),
                ("door", models.CharField(max_length=10, verbose_name="door")),
            ],
            options={
                "verbose_name": "act",
                "verbose_name_plural": "acts",
                "indexes": [
                    models.Index(fields=["at"], name="audit_act_at"),
                    models.Index(fields=["actor_account_id", "at"], name="audit_act_actor"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("door__in", ("page", "api", "import", "command", "task", "shell"))),
                        name="audit_act_door_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("actor_name", ""), _negated=True), models.Q(("name", ""), _negated=True)
                        ),
                        name="audit_act_named",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Block",
            fields=[
                ("seq", models.BigIntegerField(primary_key=True, serialize=False)),
                ("act_id", models.BigIntegerField()),
                ("xid", models.BigIntegerField()),
                ("row_count", models.IntegerField()),
                ("first_row", models.BigIntegerField()),
                ("last_row", models.BigIntegerField()),
                ("rows_digest", models.BinaryField()),
                ("previous_hash", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("algorithm", models.CharField(max_length=10)),
                ("sealed_at", models.DateTimeField()),
            ],
            options={
                "indexes": [models.Index(fields=["xid", "last_row"], name="audit_block_transaction")],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("seq", models.BigIntegerField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="audit_head_single")],
            },
        ),
        migrations.CreateModel(
            name="TrailRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("act_id", models.BigIntegerField()),
                ("xid", models.BigIntegerField()),
                ("table_name", models.CharField(max_length=63)),
                ("row_id", models.BigIntegerField()),
                ("ordinal", models.IntegerField()),
                ("payload", models.TextField()),
                ("hash", models.BinaryField()),
            ],
            options={
                "indexes": [models.Index(fields=["xid", "id"], name="audit_trailrow_transaction")],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("sign_in", "sign-in"),
                            ("sign_in_locked", "sign-in locked"),
                            ("sign_out", "sign-out"),
                            ("refused", "refused"),
                            ("read", "read"),
                            ("download", "download"),
                            ("export", "export"),
                            ("print", "print"),
                        ],
                        max_length=30,
                        verbose_name="kind",
                    ),
                ),
                ("at", models.DateTimeField(db_default=audit.defaults.WallClock(), editable=False, verbose_name="at")),
                ("object_kind", models.CharField(blank=True, max_length=60, verbose_name="object")),
                ("object_id", models.CharField(blank=True, max_length=64)),
                ("outcome", models.CharField(max_length=100, verbose_name="outcome")),
                ("details", models.JSONField(blank=True, default=dict, verbose_name="details")),
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
            ],
            options={
                "verbose_name": "event",
                "verbose_name_plural": "events",
                "indexes": [
                    models.Index(fields=["kind", "at"], name="audit_event_kind"),
                    models.Index(fields=["object_kind", "object_id"], name="audit_event_object"),
                ],
            },
        ),
        # Ends before the first block: 32 zero bytes stand for its predecessor.
        migrations.RunSQL(
            "INSERT INTO audit_head (id, seq, hash) VALUES (1, 0, decode(repeat('00', 32), 'hex'))",
            "DELETE FROM audit_head",
        ),
        # Transactions about to be sealed; a row lives for the moment of the commit, so it needs no log.
        migrations.RunSQL("CREATE UNLOGGED TABLE ledger_pending (xid bigint PRIMARY KEY)", "DROP TABLE ledger_pending"),
    ]
