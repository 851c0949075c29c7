from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhurnal.people import rules

signs = st.text(alphabet=rules.CODE_SIGNS, min_size=15, max_size=15)


def test_a_code_has_at_least_sixty_bits() -> None:
    assert len(rules.CODE_SIGNS) ** (rules.CODE_LENGTH - 1) > 2**60


def test_the_check_sign_is_reckoned_by_hand() -> None:
    # All values 0 but the fifteenth: 15·1 + 16·v ≡ 0 (mod 17), 16 ≡ −1, so v = 15: the sign «T».
    assert rules.check_sign("22222222222222" + "3") == "T"
    assert rules.check_sign("2" * 15) == "2"


@given(signs, st.integers(0, 15), st.sampled_from(rules.CODE_SIGNS))
def test_every_single_wrong_sign_is_caught(first: str, place: int, other: str) -> None:
    code = first + rules.check_sign(first)
    wrong = code[:place] + other + code[place + 1 :]
    assert bool(rules.code_mistake(wrong)) == (wrong != code)


@given(signs, st.integers(0, 15), st.integers(0, 15))
def test_every_two_signs_that_changed_places_are_caught(first: str, one: int, two: int) -> None:
    code = list(first + rules.check_sign(first))
    good = "".join(code)
    code[one], code[two] = code[two], code[one]
    assert bool(rules.code_mistake("".join(code))) == ("".join(code) != good)


@given(st.integers())
def test_made_codes_are_good_and_typed_back(seed: int) -> None:
    code = rules.make_code(Random(seed).choice)
    assert rules.code_mistake(code) == ""
    printed = rules.code_in_groups(code)
    assert [len(group) for group in printed.split("-")] == [4, 4, 4, 4]
    assert rules.read_code(printed) == code


@given(st.integers())
def test_a_code_may_be_typed_with_cyrillic_letters_in_any_case(seed: int) -> None:
    code = rules.make_code(Random(seed).choice)
    cyrillic = code.translate(str.maketrans("ACEHKMPTX", "АСЕНКМРТХ"))
    assert rules.read_code(f" {cyrillic.lower()} ") == code


@pytest.mark.parametrize("sign", "0OОIl1LВB8ZSG")
def test_look_alikes_are_not_among_the_signs_but_one_of_each(sign: str) -> None:
    assert (sign in rules.CODE_SIGNS) == (sign == "8")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("A2C4", "введено 4"),
        ("ДДДД-2222-2222-2222", "«Д»"),
        ("2222-2222-2222-2223", "опечатка"),
        ("2222-2222-2222-2222", ""),
    ],
)
def test_what_is_wrong_with_a_code_is_said(typed: str, words: str) -> None:
    mistake = rules.code_mistake(rules.read_code(typed))
    assert words in mistake
    assert bool(words) == bool(mistake)


@pytest.mark.parametrize(
    ("name", "logins"),
    [
        (("Белова", "Анна", "Игоревна"), ["belova", "belova.a", "belova.ai", "belova.anna"]),
        (("Щёкин-Юрьев", "Яков", ""), ["shchekinyurev", "shchekinyurev.y", "shchekinyurev.yakov"]),
        (("Ли", "Ян", ""), ["li.y", "li.yan"]),
    ],
)
def test_logins_are_offered_by_name(name: tuple[str, str, str], logins: list[str]) -> None:
    offered = rules.suggested_logins(*name)
    assert offered == logins
    assert all(rules.login_mistake(login) == "" for login in offered)


@pytest.mark.parametrize(
    ("taken", "login"),
    [
        (set(), "belova"),
        ({"belova"}, "belova.a"),
        ({"belova", "belova.a"}, "belova2"),
        ({"belova", "belova.a", "belova2"}, "belova3"),
    ],
)
def test_the_first_free_login(taken: set[str], login: str) -> None:
    assert rules.first_free(["belova", "belova.a"], taken) == login


@pytest.mark.parametrize("login", ["", "ab", "белова", "Belova", "-abc", "abc-", "a b c", "a" * 61])
def test_logins_that_may_not_be(login: str) -> None:
    assert rules.login_mistake(login)


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (
            "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/109.0 YaBrowser/23 Safari/537.36",
            "Яндекс Браузер, Windows",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 16_0 like Mac OS X) Version/16.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:115.0) Gecko/20100101 Firefox/115.0", "Firefox, Linux"),
        ("curl/8", "неизвестное устройство"),
    ],
)
def test_devices_in_few_words(agent: str, words: str) -> None:
    assert rules.device(agent) == words


@pytest.mark.parametrize(
    ("key", "value", "good"),
    [
        ("access.code_days", 14, True),
        ("access.code_days", 0, False),
        ("access.code_days", 1.5, False),
        ("access.code_days", True, False),
        ("journal.allow_one", True, True),
        ("journal.allow_one", 1, False),
    ],
)
def test_settings_keep_their_bounds(key: str, value: float, good: bool) -> None:
    assert (rules.setting_mistake(key, value) == "") == good
