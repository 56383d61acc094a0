"""Whatever comes over the socket in the place of an answer is one of the errors that callers know, or an answer."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from supervision.messenger.errors import MessengerError
from tests.contract.test_endings import answering, client
from tests.drawn_answers import PROFILE, SOAK, bodies

FEW = 60
statuses = st.integers(0, 999).map(str) | st.sampled_from(["100", "101", "103", "200", "204", "302", "304", "407", "x"])
LINES = [
    b"Content-Encoding: gzip",
    b"Content-Encoding: gzip, deflate",
    b"Content-Length: 5",
    b"Content-Length: 99999999999999999999",
    b"Content-Length: -1",
    b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: \xff",
    b"Location: http://[::1",
    b"Location: https://elsewhere.example:99999/",
    b"Location: \xff\xfe//",
    b"Location:",
    b"Set-Cookie: a=b; Domain=; Expires=Thu, 99 Foo 99999 99:99:99 GMT; Max-Age=x",
    b"Set-Cookie: \xff=\x01; Version=99999999999999999999",
    b"Content-Type: application/json; charset=utf-99",
    b"Upgrade: websocket",
    b"Connection: \xe2\x98\x83",
    b"no header at all",
    b" folded: line",
]
headers = st.lists(st.sampled_from(LINES) | st.binary(max_size=20), max_size=5)
answers = st.tuples(statuses, headers, bodies)


def put_to_the_test(status: str, lines: list[bytes], body: bytes) -> None:
    sent = b"\r\n".join([f"HTTP/1.1 {status} Any".encode(), *lines, b"", body])

    def parts() -> Iterator[bytes]:
        yield sent

    with answering(parts) as url, client(url) as account:
        for call in (account.me, lambda: account.edit_chat(-5, title="Дом"), lambda: account.chat(-5)):
            try:
                call()
            except MessengerError as error:
                assert str(error).isprintable()


@example(("302", [b"Location: http://[::1"], b""))
@example(("302", [b"Location: \xff\xfe//"], b""))
@example(("200", [LINES[11]], b"{}"))
@example(("200", [LINES[12]], b"{}"))
@settings(max_examples=FEW, derandomize=True, **PROFILE)
@given(answers)
def test_any_bytes_are_an_answer_or_an_error_that_is_known(answer: tuple[str, list[bytes], bytes]) -> None:
    put_to_the_test(*answer)


@pytest.mark.skipif(not SOAK, reason="new answers are for `make soak`")
@settings(max_examples=10 * SOAK or 1, **PROFILE)
@given(answers)
def test_any_other_bytes_are_an_answer_or_an_error_that_is_known(answer: tuple[str, list[bytes], bytes]) -> None:
    put_to_the_test(*answer)
