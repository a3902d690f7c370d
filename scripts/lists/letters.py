#!/usr/bin/env python3
"""Writes Sources/CLanguage/en/common/letters.tsv: Latin letters with marks and their plain letters, from Unicode's data.

Run by hand, not by the build. Decompositions come from the Unicode Character Database (Unicode licence, permissive);
letters without a decomposition (ø, ł, ß …) are written here.
"""
import unicodedata
from pathlib import Path

OWN = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ħ": "h", "ı": "i", "ŀ": "l",
       "ŋ": "n", "ŧ": "t", "ə": "a", "ʻ": "'", "ʼ": "'", "ʿ": "'", "ʾ": "'", "’": "'", "‘": "'", "`": "'"}
HEADER = """\
# Letters with marks and the plain letters they are compared as, where spellings of one name differ between outlets.
# Source: Unicode Character Database by scripts/lists/letters.py (Unicode licence); letters without a decomposition by us (MIT).
letter	plain	example
"""
rows = dict(OWN)
for code in list(range(0xC0, 0x250)) + list(range(0x1E00, 0x1F00)):
    letter = chr(code)
    if not letter.isalpha() or letter != letter.lower() or letter in rows:
        continue
    plain = "".join(c for c in unicodedata.normalize("NFD", letter) if not unicodedata.combining(c))
    if plain != letter and plain.isascii():
        rows[letter] = plain
path = Path(__file__).resolve().parents[2] / "Sources/CLanguage/en/common/letters.tsv"
path.write_text(HEADER + "".join(f"{k}\t{v}\n" for k, v in sorted(rows.items())), encoding="utf-8")
print(len(rows), "letters")
