"""The icon of a chat: by address, or uploaded first."""

import pytest

PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


def set_icon(place, chat_id, icon):
    return place.raw("PATCH", f"/chats/{chat_id}", json={"icon": icon})


def address(place, kind="image"):
    return place.raw("POST", f"/uploads?type={kind}").json()


def post_file(place, url, content=PNG, **options):
    path = url.removeprefix(place.url)
    assert path != url, "the address is one of this emulator"
    return place.raw("POST", path, token="", files={"data": ("icon.png", content)}, **options)


def test_an_icon_by_address_is_seen_in_the_chat(place, chat_id):
    icon = {"url": "https://portal.example/icon.png"}
    assert set_icon(place, chat_id, icon).json()["icon"] == icon
    assert place.raw("GET", f"/chats/{chat_id}").json()["icon"] == icon


def test_an_uploaded_image_becomes_the_icon(place, chat_id):
    uploaded = post_file(place, address(place)["url"]).json()
    first = set_icon(place, chat_id, uploaded).json()["icon"]["url"]
    (photo,) = uploaded["photos"].values()
    assert set_icon(place, chat_id, {"token": photo["token"]}).json()["icon"]["url"] == first


def test_an_address_takes_one_file(place):
    url = address(place)["url"]
    assert post_file(place, url).status_code == 200
    assert post_file(place, url).status_code == 404


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7"])
def test_what_is_no_image_is_refused(place, content):
    assert post_file(place, address(place)["url"], content).status_code == 400


def test_bytes_without_a_form_are_taken_as_the_file(place):
    url = address(place)["url"].removeprefix(place.url)
    assert "photos" in place.raw("POST", url, content=PNG).json()


def test_a_video_has_its_token_before_the_upload(place):
    place_for_it = address(place, "video")
    assert post_file(place, place_for_it["url"], b"film").json() == {"token": place_for_it["token"]}


def test_an_image_that_was_not_uploaded_is_not_ready(place, chat_id):
    answer = set_icon(place, chat_id, {"token": "image-1"})
    assert (answer.status_code, answer.json()["code"]) == (400, "attachment.not.ready")


@pytest.mark.parametrize(
    "icon", [{}, {"url": "https://a.example/i", "token": "image-1"}, {"url": ""}, {"url": 5}, {"photos": {}}, 5]
)
def test_an_icon_is_exactly_one_of_address_token_and_photo(place, chat_id, icon):
    assert set_icon(place, chat_id, icon).json()["code"] == "proto.payload"


def test_a_null_icon_leaves_it(place, chat_id):
    set_icon(place, chat_id, {"url": "https://portal.example/icon.png"})
    assert set_icon(place, chat_id, None).json()["icon"]["url"] == "https://portal.example/icon.png"
