"""A PDF is a kind of file by its first bytes, as a picture is."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """The further kind; files from before keep theirs."""

    dependencies = [("records", "0016_mailbot")]

    operations = [
        migrations.AlterField(
            model_name="fileversion",
            name="kind",
            field=models.CharField(
                blank=True,
                choices=[("picture", "Picture"), ("pdf", "Pdf"), ("", "Other")],
                max_length=10,
            ),
        )
    ]
