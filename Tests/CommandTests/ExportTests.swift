import Foundation
import Testing

/// Each form is read by something that is not ours.
@Suite struct ExportTests {
  private func export(_ format: String, _ folder: TemporaryFolder) throws -> String {
    let place = folder.folder("export")
    let outcome = try Command.nightdesk(["export", format, "--output", try SeedRun.path(), "--to", place])
    #expect(outcome.code == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return place
  }

  private func python(_ script: String, _ arguments: [String]) throws {
    let outcome = try Command.tool("python3", ["-c", script] + arguments)
    #expect(outcome.code == 0, "\(outcome.errors)")
  }

  @Test func jsonLines() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import json, sys
      rows = [json.loads(line) for line in open(sys.argv[1], encoding="utf-8")]
      ok = [row for row in json.load(open(sys.argv[2] + "/index.json"))["documents"] if row["status"] == "ok"]
      assert [row["id"] for row in rows] == [row["id"] for row in ok] and rows
      for row in rows:
          for stage in ("normalized", "sentences", "entities", "quotes", "summaries"):
              assert row[stage] == json.load(open(f"{sys.argv[2]}/{stage}/{row['id']}.json", encoding="utf-8"))
      """, [try export("jsonl", folder), try SeedRun.path()])
  }

  @Test func conllHasATagForEachTokenAndNoEntityThatBeginsInside() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import sys
      last, tokens, begun = "O", 0, 0
      for line in open(sys.argv[1], encoding="utf-8"):
          line = line.rstrip("\\n")
          if not line or line.startswith("# id = "):
              last = "O"
              continue
          token, tag = line.split("\\t")
          assert token and " " not in token
          assert not tag.startswith("I-") or last[2:] == tag[2:], (token, tag, last)
          last, tokens, begun = tag, tokens + 1, begun + tag.startswith("B-")
      assert tokens > 2000 and begun > 50, (tokens, begun)
      """, [try export("conll", folder)])
  }

  @Test func sqliteAnswersQuestions() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import json, sqlite3, sys
      db = sqlite3.connect(sys.argv[1])
      assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
      assert not db.execute("PRAGMA foreign_key_check").fetchall()
      (n,), = db.execute("SELECT count(*) FROM documents")
      assert n >= 10
      for table in ("sentences", "mentions", "quotes"):
          for start, end, text, whole in db.execute(
                  f'SELECT t."start", t."end", t.text, d.text FROM {table} t JOIN documents d ON d.id = t.document'):
              assert whole[start:end] == text
      found = db.execute("SELECT d.id FROM documents_text f JOIN documents d ON d.row = f.rowid WHERE documents_text MATCH 'volcano'").fetchall()
      assert ("wire/volcano-update",) in found, found
      """, [try export("sqlite", folder)])
  }

  @Test func bratOffsetsAreThoseOfTheText() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import pathlib, sys
      count = 0
      for note in pathlib.Path(sys.argv[1]).rglob("*.ann"):
          text = note.with_suffix(".txt").read_bytes().decode()
          for line in note.read_text(encoding="utf-8").splitlines():
              if line[0] == "T":
                  _, places, words = line.split("\\t")
                  spans = [tuple(map(int, p.split())) for p in places.split(" ", 1)[1].split(";")]
                  assert " ".join(text[a:b] for a, b in spans) == words, line
                  count += 1
      assert count > 50, count
      """, [try export("brat", folder)])
  }

  @Test func webAnnotationsSelectWhatTheyQuote() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import json, pathlib, sys
      root, count = pathlib.Path(sys.argv[1]), 0
      for page in root.rglob("*.jsonld"):
          value = json.loads(page.read_text(encoding="utf-8"))
          assert value["@context"] == "http://www.w3.org/ns/anno.jsonld" and value["type"] == "AnnotationPage"
          name = str(page.relative_to(root))[:-len(".jsonld")]
          text = json.load(open(f"{sys.argv[2]}/normalized/{name}.json", encoding="utf-8"))["text"]
          for item in value["items"]:
              place, quote = item["target"]["selector"]
              a, b = place["start"], place["end"]
              assert text[a:b] == quote["exact"]
              assert text[:a].endswith(quote["prefix"]) and text[b:].startswith(quote["suffix"])
              count += 1
      assert count > 50, count
      """, [try export("webanno", folder), try SeedRun.path()])
  }

  @Test func tablesHoldNoFormula() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "in/a.txt",
      """
      =cmd|' /C calc'!A0

      “=1+1 is what I say, and I say it twice,” said Maren Tollefsby, the mayor, on Monday. \
      “＝1+1 is what I say now,” said Maren Tollefsby. “＋HYPERLINK is what I say for ever,” said Ada Lind. \
      “－3+3 is what I say today,” said Ada Lind. “＠SUM is what I say on Friday,” said Ada Lind.
      """)
    #expect(try Command.nightdesk(["run", "--input", folder.folder("in"), "--output", folder.folder("out")]).code == 0)
    let place = folder.folder("export")
    #expect(try Command.nightdesk(["export", "csv", "--output", folder.folder("out"), "--to", place]).code == 0)
    try python(
      """
      import csv, sys
      for name in ("quotes", "entities", "mentions"):
          rows = list(csv.reader(open(f"{sys.argv[1]}/{name}.csv", newline="", encoding="utf-8")))
          assert rows and all(len(row) == len(rows[0]) for row in rows)
          for row in rows:
              for cell in row:
                  assert cell.lstrip(" ")[:1] not in set("=+-@＝＋－＠\\t\\r\\n") or cell[1:].replace(".", "").isdigit(), cell
      with open(sys.argv[1] + "/quotes.csv", encoding="utf-8") as file:
          text = file.read()
      for sign in "=＝＋－＠":
          assert "'" + sign in text, sign
      """, [place])
  }

  @Test func spacyWordsMakeTheText() throws {
    let folder = try TemporaryFolder()
    try python(
      """
      import json, sys
      for line in open(sys.argv[1], encoding="utf-8"):
          row = json.loads(line)
          assert len(row["words"]) == len(row["spaces"])
          assert "".join(w + " " * s for w, s in zip(row["words"], row["spaces"])) == row["text"]
          for start, end, label in row["ents"]:
              assert 0 <= start < end <= len(row["text"]) and row["text"][start:end].strip() and label.isupper()
          assert row["sent_starts"] == sorted(set(row["sent_starts"])) and max(row["sent_starts"]) < len(row["words"])
      """, [try export("spacy", folder)])
  }

  @Test func nothingIsLeftWhereAnExportFails() throws {
    let folder = try TemporaryFolder()
    let outcome = try Command.nightdesk([
      "export", "jsonl", "--output", folder.folder("nothing"), "--to", folder.folder("x"),
    ])
    #expect(outcome.code == 66)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }
}
