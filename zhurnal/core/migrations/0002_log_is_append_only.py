"""The database itself refuses to change or delete the log."""

from django.db import migrations

from zhurnal.core.sql import append_only, deleted_only_if


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [
        append_only("core_entry"),
        append_only("core_destruction"),
        deleted_only_if(
            "core_payload",
            "EXISTS (SELECT 1 FROM core_destruction d JOIN core_entry e ON e.chain_id = d.chain_id WHERE e.id = OLD.entry_id)",
        ),
    ]
