#!/usr/bin/env python3
"""nightdesk on Apache Spark: articles in, artifacts, entities, stories and quotes out, one date at a time.

    spark-submit --files nightdesk spark/nightdesk_job.py --input 's3a://…/*.jsonl' --output s3a://…/edition --date 2025-11-08

Spark groups, joins and retries; everything that knows language is the program `nightdesk worker`, fed by pipe. Each step is
a pure function of its lines, so a task that is done again gives the same rows. docs/cluster.md says how it is set up.
"""

import argparse
import datetime
import json
import os
import re
import shlex
import subprocess
import sys

from pyspark.sql import DataFrame, SparkSession, Window
from pyspark.sql import functions as F
from pyspark.sql import types as T

ARTIFACTS = ["normalized", "sentences", "entities", "quotes", "summaries"]


# ── schemas ──────────────────────────────────────────────────────────────────────────────────────────────────────────────
# Explicit ones: to infer them Spark would run the worker twice. What a schema has as text and an answer as an object, as an
# artifact, stays the text that the worker wrote.


def struct(**fields):
    return T.StructType([T.StructField(name, kind) for name, kind in fields.items()])


TEXT, TEXTS = T.StringType(), T.ArrayType(T.StringType())
ERROR = struct(code=TEXT, message=TEXT, offset=T.IntegerType(), reason=TEXT, stage=TEXT)
KEYS = struct(
    day=TEXT,
    language=TEXT,
    names=T.ArrayType(struct(blocks=TEXTS, id=TEXT, record=TEXT)),
    utterances=T.ArrayType(struct(id=TEXT, record=TEXT)),
)
DOCUMENT = struct(
    artifacts=struct(**{name: TEXT for name in ARTIFACTS}), corpus=TEXT, digest=TEXT, error=ERROR, id=TEXT, keys=KEYS, status=TEXT
)
ANSWER = T.StructType(
    DOCUMENT.fields
    + struct(documents=T.ArrayType(DOCUMENT), rules=TEXT, seq=T.IntegerType(), v=T.IntegerType()).fields
)
RESULT = struct(error=ERROR, id=TEXT, status=TEXT)
FIRST = struct(document=TEXT, place=T.IntegerType())
LINKED = T.StructType(
    RESULT.fields + struct(entities=T.ArrayType(struct(first=FIRST, id=TEXT, name=TEXT, row=TEXT))).fields
)
MEMBERS = struct(members=T.ArrayType(struct(document=TEXT, entity=TEXT)))
PROFILED = T.StructType(RESULT.fields + struct(result=struct(bands=TEXTS, keys=TEXTS, profile=TEXT)).fields)
ALIKE = T.StructType(RESULT.fields + struct(result=TEXTS).fields)
TOLD = T.StructType(RESULT.fields + struct(result=TEXTS).fields)
QUOTED = T.StructType(RESULT.fields + struct(quotes=TEXTS).fields)
ENTITY = struct(
    aliases=TEXTS,
    documents=TEXTS,
    id=TEXT,
    members=T.ArrayType(struct(document=TEXT, entity=TEXT)),
    mentions=T.LongType(),
    name=TEXT,
    reference=TEXT,
    roles=TEXTS,
    type=TEXT,
    why=T.ArrayType(struct(merged=TEXT, rule=TEXT)),
)
STORY = struct(
    copies=T.ArrayType(TEXTS),
    differences=T.ArrayType(struct(rule=TEXT, values=T.ArrayType(struct(documents=TEXTS, value=TEXT)), what=TEXT)),
    documents=TEXTS,
    entities=TEXTS,
    id=TEXT,
    published=TEXTS,
    summary=struct(
        sentences=T.ArrayType(struct(document=TEXT, score=T.DoubleType(), sentence=TEXT, text=TEXT)), text=TEXT
    ),
    title=TEXT,
)
QUOTE = struct(
    first=TEXT,
    id=TEXT,
    speaker=struct(entity=TEXT, name=TEXT),
    story=TEXT,
    text=TEXT,
    variants=T.ArrayType(struct(document=TEXT, quote=TEXT, relation=TEXT, text=TEXT)),
)


# ── small things ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def quoted(column):
    """A text as JSON has it, to be put into a line."""
    text = F.to_json(F.array(column))
    return F.substring(text, F.lit(2), F.length(text) - 2)


def listed(column):
    """A list of JSON values as JSON."""
    return F.concat(F.lit("["), F.array_join(column, ","), F.lit("]"))


def line(**parts):
    """A request: fields whose values are JSON already."""
    pieces = [F.lit('{"v":1')]
    for name, value in parts.items():
        pieces += [F.lit(f',"{name}":'), value]
    return F.concat(*pieces, F.lit("}"))


def read(answers, schema):
    """Answers as rows of a schema."""

    def take(text, at, kind, out, decode, scan):
        """Copies the value at a place, an object as text where the schema wants text; gives the place behind it."""
        first = text[at]
        if first == "{" and isinstance(kind, T.StructType):
            kinds = {field.name: field.dataType for field in kind.fields}
            out.append("{")
            at += 1
            while text[at] != "}":
                if text[at] == ",":
                    out.append(",")
                    at += 1
                name, end = scan(text, at + 1)
                out.append(text[at : end + 1])
                at = take(text, end + 1, kinds.get(name), out, decode, scan)
            out.append("}")
            return at + 1
        if first == "[" and isinstance(kind, T.ArrayType):
            out.append("[")
            at += 1
            while text[at] != "]":
                if text[at] == ",":
                    out.append(",")
                    at += 1
                at = take(text, at, kind.elementType, out, decode, scan)
            out.append("]")
            return at + 1
        _, end = decode(text, at)
        value = text[at:end]
        # Spark's own reading of an object as text writes it anew: other escapes, other numbers.
        out.append(json.dumps(value, ensure_ascii=False) if first in "{[" and isinstance(kind, T.StringType) else value)
        return end

    def rows(texts):
        decoder = json.JSONDecoder()
        for text in texts:
            out = []
            take(text, 0, schema, out, decoder.raw_decode, json.decoder.scanstring)
            yield ("".join(out),)

    return answers.mapPartitions(rows)


class Job:
    def __init__(self, spark: SparkSession, options):
        self.spark = spark
        self.options = options
        self.errors = []
        self.counts = {}
        spark.conf.set("spark.sql.chunkBase64String.enabled", "false")
        spark.sparkContext.setCheckpointDir(self.path("_work/checkpoints"))

    def path(self, name):
        return f"{self.options.output.rstrip('/')}/{name}"

    def dated(self, name):
        return self.path(f"{name}/date={self.options.date}")

    def command(self, stage, *more):
        words = [self.options.nightdesk, "worker", "--stage", stage, "--jobs", str(self.options.jobs), *more]
        for setting in self.options.set or []:
            words += ["--set", setting]
        return words

    def pipe(self, lines: DataFrame, stage, schema, *more) -> DataFrame:
        """The answers to a table of one column of requests."""
        # pipe() gives a program no environment at all unless it is told to.
        env = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "NIGHTDESK_FAULT") if name in os.environ}
        words = " ".join(shlex.quote(word) for word in self.command(stage, *more))
        # checkCode: without it a worker that ended early would look like one that had nothing to say.
        answers = lines.rdd.map(lambda row: row[0]).pipe(words, env=env, checkCode=True)
        table = self.spark.createDataFrame(read(answers, schema), struct(value=TEXT))
        return table.select(F.from_json("value", schema, {"mode": "FAILFAST"}).alias("answer")).select("answer.*")

    def kept(self, table: DataFrame, name) -> DataFrame:
        """The table, written and read back: what is made of it later does not run the workers again."""
        path = self.dated(f"_work/{name}")
        table.write.mode("overwrite").parquet(path)
        return self.spark.read.schema(table.schema).parquet(path)

    def good(self, answers: DataFrame, step) -> DataFrame:
        """The answers that have a result; the others go to the errors."""
        bad = answers.where("status != 'ok'")
        self.errors.append(
            bad.select(F.lit(step).alias("step"), "id", "error.code", "error.message", "error.reason", "error.stage")
        )
        return answers.where("status = 'ok'")

    # ── input ────────────────────────────────────────────────────────────────────────────────────────────────────────────

    def answers(self) -> DataFrame:
        """One row a document: what the worker answered."""
        options = self.options
        form = options.format
        if form == "auto":
            form = "warc" if re.search(r"\.warc(\.gz)?$", options.input) else "files"
            if re.search(r"\.(jsonl|ndjson|json)(\.gz)?$", options.input):
                form = "jsonl"
        parts = ["--artifacts", ",".join(ARTIFACTS + ["corpus"])]
        if form == "warc":
            return self.archives(parts)
        requests = self.lines() if form == "jsonl" else self.files()
        return self.pipe(requests.repartition(options.partitions), "doc", ANSWER, *parts)

    def lines(self) -> DataFrame:
        """JSON lines, each a request already. Only a line feed ends one: articles may hold any other break."""
        return self.spark.read.option("lineSep", "\n").text(self.options.input).where("trim(value) != ''")

    def files(self) -> DataFrame:
        """The files below a folder; ids are those that `nightdesk run` gives them."""
        root = self.options.input.rstrip("/")
        table = (
            self.spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(root).select("path", "content")
        )
        start = F.instr(F.col("path"), root.split("://")[-1].lstrip("/")) + len(root.split("://")[-1].lstrip("/")) + 1
        table = table.withColumn("source", F.expr("path").substr(start, F.length("path")))
        table = table.where("source not rlike '(^|/)[.]'")
        name = F.regexp_replace("source", r"(?<=[^/])[.]gz$", "")
        name = F.regexp_replace(name, r"(?<=[^/])[.][^./]*$", "")
        several = F.lit('{"several":true}')
        return table.select(
            line(
                id=quoted(name), source_path=quoted(F.col("source")), opts=several, raw_b64=quoted(F.base64("content"))
            ).alias("value")
        )

    def archives(self, parts) -> DataFrame:
        """Web archives: a task reads one from end to end, so a partition is a file."""
        paths = [row.path for row in self.spark.read.format("binaryFile").load(self.options.input).select("path").collect()]
        words, fetch = self.command("doc", *parts), self.options.fetch

        def run(files):
            for path in files:
                name = path.rsplit("/", 1)[-1]
                local = path[5:] if path.startswith("file:/") else None
                source = None
                if local and not fetch:
                    command = [*words, "--warc", local]
                else:
                    source = subprocess.Popen(shlex.split((fetch or "hadoop fs -cat {}").format(path)), stdout=subprocess.PIPE)
                    command = [*words, "--warc", "-", "--name", name]
                worker = subprocess.Popen(command, stdin=source.stdout if source else subprocess.DEVNULL, stdout=subprocess.PIPE)
                for answer in worker.stdout:
                    yield answer.decode("utf-8").rstrip("\n")
                # A worker or a download that did not end well means that the task is to be done again.
                for process in [worker] + ([source] if source else []):
                    if process.wait() != 0:
                        raise RuntimeError(f"{process.args[0]} ended with {process.returncode} on {path}")

        rows = self.spark.sparkContext.parallelize(sorted(paths), max(1, len(paths))).mapPartitions(run)
        table = self.spark.createDataFrame(read(rows, ANSWER), struct(value=TEXT))
        return table.select(F.from_json("value", ANSWER, {"mode": "FAILFAST"}).alias("answer")).select("answer.*")

    # ── documents ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def documents(self) -> DataFrame:
        answers = self.kept(self.answers(), "answers")
        self.counts["requests"] = answers.count()
        fields = DOCUMENT.names
        whole = answers.where("documents is null").select(*fields, "rules")
        parts = answers.where("documents is not null").select(F.explode("documents").alias("d"), "rules")
        documents = whole.unionByName(parts.select(*[f"d.{name}" for name in fields], "rules"))
        # One id, one document: of two the first by its content, whatever order they came in.
        order = Window.partitionBy("id").orderBy(F.col("status") != "ok", "digest")
        numbered = documents.withColumn("twin", F.row_number().over(order))
        twins = numbered.where("twin > 1 and id is not null")
        self.errors.append(
            twins.select(
                F.lit("documents").alias("step"),
                "id",
                F.lit("unsupported").alias("code"),
                F.lit("Another document has this id.").alias("message"),
                F.lit("id").alias("reason"),
                F.lit(None).cast("string").alias("stage"),
            )
        )
        documents = numbered.where("twin = 1 or id is null").drop("twin")
        for status in ("ok", "skipped", "error"):
            self.counts[status] = documents.where(F.col("status") == status).count()
        self.counts["twins"] = twins.count()
        self.errors.append(
            documents.where("status = 'error'").select(
                F.lit("documents").alias("step"), "id", "error.code", "error.message", "error.reason", "error.stage"
            )
        )
        usable = documents.where("status != 'error'").repartition(self.options.partitions, "id").sortWithinPartitions("id")
        table = usable.select(
            "id",
            "status",
            F.col("error.reason").alias("reason"),
            F.col("keys.day").alias("day"),
            F.col("keys.language").alias("language"),
            "digest",
            "rules",
            *[F.col(f"artifacts.{name}").alias(name) for name in ARTIFACTS],
        )
        table.write.mode("overwrite").parquet(self.dated("documents"))
        artifacts = [
            F.concat(F.lit(f'{"," if i else ""}"{name}":'), F.coalesce(F.col(f"artifacts.{name}"), F.lit("null")))
            for i, name in enumerate(sorted(ARTIFACTS))
        ]
        usable.select(
            F.concat(
                F.lit('{"artifacts":{'), *artifacts, F.lit('},"id":'), quoted(F.col("id")), F.lit(',"status":"'), "status", F.lit('"}')
            )
        ).write.mode("overwrite").text(self.dated("documents-jsonl"))
        return usable.where("status = 'ok'").select("id", "corpus", "keys")

    def with_earlier(self) -> DataFrame:
        """What is read over all documents: this date's, and those of the dates just before it that `--before` asks for.

        A document that two dates have is the later date's, as a file that is written again is what a run reads.
        """
        first, last = datetime.date.fromisoformat(self.options.date), self.options.before
        dates = [str(first - datetime.timedelta(days=n)) for n in range(last + 1)]
        tables = [self.path(f"keys/date={date}") for date in dates]
        parts = [
            self.spark.read.parquet(table).withColumn("age", F.lit(age)) for age, table in enumerate(tables) if self.there(table)
        ]
        documents = parts[0]
        for part in parts[1:]:
            documents = documents.unionByName(part)
        newest = Window.partitionBy("id").orderBy("age")
        documents = documents.withColumn("place", F.row_number().over(newest)).where("place = 1")
        self.counts["earlier"] = documents.where("age > 0").count()
        return documents.select("id", "corpus", "keys")

    def there(self, path) -> bool:
        place = self.spark._jvm.org.apache.hadoop.fs.Path(f"{path}/_SUCCESS")
        return place.getFileSystem(self.spark._jsc.hadoopConfiguration()).exists(place)

    # ── connected components ─────────────────────────────────────────────────────────────────────────────────────────────

    def components(self, edges: DataFrame) -> DataFrame:
        """The smallest member of the component of each vertex of a table of edges (a, b); columns `vertex`, `component`."""
        edges = edges.where("a != b").distinct()
        both = edges.union(edges.select(F.col("b").alias("a"), F.col("a").alias("b"))).distinct().checkpoint()
        labels = both.groupBy(F.col("a").alias("vertex")).agg(F.min("b").alias("near"))
        labels = labels.select("vertex", F.least("vertex", "near").alias("component")).checkpoint()
        while True:
            near = (
                both.join(labels, both.b == labels.vertex).groupBy("a").agg(F.min("component").alias("near"))
            )
            new = labels.join(near, labels.vertex == near.a, "left").select(
                "vertex", F.least("component", "near").alias("component")
            )
            # Jumping to the component of one's component halves the way each time.
            far = new.select(F.col("vertex").alias("v"), F.col("component").alias("far"))
            new = new.join(far, new.component == far.v, "left").select(
                "vertex", F.least("component", "far").alias("component")
            ).checkpoint()
            changed = new.join(labels.withColumnRenamed("component", "old"), "vertex").where("component != old").limit(1)
            if changed.isEmpty():
                return new
            labels = new

    # ── entities ─────────────────────────────────────────────────────────────────────────────────────────────────────────

    def entities(self, documents: DataFrame):
        """Links names; gives the entities, and of each document's names its entity."""
        names = documents.select(F.col("id").alias("document"), F.explode("keys.names").alias("n")).select(
            "document", F.col("n.id").alias("name_id"), "n.blocks", "n.record", F.col("n.blocks")[0].alias("block")
        )
        # Keys that one name has are one group, and so are those that hang together by such names.
        edges = names.where("size(blocks) > 1").select(F.col("block").alias("a"), F.explode("blocks").alias("b"))
        labels = self.components(edges)
        names = names.join(labels, names.block == labels.vertex, "left").withColumn(
            "component", F.coalesce("component", "block")
        )
        # A key that very many names have is parted by the first letter of the name: it would be one line too long.
        large = names.groupBy("component").count().where(F.col("count") > self.options.block_limit).select("component")
        self.counts["split_blocks"] = large.count()
        letter = F.lower(F.substring(F.get_json_object("record", "$.name"), 1, 1))
        names = names.join(F.broadcast(large.withColumn("large", F.lit(True))), "component", "left").withColumn(
            "group", F.when(F.col("large"), F.concat("component", F.lit("#"), letter)).otherwise(F.col("component"))
        )
        lines = names.groupBy("group").agg(F.sort_array(F.collect_list("record")).alias("records"))
        lines = lines.select(line(id=quoted(F.col("group")), names=listed("records")).alias("value"))
        linked = self.kept(self.pipe(lines.repartition(self.options.partitions), "link", LINKED), "linked")
        rows = self.good(linked, "link").select(F.explode("entities").alias("e")).select("e.*")
        # Two entities of one name and type have ids that a number tells apart, in the order that one run has them in.
        twins = Window.partitionBy("id").orderBy("name", "first.document", "first.place")
        rows = rows.withColumn("number", F.row_number().over(twins)).withColumn(
            "entity", F.when(F.col("number") > 1, F.concat("id", F.lit("-"), "number")).otherwise(F.col("id"))
        )
        rows = rows.withColumn(
            "row",
            F.expr("replace(row, concat('\"id\":\"', id, '\"'), concat('\"id\":\"', entity, '\"'))"),
        )
        entities = self.kept(rows.select("entity", "name", "first", "row"), "entities")
        self.write(entities, "entities", ENTITY, order="entity")
        members = entities.select("entity", F.explode(F.from_json("row", MEMBERS)["members"]).alias("m")).select(
            "entity", F.col("m.document").alias("document"), F.col("m.entity").alias("name_id")
        )
        return entities, members

    def write(self, rows: DataFrame, name, schema, order):
        """Rows, each a JSON object in `row`, as Parquet and as JSON lines."""
        rows = rows.repartition(self.options.partitions, order).sortWithinPartitions(order)
        rows.select("row").write.mode("overwrite").text(self.dated(f"{name}-jsonl"))
        table = rows.select(F.from_json("row", schema, {"mode": "FAILFAST"}).alias("r")).select("r.*")
        table.write.mode("overwrite").parquet(self.dated(name))

    # ── stories ──────────────────────────────────────────────────────────────────────────────────────────────────────────

    def stories(self, documents: DataFrame, entities: DataFrame, members: DataFrame) -> DataFrame:
        """Groups documents that tell one story; gives the story of each document."""
        maps = members.groupBy("document").agg(
            F.to_json(F.map_from_entries(F.sort_array(F.collect_list(F.struct("name_id", "entity"))))).alias("map")
        )
        known = (
            documents.join(maps, documents.id == maps.document, "left")
            .select("id", "corpus", F.col("keys.day").cast("date").alias("day"), F.coalesce("map", F.lit("{}")).alias("map"))
        )
        lines = known.select(line(id=quoted(F.col("id")), profile=F.col("corpus"), entities=F.col("map")).alias("value"))
        profiles = self.kept(self.pipe(lines.repartition(self.options.partitions), "story", PROFILED), "profiles")
        profiles = self.good(profiles, "profile").select("id", "result.*")
        profiles = profiles.join(known.select("id", "day"), "id")
        pairs = self.kept(self.candidates(profiles), "pairs")
        self.counts["pairs"] = pairs.count()
        near = profiles.select(F.col("id").alias("b"), F.col("profile").alias("near"))
        groups = (
            pairs.join(near, "b")
            .groupBy("a")
            .agg(F.sort_array(F.collect_list(line_of(id="b", profile="near"))).alias("others"))
            .join(profiles.select(F.col("id").alias("a"), "profile"), "a")
        )
        lines = groups.select(
            line(id=quoted(F.col("a")), of=quoted(F.col("profile")), **{"with": listed("others")}).alias("value")
        )
        alike = self.kept(self.pipe(lines.repartition(self.options.partitions), "story", ALIKE), "alike")
        edges = self.good(alike, "likeness").select(F.col("id").alias("a"), F.explode("result").alias("b"))
        edges = edges.checkpoint()
        self.counts["edges"] = edges.count()
        labels = self.components(edges)
        known = known.join(labels, known.id == labels.vertex, "left").withColumn(
            "component", F.coalesce("component", "id")
        )
        told = known.groupBy("component").agg(
            F.sort_array(F.collect_list(F.concat(F.lit('{"digest":'), "corpus", F.lit(',"entities":'), "map", F.lit("}")))).alias(
                "documents"
            )
        )
        seen = (
            members.join(known.select("id", "component"), members.document == known.id)
            .select("component", "entity")
            .distinct()
            .join(entities.select("entity", "name", "first"), "entity")
            .groupBy("component")
            .agg(
                F.sort_array(
                    F.collect_list(
                        F.concat(
                            F.lit('{"id":'), quoted(F.col("entity")), F.lit(',"name":'), quoted(F.col("name")),
                            F.lit(',"first":'), F.to_json("first"), F.lit("}"),
                        )
                    )
                ).alias("entities")
            )
        )
        joined = (
            edges.join(labels, edges.a == labels.vertex)
            .groupBy("component")
            .agg(F.sort_array(F.collect_list(F.to_json(F.array("a", "b")))).alias("pairs"))
        )
        none = F.array().cast(TEXTS)
        lines = (
            told.join(seen, "component", "left")
            .join(joined, "component", "left")
            .select(
                line(
                    id=quoted(F.col("component")),
                    documents=listed("documents"),
                    entities=listed(F.coalesce("entities", none)),
                    pairs=listed(F.coalesce("pairs", none)),
                ).alias("value")
            )
        )
        limit = ["--max-line", str(256 << 20)]
        told = self.kept(self.pipe(lines.repartition(self.options.partitions), "story", TOLD, *limit), "stories")
        rows = self.good(told, "story").select(F.explode("result").alias("row"))
        rows = rows.withColumn("id", F.get_json_object("row", "$.id"))
        self.write(rows, "stories", STORY, order="id")
        return rows.select("id", F.explode(F.from_json("row", STORY)["documents"]).alias("document")).select(
            F.col("id").alias("story"), "document"
        )

    def candidates(self, profiles: DataFrame) -> DataFrame:
        """Pairs of documents that may be alike, a before b."""
        options = self.options
        if options.candidates == "keys":
            # As a run finds them: two shared keys of the heaviest; of a key that very many have, its first documents.
            keys = profiles.select("id", "day", F.explode("keys").alias("key"))
            order = Window.partitionBy("key").orderBy("id")
            keys = keys.withColumn("place", F.row_number().over(order)).where(F.col("place") <= options.key_limit + 1)
            least = 2
        else:
            keys = profiles.select("id", "day", F.explode("bands").alias("key"))
            size = Window.partitionBy("key")
            keys = keys.withColumn("size", F.count("*").over(size)).where(F.col("size") <= options.bucket_limit)
            least = 1
        keys = keys.select("id", "day", "key")
        left = keys.select(F.col("id").alias("a"), F.col("day").alias("day_a"), "key")
        right = keys.select(F.col("id").alias("b"), F.col("day").alias("day_b"), "key")
        pairs = left.join(right, "key").where("a < b")
        if options.window > 0:
            distance = F.abs(F.datediff("day_a", "day_b"))
            pairs = pairs.where(F.coalesce(distance <= options.window, F.lit(True)))
        return pairs.groupBy("a", "b").agg(F.count("*").alias("shared")).where(F.col("shared") >= least).select("a", "b")

    # ── quotes ───────────────────────────────────────────────────────────────────────────────────────────────────────────

    def quotes(self, documents: DataFrame, entities: DataFrame, members: DataFrame, story_of: DataFrame):
        said = documents.select(F.col("id").alias("document"), F.explode("keys.utterances").alias("u")).select(
            "document", F.col("u.id").alias("name_id"), "u.record"
        )
        said = said.join(members, ["document", "name_id"], "left").join(story_of, "document")
        said = said.join(entities.select("entity", "name"), "entity", "left")
        group = F.coalesce("entity", "story")
        speaker = F.when(
            F.col("entity").isNotNull(),
            F.concat(F.lit('{"id":'), quoted(F.col("entity")), F.lit(',"name":'), quoted(F.col("name")), F.lit("}")),
        ).otherwise(F.lit("null"))
        record = F.concat(F.lit('{"record":'), "record", F.lit(',"story":'), quoted(F.col("story")), F.lit("}"))
        lines = (
            said.select(group.alias("group"), speaker.alias("speaker"), record.alias("record"))
            .groupBy("group", "speaker")
            .agg(F.sort_array(F.collect_list("record")).alias("records"))
            .select(
                line(id=quoted(F.col("group")), speaker=F.col("speaker"), utterances=listed("records")).alias("value")
            )
        )
        answers = self.kept(self.pipe(lines.repartition(self.options.partitions), "quotes", QUOTED), "quotes")
        rows = self.good(answers, "quotes").select(F.explode("quotes").alias("row"))
        rows = rows.withColumn("id", F.get_json_object("row", "$.id"))
        self.write(rows, "quotes", QUOTE, order="id")

    # ── all of it ────────────────────────────────────────────────────────────────────────────────────────────────────────

    def run(self):
        self.documents().write.mode("overwrite").parquet(self.dated("keys"))
        documents = self.with_earlier()
        entities, members = self.entities(documents)
        members = self.kept(members, "members")
        story_of = self.stories(documents, entities, members)
        self.quotes(documents, entities, members, story_of)
        errors = self.errors[0]
        for more in self.errors[1:]:
            errors = errors.unionByName(more)
        errors = errors.coalesce(1).sortWithinPartitions("step", "id", "code")
        errors.write.mode("overwrite").parquet(self.dated("errors"))
        errors.write.mode("overwrite").json(self.dated("errors-jsonl"))
        for name in ("entities", "stories", "quotes", "errors"):
            self.counts[name] = self.spark.read.parquet(self.dated(name)).count()
        self.counts["date"] = self.options.date
        row = {name: self.counts[name] for name in sorted(self.counts)}
        # Last of all: where it stands, everything of the date does.
        self.spark.createDataFrame([row]).coalesce(1).write.mode("overwrite").json(self.dated("manifest"))
        work = self.spark._jvm.org.apache.hadoop.fs.Path(self.path("_work"))
        work.getFileSystem(self.spark._jsc.hadoopConfiguration()).delete(work, True)
        if self.counts["ok"] + self.counts["skipped"] + self.counts["error"] + self.counts["twins"] < self.counts["requests"]:
            raise RuntimeError(f"documents are missing: {row}")
        return row


def line_of(**columns):
    """An object of text columns as JSON."""
    pieces = []
    for name, column in columns.items():
        pieces += [F.lit(("," if pieces else "{") + f'"{name}":'), quoted(F.col(column))]
    return F.concat(*pieces, F.lit("}"))


def arguments(words=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--input", required=True, help="JSON lines, a folder of files, or web archives; a path or a pattern")
    parser.add_argument("--format", choices=["auto", "jsonl", "files", "warc"], default="auto")
    parser.add_argument("--output", required=True, help="where tables go; each has a folder date=…")
    parser.add_argument("--date", required=True, help="the date of this batch; a rerun replaces exactly it")
    parser.add_argument("--before", type=int, default=0, metavar="DAYS",
                        help="names, stories and quotes reach back into the dates of so many days before, which are done")
    parser.add_argument("--nightdesk", default="./nightdesk", help="the program, as executors find it (default: --files)")
    parser.add_argument("--jobs", type=int, default=1, help="children of a worker; a task has one core by default")
    parser.add_argument("--partitions", type=int, default=200, help="aim at 500 to 2,000 documents in each")
    parser.add_argument("--candidates", choices=["keys", "minhash"], default="keys",
                        help="how documents of one story are found: exactly as one run does, or by MinHash bands")
    parser.add_argument("--window", type=int, default=7, help="stories.window")
    parser.add_argument("--key-limit", type=int, default=400)
    parser.add_argument("--bucket-limit", type=int, default=200)
    parser.add_argument("--block-limit", type=int, default=5000)
    parser.add_argument("--fetch", help="a command that writes a web archive to its standard output, as 'aws s3 cp {} -'")
    parser.add_argument("--set", action="append", metavar="KEY=VALUE", help="any key of pipeline.yaml")
    options = parser.parse_args(words)
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", options.date):
        parser.error("--date takes a day, as 2025-11-08")
    if options.before < 0:
        parser.error("--before takes a number of days, 0 or more")
    return options


def main():
    options = arguments()
    spark = SparkSession.builder.appName(f"nightdesk {options.date}").getOrCreate()
    print(Job(spark, options).run(), file=sys.stderr)
    spark.stop()


if __name__ == "__main__":
    main()
