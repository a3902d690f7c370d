#!/usr/bin/env python3
"""Writes Sources/CLanguage/en/common/word-frequencies.tsv from the frequencies of PyPI's wordfreq 3.1.1 (data: CC BY-SA 4.0).

    pip install wordfreq==3.1.1 && scripts/lists/word-frequencies.py

Run by hand, not by the build: the table is fixed and versioned, so that a summary never depends on other articles.
"""
from pathlib import Path

import wordfreq

FLOOR = 330  # centi-zipf: a rarer word weighs as much as an unknown one
HEADER = """\
# How common a word is: hundredths of its Zipf frequency (log10 of occurrences in a billion words). A word that is not
# here counts as {floor}. Weights of terms in summaries and stories come from it.
# Source: wordfreq 3.1.1 (Robyn Speer), whose data come from Google Books Ngrams (http://books.google.com/ngrams), Wikipedia,
# the Leeds Internet Corpus, ParaCrawl, OPUS OpenSubtitles 2018 and SUBTLEX; made by scripts/lists/word-frequencies.py.
# Licence: CC BY-SA 4.0 (https://creativecommons.org/licenses/by-sa/4.0/).
word	zipf
"""
rows = {}
for word, frequency in wordfreq.get_frequency_dict("en", "small").items():
    zipf = round(100 * wordfreq.zipf_frequency(word, "en"))
    if zipf >= FLOOR and all(c.isalpha() or c in "'-" for c in word) and word[0].isalpha():
        rows[word] = zipf
path = Path(__file__).resolve().parents[2] / "Sources/CLanguage/en/common/word-frequencies.tsv"
body = "".join(f"{w}\t{z}\n" for w, z in sorted(rows.items(), key=lambda r: r[0].encode()))
path.write_text(HEADER.format(floor=FLOOR) + body, encoding="utf-8")
print(len(rows), "words,", path.stat().st_size, "bytes")
