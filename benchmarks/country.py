"""A country to look at: houses over all regions with everything around them, written by a dozen set-based statements.

Triggers and foreign keys are off while it is written: the rows fit together by how they are made, and their history is
not what is measured. Region 55 is the largest.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from math import ceil
from typing import Any

from django.db import connection

from benchmarks.judgement import say
from supervision.desired.ownership import belongings
from supervision.models import Chat, Region

LARGEST, LARGEST_SHARE = "55", 0.045
MUNICIPALITIES = 40
ORPHAN = 900_000  # a messenger id that is no inspector's
HOUSES_A_COMPANY, HOUSES_AN_INSPECTOR = 40, 450
STREETS = (
    *("Ленина", "Мира", "Садовая", "Советская", "Школьная", "Молодёжная", "Гагарина", "Кирова", "Пушкина"),
    *("Набережная", "Заречная", "Лесная", "Новая", "Центральная", "Рабочая", "Степная", "Победы", "Маяковского"),
    *("Комарова", "Чкалова", "Северная", "Южная", "Полевая", "Строителей", "Энергетиков", "Дзержинского"),
    *("Красный Путь", "Герцена", "10 лет Октября", "22 Партсъезда"),
)
# every third house outside the first town; 60 numbers a street
STATEMENTS = {
    "municipalities": """
        INSERT INTO supervision_municipality (region_id, name)
        SELECT code, CASE WHEN n > 0 THEN 'Район ' || n WHEN code = '55' THEN 'г. Омск' ELSE 'г. Столица-' || code END
        FROM sizes, generate_series(0, %(municipalities)s - 1) n""",
    "inspectors": """
        INSERT INTO supervision_inspector (region_id, full_name, position, messenger_id)
        SELECT code, 'Инспектор ' || code || '-' || n, 'инспектор', 1000000 + code_number * 1000 + n
        FROM sizes, generate_series(1, inspectors) n""",
    "zones": """
        INSERT INTO supervision_zone (region_id, name, whole_region) SELECT code, 'Весь регион', true FROM sizes""",
    "zones' inspectors": """
        INSERT INTO supervision_zone_inspectors (zone_id, inspector_id)
        SELECT zone.id, person.id FROM supervision_zone zone JOIN supervision_inspector person USING (region_id)""",
    # one of each region, with whom all chats of that share are on a substitute
    "absences": """
        INSERT INTO supervision_absence
            (inspector_id, substitute_id, since, until, reason, ends_in_dismissal, closes_login)
        SELECT min(id), max(id), current_date - 3, current_date + 30, '', false, false
        FROM supervision_inspector GROUP BY region_id HAVING count(*) > 1""",
    "companies": """
        INSERT INTO supervision_organisation
            (region_id, frt_id, kind, name, full_name, inn, ogrn, inn_is_wrong, ogrn_is_wrong)
        SELECT code, n, 'uk', 'ООО «Управдом ' || code || '-' || n || '»', '',
               lpad((code_number::bigint * 10000000 + n)::text, 10, '7'),
               '1' || lpad((code_number::bigint * 10000000 + n)::text, 12, '0'), false, false
        FROM sizes, generate_series(1, companies) n""",
    "representatives": """
        INSERT INTO supervision_representative (organisation_id, full_name, messenger_id, since)
        SELECT id, 'Представитель ' || id, 5000000 + id, '2025-01-01' FROM supervision_organisation""",
    "houses": """
        INSERT INTO supervision_house (
            region_id, municipality_id, fias_guid, gis_guid, frt_id, cadastral_number, address, address_key, area, city,
            street, number, building, block, letter, kind, state, flats, floors, built_year, is_emergency)
        SELECT code, municipality.id, gen_random_uuid(), gen_random_uuid(), i, code || ':36:' || i / 1000 || ':' || i,
               shown, lower(shown), '', municipality.name, 'ул. ' || street, number::text, '', '', '',
               CASE i %% 1000 WHEN 501 THEN 'blocked' ELSE 'apartment' END,
               CASE i %% 500 WHEN 7 THEN 'demolished' ELSE 'standing' END,
               20 + i %% 200, 5 + i %% 12, 1955 + i %% 65, false
        FROM sizes
        CROSS JOIN generate_series(0, houses - 1) i
        CROSS JOIN LATERAL (SELECT CASE WHEN i %% 3 > 0 THEN 0 ELSE i / 3 %% %(municipalities)s END AS place,
            (%(streets)s::text[])[1 + i / 60 %% %(street_count)s] AS street, 1 + i %% 60 AS number) made
        JOIN LATERAL (SELECT id, name FROM places WHERE region_id = code AND n = place) municipality ON true
        CROSS JOIN LATERAL (SELECT municipality.name || ', ул. ' || street || ', д. ' || number
                || CASE WHEN i >= 1800 THEN ', корп. ' || i / 1800 ELSE '' END AS shown) address
        ORDER BY code, i""",
    "periods": """
        INSERT INTO supervision_managementperiod
            (house_id, organisation_id, kind, since, until, excluded_on, basis, document_number, source)
        SELECT house.id, company.id, 'organisation', '2020-01-01'::date + (house.frt_id %% 2000)::int, NULL::date,
               CASE WHEN house.frt_id %% 200 = 7 THEN '2026-09-01'::date END, '', '', 'register'
        FROM supervision_house house JOIN sizes ON code = house.region_id
        JOIN companies company ON company.region_id = code AND company.n = house.frt_id / 40 %% companies
        WHERE house.frt_id %% 20 > 0
        UNION ALL
        SELECT house.id, company.id, 'organisation', '2015-05-01', '2020-01-01', NULL, '', '', 'register'
        FROM supervision_house house JOIN sizes ON code = house.region_id
        JOIN companies company ON company.region_id = code AND company.n = (house.frt_id / 40 + 1) %% companies
        WHERE house.frt_id %% 3 = 0""",
    "chats": """
        INSERT INTO supervision_chat (
            house_id, region_id, messenger_id, link, linked_at, spec_version, synced_version, settled_at, frozen_reason,
            bot_state, settled_wish, differences, announcement_id, announcement_pinned, observed_at, observed_title,
            observed_description, observed_owner_id, observed_status, participants_count,
            has_company_admin)
        SELECT id, code, -70000000000 - id, 'https://max.ru/join/' || md5(id::text),
               now() - interval '90 days', 3, CASE WHEN id %% 50 = 0 THEN 2 ELSE 3 END, now() - interval '1 day',
               CASE WHEN id %% 2000 = 0 THEN 'Судебный спор' ELSE '' END,
               CASE WHEN id %% 1000 = 1 THEN 'removed' ELSE 'in_place' END, '', '[]', '', true,
               now() - id %% 86400 * interval '1 second', address, '',
               CASE id %% 700 WHEN 3 THEN %(orphan)s ELSE 1000000 + code_number * 1000 + 1 + id %% inspectors END,
               'active', CASE id %% 300 WHEN 11 THEN 3 ELSE 20 + id %% 80 END, frt_id %% 20 > 0
        FROM supervision_house JOIN sizes ON code = region_id WHERE frt_id %% 10 < 9""",
    "queue": """
        INSERT INTO supervision_syncrequest
            (chat_id, region_id, version, lane, state, not_before, attempts, failures, reason, trouble, is_approved,
             marked_at)
        SELECT id, region_id, 3, 20, CASE id %% 100 WHEN 0 THEN 'parked' WHEN 50 THEN 'waiting' ELSE 'due' END,
               now() + id %% 3600 * interval '1 second', 1, 0,
               CASE WHEN id %% 50 = 0 THEN 'Представитель ещё не вступил в чат' ELSE '' END, '', false, now()
        FROM supervision_chat WHERE id %% 25 = 0""",
    "members": """
        INSERT INTO supervision_chatmember
            (chat_id, user_id, name, alias, is_owner, is_admin, is_bot, is_participant, rights)
        SELECT chat.id, 5000000 + organisation_id, 'Представитель', '', false, true, false, true, '{write}'::varchar[]
        FROM supervision_chat chat JOIN supervision_managementperiod period USING (house_id) WHERE period.until IS NULL
        UNION ALL
        SELECT id, observed_owner_id, 'Инспектор', '', true, true, false, true, '{write}'::varchar[]
        FROM supervision_chat""",
    # all regions take turns in it
    "journal": """
        INSERT INTO supervision_messengercall
            (chat_id, region_id, step, cause, detail, started_at, answered_at, outcome, answer)
        SELECT id, region_id, 'Rename', 'wish', jsonb_build_object('title', observed_title), linked_at, linked_at,
               'done', ''
        FROM supervision_chat ORDER BY md5(id::text)""",
    # a region's line of the last month
    "snapshots": """
        INSERT INTO supervision_dailysnapshot (region_id, day, taken_at, houses, in_scope, with_chat, with_right_owner,
            with_company_admin, out_of_step, participants, work_orders, changes_due, changes_in_time, changes_late)
        SELECT code, current_date - n, now(), houses, houses, houses * 9 / 10, houses * 9 / 10, houses * 17 / 20,
               houses / 50, houses * 50, 0, 0, 0, 0
        FROM sizes, generate_series(0, 29) n""",
    "work orders": """
        INSERT INTO supervision_workorder
            (chat_id, kind, instruction, title, link, account, remark, opened_at, closed_at)
        SELECT id, 'hand_over', 'Передайте чат', observed_title, link, '', '', now(),
               CASE WHEN id %% 200 > 0 THEN now() END
        FROM supervision_chat WHERE id %% 50 = 0""",
}


def fill(houses: int) -> float:
    """Writes the country into a migrated database without houses; gives the seconds it took."""
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        _sizes(houses)
        for what in STATEMENTS:
            if what == "houses":
                _numbered()
            if what == "periods":
                with no_overlap_check():
                    write(what)
            else:
                write(what)
        _owned_by_the_rules(cursor)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("DROP TABLE sizes, places, companies")
        cursor.execute("VACUUM ANALYZE")
    return time.monotonic() - started


def _owned_by_the_rules(cursor: Any) -> None:
    """Chats of the largest region belong to whom the rules give them, but for those of nobody's."""
    region = Region.objects.get(pk=LARGEST)
    found = belongings(region, Chat.objects.exclude(observed_owner_id=ORPHAN), region.today())
    pairs = [(one.chat, one.wished) for one in found]
    cursor.execute(
        "UPDATE supervision_chat SET observed_owner_id = owner"
        " FROM unnest(%s::bigint[], %s::bigint[]) AS wished (chat, owner) WHERE id = chat",
        [list(ids) for ids in zip(*pairs, strict=True)],
    )


def write(what: str) -> None:
    parameters = {
        "municipalities": MUNICIPALITIES,
        "streets": list(STREETS),
        "street_count": len(STREETS),
        "orphan": ORPHAN,
    }
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[what], parameters)
        say(f"  {cursor.rowcount:>9,} {what:<20} {time.monotonic() - started:6.1f} s")


@contextmanager
def no_overlap_check() -> Iterator[None]:
    """Row by row the exclusion constraint takes most of the time; built at the end it checks the same."""
    name = "periods_of_a_house_do_not_overlap"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [name])
        definition = cursor.fetchone()[0]
        cursor.execute(f"ALTER TABLE supervision_managementperiod DROP CONSTRAINT {name}")
        yield
        cursor.execute(f"ALTER TABLE supervision_managementperiod ADD CONSTRAINT {name} {definition}")


def _sizes(houses: int) -> None:
    """How many of everything each region has."""
    codes = list(Region.objects.order_by("code").values_list("code", flat=True))
    largest = ceil(houses * LARGEST_SHARE)
    each, left = divmod(houses - largest, len(codes) - 1)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TEMP TABLE sizes (code text, code_number int, houses int, companies int, inspectors int)"
        )
        for number, code in enumerate(codes):
            count = largest if code == LARGEST else each + (number < left)
            row = [code, number, count, ceil(count / HOUSES_A_COMPANY), ceil(count / HOUSES_AN_INSPECTOR)]
            cursor.execute("INSERT INTO sizes VALUES (%s, %s, %s, %s, %s)", row)


def _numbered() -> None:
    """Municipalities and companies of each region from nought, so that houses are dealt out by remainder."""
    numbered = "SELECT region_id, id, name, row_number() OVER (PARTITION BY region_id ORDER BY id) - 1 AS n FROM"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE places AS {numbered} supervision_municipality")
        cursor.execute(f"CREATE TEMP TABLE companies AS {numbered} supervision_organisation")
        for table in ("sizes", "places", "companies"):
            cursor.execute(f"ANALYZE {table}")
