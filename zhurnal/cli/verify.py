"""`zhurnal verify`: recompute all chains and check them against the signed heads."""

from __future__ import annotations

import sys

from zhurnal.core import heads, log


def verify(*, quiet: bool = False) -> int:
    """Print what was checked; name the first broken entry of every broken chain; 1 when anything is broken."""
    signed, forged = heads.signed_heads()
    for problem in forged:
        print(problem, file=sys.stderr)

    def progress(done: int, total: int, entries: int) -> None:
        if not quiet and (done % 100 == 0 or done == total):
            print(f"  {done} из {total} цепочек, {entries} записей", flush=True)

    chains, entries, broken = log.verify(heads=signed, progress=progress)
    for one in broken:
        print(f"Нарушено: цепочка {one.chain}, запись {one.seq}: {one.why}", file=sys.stderr)
    if gone := log.without_content():
        print(f"Без содержания по актам об уничтожении: {gone}. Сверьте с самими актами.")
    days = heads.signed_days()
    told = f"подписанных дней: {len(days)}" if days else "подписанных дней ещё нет"
    if broken or forged:
        print(
            f"Проверено цепочек: {chains}, записей: {entries}, {told}. Нарушений: {len(broken) + len(forged)}.",
            file=sys.stderr,
        )
        return 1
    print(f"Проверено цепочек: {chains}, записей: {entries}, {told}. Нарушений нет.")
    return 0
