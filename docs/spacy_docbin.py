"""Makes a DocBin of `nightdesk export spacy`: python3 docs/spacy_docbin.py nightdesk.spacy.jsonl nightdesk.spacy [LANGUAGE]"""
import json
import sys

import spacy
from spacy.tokens import Doc, DocBin

nlp = spacy.blank(sys.argv[3] if len(sys.argv) > 3 else "en")
bin = DocBin(store_user_data=True)
for line in open(sys.argv[1], encoding="utf-8"):
    row = json.loads(line)
    starts = set(row["sent_starts"])
    doc = Doc(nlp.vocab, words=row["words"], spaces=row["spaces"], sent_starts=[i in starts for i in range(len(row["words"]))])
    assert doc.text == row["text"]
    doc.user_data["id"] = row["id"]
    doc.ents = [doc.char_span(*span) for span in row["ents"]]
    bin.add(doc)
bin.to_disk(sys.argv[2])
