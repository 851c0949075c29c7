"""One person holds one role, and one adult one child, once at a time."""

from django.db import migrations

from zhurnal.core.sql import no_overlap


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]
    operations = [
        no_overlap("people_appointment", "person_id", "role"),
        no_overlap("people_guardianship", "parent_id", "child_id"),
    ]
