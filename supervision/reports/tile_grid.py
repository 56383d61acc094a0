"""Where the regions stand on the tile map: one tile each, whatever their size, roughly as on a map of the country.

A map of true shapes would show the emptiest regions largest. The words are short enough for a tile.
"""

from types import MappingProxyType

_EMPTY = "."
# each cell is code:words; read it as the map, west on the left, north above
_ROWS = (
    ". . . . . 51:Мурм . . . . . . . . . . . . 87:Чукот",
    ". . . . 10:Карел . 29:Арх 83:НАО . . 89:ЯНАО . . . . 14:Якут 49:Магад 41:Камч .",
    ". . 78:СПб 47:Ленобл . 35:Волог . 11:Коми . . 86:ХМАО 70:Томск 24:Красн 38:Иркут . 28:Амур 27:Хабар 65:Сахал .",
    ". . 60:Псков 53:Новг 69:Тверь 76:Яросл 44:Костр 43:Киров 59:Пермь 66:Сверд 72:Тюмен 55:Омск 54:Новос 42:Кузб"
    " 03:Бурят 75:Забайк 79:ЕАО 25:Прим .",
    "39:Калин 67:Смол 40:Калуга 77:Москва 50:Мособл 33:Влад 37:Иван 12:МарЭл 18:Удмурт 74:Челяб 45:Курган . 22:АлтКр"
    " 19:Хакас 17:Тыва . . . .",
    ". 32:Брян 57:Орёл 71:Тула 62:Рязань 52:Нижег 21:Чуваш 16:Татар 02:Башк . . . 04:Алтай . . . . . .",
    ". . 46:Курск 48:Липецк 68:Тамбов 13:Морд 73:Ульян 63:Самара 56:Оренб . . . . . . . . . .",
    ". . 31:Белгор 36:Ворон . 58:Пенза 64:Сарат . . . . . . . . . . . .",
    ". . . 94:ЛНР 61:Ростов 34:Волгог . . . . . . . . . . . . .",
    ". 95:Херс 90:Запор 93:ДНР 23:Красд 08:Калм 30:Астр . . . . . . . . . . . .",
    ". 92:Севаст 91:Крым . 01:Адыг 26:Ставр . 20:Чечня 05:Дагест . . . . . . . . . .",
    ". . . . 09:КЧР 07:КБР 15:Осетия 06:Ингуш . . . . . . . . . . .",
)
_CELLS = [
    (cell, column, row) for row, line in enumerate(_ROWS) for column, cell in enumerate(line.split()) if cell != _EMPTY
]
PLACES = MappingProxyType({cell[:2]: (column, row) for cell, column, row in _CELLS})
SHORT = MappingProxyType({cell[:2]: cell[3:] for cell, _column, _row in _CELLS})
COLUMNS, ROWS = max(len(line.split()) for line in _ROWS), len(_ROWS)
