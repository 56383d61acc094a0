"""The kinds of files by name, column by column. `declared.py` says what a declaration is.

The numbers of the examples are those of published samples: their check digits hold, and no house has these GUIDs.
"""

from django.utils.translation import gettext_lazy as _

from supervision.registry.sources.declared import KindOfFile, SourceColumn

GUIDS = ("eeeeeeee-0000-4000-8000-000000000001", "eeeeeeee-0000-4000-8000-000000000002")
NOTHING = ("", "")


def _needed(caption: str, meaning: object, *examples: str) -> SourceColumn:
    return SourceColumn((caption,), meaning, examples)


def _optional(caption: str, meaning: object, *examples: str) -> SourceColumn:
    return SourceColumn((caption,), meaning, examples, is_needed=False)


def _by_name(*columns: SourceColumn) -> dict[str, SourceColumn]:
    return {column.captions[0].lower(): column for column in columns}


FRT_HOUSES = KindOfFile(
    "frt_houses",
    _("the ФРТ file of houses (export-reestrmkd)"),
    _by_name(
        _needed("houseguid", _("ФИАС GUID of the house: by it the house is known in every file"), *GUIDS),
        _needed("management_organization_id", _("number of the company in the file of organisations"), "501", "502"),
        _needed("house_type", _("kind of the house"), *(("Многоквартирный дом",) * 2)),
        _needed("living_quarters_count", _("number of flats"), "60", "24"),
        _needed("formalname_region", _("name of the region, without its type"), "Омская", "Омская"),
        _needed("shortname_area", _("type of the district"), "", "р-н."),
        _needed("formalname_area", _("name of the district"), "", "Тарский"),
        _needed("shortname_city", _("type of the settlement"), "г.", "г."),
        _needed("formalname_city", _("name of the settlement"), "Омск", "Тара"),
        _needed("shortname_street", _("type of the street"), "ул.", "пр-кт."),
        _needed("formalname_street", _("name of the street"), "Мира", "Мира"),
        _needed("house_number", _("house number, as text: a spreadsheet makes a date of 5/1"), "5/1", "12"),
        _needed("building", _("number of the строение"), *NOTHING),
        _needed("block", _("number of the корпус"), "", "2"),
        _needed("letter", _("литера"), *NOTHING),
        _needed("address", _("the whole address; read where the parts are empty"), *NOTHING),
        _optional("id", _("number of the house in ФРТ"), "9001", "9002"),
        _optional("quarters_count", _("number of premises; read where there is no number of flats"), "60", "24"),
        _optional("floor_count_max", _("number of floors"), "5", "3"),
        _optional("built_year", _("year of construction"), "1970", "1985"),
        _optional("is_alarm", _("whether the house is dangerous: Да or Нет"), "Нет", "Нет"),
    ),
)
FRT_ORGANISATIONS = KindOfFile(
    "frt_organisations",
    _("the ФРТ file of organisations (export-reestruo)"),
    _by_name(
        _needed("id", _("number by which the file of houses names the company"), "501", "502"),
        _needed("name_full", _("full name"), "ООО «Пример»", "ТСЖ «Образец»"),
        _needed("name_short", _("short name, as it stands in the chats"), "ООО «Пример»", "ТСЖ «Образец»"),
        _needed("inn", _("ИНН, as text"), "7830002293", "7707083893"),
        _needed("orn", _("ОГРН or ОГРНИП, as text"), "1036102003618", "1146181000460"),
    ),
)
HOUSING_STOCK = KindOfFile(
    "housing_stock",
    _("the ОЖФ file of the housing stock"),
    _by_name(
        _needed("Глобальный уникальный идентификатор дома по ФИАС", _("one ФИАС GUID, or several by ;"), GUIDS[0],
                GUIDS[0]),
        _needed("Тип помещения (блока)", _("empty in the line of the house itself"), "", "Жилое"),
        _needed("ОГРН организации, осуществляющей управление домом", _("ОГРН or ОГРНИП, as text"),
                *(("1036102003618",) * 2)),
        _needed("Номер комнаты", _("filled in for a room: rooms are no flats"), *NOTHING),
        _needed("Адрес ОЖФ", _("the address in one line"), *(("644000, Омская обл, г. Омск, ул. Мира, д. 5/1",) * 2)),
        _needed("Способ управления", _("УО, ТСЖ, НУ and so on"), "УО", "УО"),
        _needed("Наименование организации, осуществляющей управление домом", _("name"), *(("ООО «Пример»",) * 2)),
        _needed("Тип дома", _("kind of the house"), *(("Многоквартирный",) * 2)),
        _needed("Состояние", _("Исправный, Ветхий, Аварийный"), *(("Исправный",) * 2)),
        _optional("Кадастровый номер", _("cadastral number"), "55:36:000000:1", "55:36:000000:101"),
        _optional("Глобальный уникальный идентификатор дома", _("ГИС ЖКХ GUID, another than that of ФИАС"),
                  *(("b0000000-0000-4000-8000-000000000001",) * 2)),
        _optional("Дата сноса объекта", _("filled in: the house is no more; no chat is made for it"), *NOTHING),
    ),
)  # fmt: skip
LICENCES = KindOfFile(
    "licences",
    _("the licence register"),
    {
        "number": _needed("Номер лицензии", _("number of the licence, as text"), "055000001", "055000002"),
        "issued_on": _needed("Дата лицензии", _("day of issue, 31.12.2026"), "30.04.2015", "30.04.2015"),
        "status": _needed("Статус лицензии", _("in force or not"), "Действующая", "Действующая"),
        "name": _needed("Наименование/ ФИО лицензиата", _("name"), "ООО «Пример»", "ООО «Образец»"),
        "inn": _needed("ИНН", _("ИНН, as text"), "7830002293", "7707083893"),
        "ogrn": _needed("ОГРН/ ОГРНИП", _("ОГРН or ОГРНИП, as text"), "1036102003618", "1146181000460"),
        "address": _needed("Адрес многоквартирного дома", _("the address in one line"),
                           "обл Омская, г Омск, ул Мира, д. 5/1", "обл Омская, г Омск, ул Мира, д. 12"),
        "guid": _needed("Код дома по ФИАС", _("ФИАС GUID of the house"), *GUIDS),
        "registered": _needed("Дата включения дома в реестр", _("when the house was entered"),
                              "15.08.2026 12:00:00", "15.08.2026 12:00:00"),
        "since": _needed("Дата начала полномочий по управлению домом", _("first day of the powers"), "01.09.2026",
                         "01.09.2026"),
        "until": _needed("Дата окончания полномочий по управлению домом", _("last day of the powers"), *NOTHING),
        "excluded_on": _needed("Дата исключения дома из реестра", _("day of the exclusion"), *NOTHING),
        "basis": _needed("Основание исключения", _("why it was excluded"), *NOTHING),
    },
)  # fmt: skip
NAME_OF_PERSON = ("ФИО", "Фамилия, имя, отчество", "Имя", "Инспектор", "Представитель", "name", "full name")
MESSENGER_ID = ("ID в MAX", "MAX ID", "ID мессенджера", "Идентификатор MAX", "messenger id", "user id")
PERSON = {
    "name": SourceColumn(
        NAME_OF_PERSON, _("family name, name, patronymic"), ("Фамилия Имя Отчество", "Другая Фамилия Имя")
    ),
    "messenger_id": SourceColumn(MESSENGER_ID, _("number of the account in MAX, as text"), ("100200300", "100200301")),
}
INSPECTORS = KindOfFile(
    "inspectors",
    _("the list of inspectors"),
    PERSON
    | {
        "municipalities": SourceColumn(
            ("Муниципальные образования", "Муниципалитеты", "Районы", "Зона", "municipalities"),
            _("the municipalities by ; or the word “все”"),
            ("г. Омск", "Тарский район; Муромцевский район"),
        ),
        "position": SourceColumn(("Должность", "position"), _("position"), ("инспектор", "инспектор"), is_needed=False),
    },
)
REPRESENTATIVES = KindOfFile(
    "representatives",
    _("the list of representatives"),
    PERSON
    | {
        "inn": SourceColumn(
            ("ИНН", "ИНН организации", "inn", "organisation inn"),
            _("ИНН of the company, as text"),
            ("7830002293", "7707083893"),
        )
    },
)
CHATS = KindOfFile(
    "chats",
    _("the list of existing chats"),
    {
        "house": SourceColumn(
            ("ФИАС GUID", "GUID дома", "ФИАС", "ГАР GUID", "Код ФИАС", "Дом", "houseguid", "house", "house guid"),
            _("ФИАС GUID of the house"),
            GUIDS,
        ),
        "chat": SourceColumn(
            ("Чат", "ID чата", "Ссылка на чат", "Ссылка", "Чат или ссылка", "chat", "chat id", "link", "chat link"),
            _("number of the chat in MAX, or its invite link"),
            ("-70000000000009", "https://max.ru/join/example"),
        ),
    },
)
KINDS = (FRT_HOUSES, FRT_ORGANISATIONS, LICENCES, HOUSING_STOCK, INSPECTORS, REPRESENTATIVES, CHATS)
BY_NAME = {kind.name: kind for kind in KINDS}
