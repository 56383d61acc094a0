"""Programs of the interface as their administrator meets them: a secret shown once, what a receiver did not take."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

from portal import Portal
from screen import PICTURES

from conftest import Opens


@contextmanager
def receiver(port: int) -> Iterator[list[Any]]:
    """Takes what is posted to it."""
    taken: list[Any] = []

    class Takes(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((self.headers["webhook-id"], json.loads(body)))
            self.send_response(204)
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing is said of it."""

    server = HTTPServer(("127.0.0.1", port), Takes)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield taken
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_program_is_created_and_its_secret_shown_once(opens: Opens) -> None:
    screen = opens("admin")
    screen.open("/admin/supervision/apiclient/add/")
    screen.page.locator("input[name=name]").fill("ГИС ЖКХ, обмен")
    screen.page.get_by_label(re.compile("Тульская")).check()
    screen.page.locator("input[name=scopes]").first.check()
    screen.assert_sound("program-new")
    screen.page.locator("[name=_save]").click()
    screen.says("Скопируйте сейчас").wait_for()
    secret = screen.page.locator("code").last.inner_text()
    assert len(secret) > 20
    screen.assert_sound("program-secret")
    screen.show("programs")
    screen.page.get_by_role("link", name="К программе").click()
    screen.says("Последние запросы").wait_for()
    assert secret not in screen.page.content()
    screen.assert_sound("program")


def test_only_an_administrator_sees_programs(opens: Opens) -> None:
    for name in ("head", "analyst", "inspector"):
        assert opens(name).answer("/admin/supervision/apiclient/") == 403


def test_the_description_of_the_interface_opens(opens: Opens) -> None:
    screen = opens("admin")
    screen.open("/api/docs/")
    screen.page.locator(".opblock").first.wait_for()
    screen.picture(PICTURES / "api-docs.png")


def test_a_message_that_was_given_up_is_sent_again(opens: Opens, portal: Portal) -> None:
    screen = opens("admin")
    screen.open("/admin/supervision/webhookendpoint/")
    screen.assert_sound("list-webhookendpoint")
    screen.page.locator("#result_list a[href*='/webhookendpoint/']").first.click()
    screen.says("не доставлено: 1").wait_for()
    screen.assert_sound("webhook")
    screen.says("не доставлено: 1").click()
    screen.assert_sound("list-webhookdelivery")
    screen.page.locator("#result_list a[href*='/webhookdelivery/']").first.click()
    screen.says("Connection refused").wait_for()
    screen.assert_sound("delivery-given-up")
    with receiver(portal.scene["receiver"]) as taken:
        screen.button("Отправить ещё раз").click()
        screen.wait_for("Принято")
    assert "msg_lost" in [message for message, _body in taken]
    screen.assert_sound("delivery-taken")
