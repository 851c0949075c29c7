from django.db import migrations, models


class Migration(migrations.Migration):
    """Marks stay new through a whole visit, so its beginning and the moment after which marks are new in it are kept."""

    dependencies = [("diary", "0001_initial")]

    operations = [
        migrations.AlterField(
            model_name="visit",
            name="seen_at",
            field=models.DateTimeField(help_text="the beginning of the latest visit"),
        ),
        migrations.AddField(
            model_name="visit",
            name="before_at",
            field=models.DateTimeField(
                blank=True, help_text="the moment after which marks are new in this visit", null=True
            ),
        ),
    ]
