from __future__ import annotations


def test_what_one_account_typed_is_not_saved_in_the_session_of_another(world, as_):
    lesson = world.lessons["algebra"][0]
    given = {"lesson": lesson.pk, "work": "", "student": world.egor.pk, "text": "5", "was": ""}
    account = world.teacher.account.pk
    client = as_(world.teacher)
    headers = {"Accept": "application/json"}

    refused = client.post(
        "/journal/cell/", given, headers={**headers, "X-Account": str(world.other_teacher.account.pk)}
    )
    accepted = client.post("/journal/cell/", given, headers={**headers, "X-Account": str(account)})

    assert (refused.status_code, refused.json()["sign_in"]) == (401, True)
    assert (accepted.status_code, accepted.json()["text"]) == (200, "5")
