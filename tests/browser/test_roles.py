"""A stranger's house does not exist, and a reader changes nothing."""

from portal import Portal

from conftest import Opens


def pages(portal: Portal) -> list[str]:
    house = portal.scene["managed"][0]
    return [f"/admin/supervision/{model}/{house[model]}/change/" for model in ("house", "chat")]


def test_a_stranger_is_told_that_there_is_no_such_house(opens: Opens, portal: Portal) -> None:
    screen = opens("stranger")
    assert [screen.answer(path) for path in pages(portal)] == [404, 404]


def test_whoever_did_not_sign_in_is_sent_to_do_so(opens: Opens, portal: Portal) -> None:
    screen = opens(None)
    assert [screen.answer(path) for path in pages(portal)] == [302, 302]


def test_an_analyst_reads_and_may_not_replace_a_company(opens: Opens, portal: Portal) -> None:
    screen = opens("analyst")
    assert [screen.answer(path) for path in pages(portal)] == [200, 200]
    assert screen.answer(f"/admin/supervision/house/{portal.scene['managed'][0]['house']}/replace-company/") == 403
