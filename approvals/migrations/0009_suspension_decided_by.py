import django.db.models.deletion
from django.db import migrations, models

# Until now the office was inferred: that of the row where its recorder ever led it, else the one above. What a new column
# holds at first is schema, not an act, so the triggers that want an act for each change stand aside for this statement.
BACKFILL = """
ALTER TABLE approvals_suspension DISABLE TRIGGER USER;
UPDATE approvals_suspension s SET deciding_office_id = CASE
  WHEN o.superior_id IS NULL OR EXISTS (
    SELECT FROM organizations_appointment a
     WHERE a.person_id = s.recorded_by_id AND a.office_id = s.office_id AND a.role = 'office_leader')
  THEN s.office_id ELSE o.superior_id END
  FROM organizations_office o WHERE o.id = s.office_id;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED;
ALTER TABLE approvals_suspension ENABLE TRIGGER USER;
"""


def _office(*, null: bool) -> models.Field:
    return models.ForeignKey(
        null=null, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organizations.office"
    )


class Migration(migrations.Migration):
    """The office that decided a suspension is kept with it. The way back only drops the column."""

    dependencies = [
        ("approvals", "0008_routed_further"),
        ("organizations", "0001_ledger"),
    ]

    operations = [
        migrations.AddField(model_name="suspension", name="deciding_office", field=_office(null=True)),
        migrations.AddField(
            model_name="historicalsuspension",
            name="deciding_office",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to="organizations.office",
            ),
        ),
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.AlterField(model_name="suspension", name="deciding_office", field=_office(null=False)),
    ]
