"""Sorting keys and initials of Chinese names: typing "rmyy" finds 市人民医院, lists sort as people expect."""

from pypinyin import Style, lazy_pinyin


def sorting_key(name: str) -> str:
    """Pinyin of a name, syllables apart: 市水利局 → ``shi shui li ju``. PostgreSQL here has no Chinese collation."""
    return " ".join(lazy_pinyin(name)).lower()[:400]


def initials(name: str) -> str:
    """First letters of the syllables: 市人民医院 → ``srmyy``; letters and digits stand for themselves."""
    letters = lazy_pinyin(name, style=Style.FIRST_LETTER)
    return "".join(char for part in letters for char in part.lower() if char.isalnum())[:100]
