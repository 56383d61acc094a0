"""How soon a notice is told, and how many become one."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from supervision.conversation import texts
from supervision.notice_kinds import NoticeChannel, NoticeKind, NoticePace
from supervision.notices import paces

OMSK, KALININGRAD = ZoneInfo("Asia/Omsk"), ZoneInfo("Europe/Kaliningrad")
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
INSTANTS = st.timedeltas(timedelta(0), timedelta(days=1500)).map(lambda span: FIRST + span)


@pytest.mark.parametrize(
    ("at", "zone", "due"),
    [
        ("2026-11-20T01:59:59", OMSK, "2026-11-20T02:00:00"),  # eight in Omsk
        ("2026-11-20T02:00:00", OMSK, "2026-11-21T02:00:00"),
        ("2026-11-20T02:00:00", KALININGRAD, "2026-11-20T06:00:00"),
        ("2026-11-20T23:30:00", KALININGRAD, "2026-11-21T06:00:00"),  # the next day has begun there
    ],
)
def test_the_digest_is_sent_at_eight_on_the_regions_clock(at: str, zone: ZoneInfo, due: str) -> None:
    now = datetime.fromisoformat(at).replace(tzinfo=UTC)
    expected = datetime.fromisoformat(due).replace(tzinfo=UTC)
    assert paces.due_at(NoticePace.MORNING, NoticeChannel.EMAIL, now, zone) == expected


@given(INSTANTS, st.sampled_from([OMSK, KALININGRAD]))
def test_a_digest_comes_within_a_day_and_never_before(now: datetime, zone: ZoneInfo) -> None:
    due = paces.morning_after(now, zone)
    assert due > now and (due - now).total_seconds() <= 86400 and due.astimezone(zone).hour == paces.MORNING


@given(st.lists(st.sampled_from(list(NoticeKind))))
def test_every_notice_is_in_one_line_and_no_kind_has_more_than_five(kinds: list[NoticeKind]) -> None:
    together = paces.coalesced(kinds, lambda kind: kind)
    assert sum(each.count for each in together) == len(kinds)
    assert all(each.lines <= paces.MOST_OF_A_KIND for each in together)
    counts = {kind: kinds.count(kind) for kind in set(kinds)}
    assert paces.unread(counts) == sum(each.lines for each in together)
    assert [each.kind for each in together] == [kind for kind in NoticeKind if kind in kinds]


@pytest.mark.parametrize(("count", "lines"), [(1, 1), (5, 5), (6, 1), (400, 1)])
def test_more_than_five_are_one(count: int, lines: int) -> None:
    (together,) = paces.coalesced([NoticeKind.ORDER] * count, lambda kind: kind)
    assert (together.lines, together.is_one) == (lines, lines == 1 and count > 1)


@pytest.mark.parametrize("kind", list(NoticeKind))
@pytest.mark.parametrize("channel", list(NoticeChannel))
def test_a_wish_counts_and_what_cannot_be_wished_does_not(kind: NoticeKind, channel: NoticeChannel) -> None:
    default = paces.pace_of({}, kind, channel)
    assert default in paces.PACES[channel] and default is not NoticePace.NEVER
    for pace in NoticePace:
        expected = pace if pace in paces.PACES[channel] else default
        assert paces.pace_of({(kind, channel): pace}, kind, channel) is expected


def test_presses_go_round_all_paces() -> None:
    seen, pace = set(), NoticePace.AT_ONCE
    for _press in NoticePace:
        seen.add(pace)
        pace = paces.next_pace(pace)
    assert seen == set(NoticePace) and pace is NoticePace.AT_ONCE


def test_what_a_form_invents_is_left_out() -> None:
    sent = [
        ("order", "email", "never"),
        ("order", "pigeon", "never"),
        ("x", "email", "never"),
        ("order", "portal", "morning"),
    ]
    assert paces.chosen(sent) == {("order", "email"): "never"}


def test_the_bot_has_words_for_every_kind_and_pace() -> None:
    assert set(texts.NOTICE_KINDS) == set(NoticeKind.values) and set(texts.PACES) == set(NoticePace.values)
