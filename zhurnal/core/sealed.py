"""A column that is kept sealed: text in the program, unreadable in the database, in the log and in whatever is dumped of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models

from . import secret

BATCH = 500


class SealedTextField(models.TextField[str, str]):
    """Text that is sealed with the key outside the database whenever it leaves the program; empty stays empty.

    It can't be searched or compared in the database: where a value must be found, keep `secret.match_of` of it beside.
    """

    description = "Text, sealed"

    def get_prep_value(self, value: Any) -> Any:
        """What is sent to the database: a sealed token."""
        text = super().get_prep_value(value)
        return secret.seal(text.encode()).decode() if text else text

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        """What was sealed. Raises `secret.Unsealable` without the key of this database."""
        return secret.unseal(value.encode()).decode() if value else value

    def value_to_string(self, obj: models.Model) -> str:
        """What the log and a dump of the tables keep: sealed, too."""
        return self.get_prep_value(self.value_from_object(obj)) or ""

    def get_lookup(self, lookup_name: str) -> Any:
        """None but for `isnull`: Django refuses the query, which could never find anything."""
        return super().get_lookup(lookup_name) if lookup_name == "isnull" else None


def sealed_columns() -> Iterator[tuple[type[models.Model], SealedTextField]]:
    """Every sealed column of the database."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedTextField):
                yield model, field


def first_token() -> str:
    """A token that stands in some table, empty when nothing is sealed yet."""
    for model, field in sealed_columns():
        table, column = _names(model, field)
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {column} FROM {table} WHERE {column} <> '' ORDER BY 1 LIMIT 1")
            if found := cursor.fetchone():
                return str(found[0])
    return ""


def key_fits() -> bool:
    """Whether the key at hand reads what stands in this database; nothing sealed is always read."""
    token = first_token()
    if not token:
        return True
    try:
        secret.unseal(token.encode())
    except secret.Unsealable:
        return False
    return True


def reseal() -> int:
    """Seal every value anew with the newest key, in one transaction; answers how many. The values stay what they were."""
    from django.db import transaction

    count = 0
    with transaction.atomic():
        for model, field in sealed_columns():
            count += _reseal_column(*_names(model, field))
    return count


def _reseal_column(table: str, column: str) -> int:
    """A value that somebody changes meanwhile is left alone: it is sealed with the newest key already."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, {column} FROM {table} WHERE {column} <> ''")
        rows = [(secret.rotate(token.encode()).decode(), pk, token) for pk, token in cursor.fetchall()]
        for at in range(0, len(rows), BATCH):
            sql = f"UPDATE {table} SET {column} = %s WHERE id = %s AND {column} = %s"
            cursor.executemany(sql, rows[at : at + BATCH])
    return len(rows)


def _names(model: type[models.Model], field: models.Field[Any, Any]) -> tuple[str, str]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), quote(str(field.column))
