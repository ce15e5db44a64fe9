"""Acts are found by what was done."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_trail")]

    operations = [
        migrations.AddIndex("act", models.Index(fields=["name", "at"], name="audit_act_name")),
    ]
