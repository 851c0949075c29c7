"""`zhurnal verify`: recompute all chains, check them against the signed heads, and the tables against them."""

from __future__ import annotations

import sys

from zhurnal.core import heads, log
from zhurnal.core.standing import Standing

from .rekey import warn_of_key

MOST_NAMED = 50


def verify(*, quiet: bool = False) -> int:
    """Print what was checked; name the first broken entry of every broken chain, and rows that stand otherwise; 1 when any is."""
    signed, forged = heads.signed_heads()
    for problem in forged:
        print(problem, file=sys.stderr)

    def progress(done: int, total: int, entries: int) -> None:
        if not quiet and (done % 100 == 0 or done == total):
            print(f"  {done} из {total} цепочек, {entries} записей", flush=True)

    standing = Standing()
    chains, entries, broken = log.verify(heads=signed, progress=progress, reader=standing)
    standing.look_for_unlogged()
    for one in broken:
        print(f"Нарушено: цепочка {one.chain}, запись {one.seq}: {one.why}", file=sys.stderr)
    for words in standing.found[:MOST_NAMED]:
        print(f"Нарушено: {words}", file=sys.stderr)
    if gone := log.without_content():
        print(f"Без содержания по актам об уничтожении: {gone}. Сверьте с самими актами.")
    days = heads.signed_days()
    told = f"подписанных дней: {len(days)}" if days else "подписанных дней ещё нет"
    unread = not warn_of_key()
    if wrong := len(broken) + len(forged) + len(standing.found) + unread:
        print(f"Проверено цепочек: {chains}, записей: {entries}, {told}. Нарушений: {wrong}.", file=sys.stderr)
        return 1
    print(f"Проверено цепочек: {chains}, записей: {entries}, {told}. Нарушений нет.")
    return 0
