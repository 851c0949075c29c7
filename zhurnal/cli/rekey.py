"""`zhurnal rekey`: a new data key, and every sealed value sealed with it; and what is said when the key does not fit."""

from __future__ import annotations

import sys

NO_KEY = (
    "Ключ личных данных не подходит к этой базе: СНИЛС, адреса и сведения о здоровье не читаются, остальное работает.\n"
    "Верните файл {file} (или ZHURNAL_DATA_KEY) из той же копии, что и база."
)


def warn_of_key() -> bool:
    """Say on the error output when sealed values can't be read with the key at hand; answers whether they can."""
    from zhurnal.core import sealed, secret

    if sealed.key_fits():
        return True
    print(NO_KEY.format(file=secret.key_file()), file=sys.stderr, flush=True)
    return False


def rekey() -> int:
    """Put a new key before the others and seal everything anew; 1 when the present key does not read what stands.

    The older keys stay: the log's old entries are sealed with them, and the oldest one finds people by СНИЛС.
    """
    from django.conf import settings

    from zhurnal.core import sealed, secret

    if not warn_of_key():
        return 1
    if settings.DATA_KEY:
        print("Ключи заданы переменной ZHURNAL_DATA_KEY: новым считается первый из них.")
    else:
        secret.add_key()
        print(f"Новый ключ записан первой строкой в {secret.key_file()}.")
    print(f"Зашифровано заново значений: {sealed.reseal()}.")
    print("Прежние ключи не удаляйте: ими читаются старые записи журнала действий. Сделайте копию папки keys.")
    return 0
