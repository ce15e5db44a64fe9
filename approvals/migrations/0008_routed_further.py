import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Where the office above sent a matter on. Empty for all until now: each was with the office directly above."""

    dependencies = [
        ("approvals", "0007_exception_of_the_record"),
        ("organizations", "0001_ledger"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="routed_to",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organizations.office",
            ),
        ),
        migrations.AddField(
            model_name="historicalapplication",
            name="routed_to",
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
    ]
