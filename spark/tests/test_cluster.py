#!/usr/bin/env python3
"""The job on a cluster of this machine: a master and two workers on 127.0.0.1, held against `nightdesk run`.

    spark/tests/test_cluster.py --nightdesk .build/release/nightdesk [--stories 2000] [--only NAME]

`scripts/check-cluster` calls it with all that it needs. It ends with 1 if anything differs.
"""

import argparse
import glob
import io
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyspark
import synthetic

JOB = Path(__file__).resolve().parent.parent / "nightdesk_job.py"
SPARK = Path(pyspark.__file__).parent
STAGES = ["entities", "normalized", "quotes", "sentences", "summaries"]
failures = []


def check(what, holds, detail=""):
    print(f"{'ok  ' if holds else 'FAIL'} {what}{': ' + str(detail) if detail != '' else ''}", flush=True)
    if not holds:
        failures.append(what)


class Cluster:
    """A standalone master and two workers with two cores each."""

    def __init__(self, folder):
        self.folder = folder
        self.env = dict(
            os.environ, SPARK_LOCAL_IP="127.0.0.1", SPARK_HOME=str(SPARK), PYSPARK_PYTHON=sys.executable,
            SPARK_WORKER_DIR=f"{folder}/work", SPARK_LOCAL_DIRS=f"{folder}/local",
        )
        self.port = free_port()
        self.url = f"spark://127.0.0.1:{self.port}"
        master = "org.apache.spark.deploy.master.Master"
        self.processes = [self.start("master", master, "--host", "127.0.0.1", "--port", str(self.port), "--webui-port", "0")]
        self.wait_for("master", "Starting Spark master")
        for name in ("one", "two"):
            worker = "org.apache.spark.deploy.worker.Worker"
            self.processes.append(
                self.start(name, worker, "--host", "127.0.0.1", "--cores", "2", "--memory", "2g", "--webui-port", "0", self.url)
            )
        for name in ("one", "two"):
            self.wait_for(name, "Successfully registered")

    # The package of PyPI has no sbin/: the classes are started by themselves.
    def start(self, name, *words):
        with open(f"{self.folder}/{name}.log", "wb") as log:
            return subprocess.Popen(
                [str(SPARK / "bin" / "spark-class"), *words], env=self.env, stdout=log, stderr=log, start_new_session=True
            )

    def wait_for(self, name, text):
        for _ in range(1800):
            if text in Path(f"{self.folder}/{name}.log").read_text(errors="replace"):
                return
            time.sleep(0.1)
        raise RuntimeError(f"{name} did not start: {Path(f'{self.folder}/{name}.log').read_text()[-2000:]}")

    def job(self, output, source, *more, env=None, log="job"):
        """Starts the job; its end is to be waited for."""
        words = [
            str(SPARK / "bin" / "spark-submit"), "--master", self.url, "--conf", "spark.driver.host=127.0.0.1",
            "--conf", "spark.ui.enabled=false", "--conf", "spark.executor.cores=2", "--conf", "spark.cores.max=4",
            "--conf", "spark.executor.memory=1g", "--conf", "spark.sql.shuffle.partitions=8", str(JOB),
            "--nightdesk", options.nightdesk, "--partitions", "8", "--date", "2025-11-08",
            "--input", source, "--output", output, *more,
        ]
        with open(f"{self.folder}/{log}.log", "wb") as file:
            return subprocess.Popen(words, env={**self.env, **(env or {})}, stdout=file, stderr=file)

    def run(self, output, source, *more, env=None):
        start = time.monotonic()
        code = self.job(output, source, *more, env=env).wait()
        if code:
            print(Path(f"{self.folder}/job.log").read_text(errors="replace")[-4000:])
        check("the job ends with 0", code == 0, code)
        return time.monotonic() - start

    def executors(self):
        """The processes of executors that this cluster's workers started."""
        own = {p.pid for p in self.processes}
        found = []
        for name in os.listdir("/proc"):
            if not name.isdigit():
                continue
            try:
                line = Path(f"/proc/{name}/cmdline").read_bytes()
                parent = int(Path(f"/proc/{name}/stat").read_text().rsplit(")", 1)[1].split()[1])
            except (OSError, IndexError):
                continue
            if b"CoarseGrainedExecutorBackend" in line and parent in own:
                found.append(int(name))
        return found

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def lines(output, name, date="2025-11-08"):
    result = []
    for file in sorted(glob.glob(f"{output}/{name}-jsonl/date={date}/*.txt")):
        # Only a line feed ends a row.
        result += [row for row in Path(file).read_bytes().decode().split("\n") if row]
    return result


def everything(output, date="2025-11-08"):
    return {name: sorted(lines(output, name, date)) for name in ("documents", "entities", "stories", "quotes")}


def manifest(output, date="2025-11-08"):
    return json.loads(Path(glob.glob(f"{output}/manifest/date={date}/*.json")[0]).read_text())


def nightdesk(source, output, env=None, jobs=2):
    start = time.monotonic()
    done = subprocess.run(
        [options.nightdesk, "run", "--input", source, "--output", output, "--jobs", str(jobs), "-q"],
        env={**os.environ, **(env or {})}, cwd=tempfile.gettempdir(),
    )
    check("the run to hold it against ends well", done.returncode in (0, 1), done.returncode)
    return time.monotonic() - start


def compare(output, run, plain=lambda text: text, part=None):
    """What the job wrote against what a run wrote: the same bytes, row by row, as `plain` leaves them.

    `part` is how many documents the date has, where the run has those of earlier dates too.
    """
    found, wrong = lines(output, "documents"), 0
    for row in found:
        name = json.loads(row)["id"]
        parts = []
        for stage in STAGES:
            file = Path(f"{run}/{stage}/{name}.json")
            parts.append(f'"{stage}":' + (file.read_bytes().decode().replace("\n", "") if file.exists() else "null"))
        status = json.loads(row)["status"]
        wrong += plain(row) != plain("{" + '"artifacts":{' + ",".join(parts) + "}," + f'"id":{json.dumps(name, ensure_ascii=False)},"status":"{status}"' + "}")
    index = json.loads(Path(f"{run}/index.json").read_text())["documents"]
    usable = {row["id"] for row in index if row["status"] != "failed"}
    ids = {json.loads(r)["id"] for r in found}
    whole = ids == usable if part is None else ids <= usable and len(ids) == part
    check("documents are the run's, byte for byte", wrong == 0 and whole, f"{len(found)} documents, {wrong} differ")
    for name in ("entities", "stories", "quotes"):
        rows = Path(f"{run}/corpus/{name}.json").read_bytes().decode().split("\n")[1:-2]
        wanted, got = sorted(row.rstrip(",") for row in rows if row.startswith("{")), sorted(lines(output, name))
        check(f"{name} are the run's, byte for byte", got == wanted, f"{len(got)} rows, {len(set(got) ^ set(wanted))} differ")


# ── the tests ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def seeds(cluster, folder):
    """Files of every kind below a folder: text, HTML, a feed, news XML."""
    source = str(JOB.parent.parent / "seeds")
    nightdesk(source, f"{folder}/run")
    cluster.run(f"{folder}/job", source, "--format", "files")
    compare(f"{folder}/job", f"{folder}/run")


def poison(cluster, folder):
    """A document that brings its process down is one row; a date is replaced whole, and no other with it."""
    count = synthetic.write(40, f"{folder}/in", f"{folder}/requests.jsonl", seed=5)
    fault = {"NIGHTDESK_FAULT": "crash@quotes:s00007-ledger.json"}
    nightdesk(f"{folder}/in", f"{folder}/run", env=fault)
    cluster.run(f"{folder}/job", f"{folder}/requests.jsonl", env=fault)
    compare(f"{folder}/job", f"{folder}/run")
    row = manifest(f"{folder}/job")
    check("all others are done", row["ok"] == count - 1 and row["error"] == 1 and row["errors"] == 1, row)
    errors = "".join(Path(f).read_text() for f in glob.glob(f"{folder}/job/errors-jsonl/date=*/*.json"))
    check("the poison is one row with its id", "worker-crash" in errors and "s00007-ledger" in errors, errors.strip())
    cluster.run(f"{folder}/job", f"{folder}/requests.jsonl", "--date", "2025-11-09", env=fault)
    before = everything(f"{folder}/job")
    # The same date again, now with nothing wrong: its old error must be gone.
    cluster.run(f"{folder}/job", f"{folder}/requests.jsonl", "--date", "2025-11-09")
    check("another date is left alone", everything(f"{folder}/job") == before)
    row = manifest(f"{folder}/job", "2025-11-09")
    check("a date done again is replaced", row["ok"] == count and row["errors"] == 0, row)


def dates(cluster, folder):
    """Two dates, the second with the one before it: names, stories and quotes are those of one run over both."""
    synthetic.write(40, f"{folder}/in", f"{folder}/requests.jsonl", seed=13)
    rows = Path(f"{folder}/requests.jsonl").read_text().splitlines(keepends=True)
    # Each story has outlets on both days, and one article is sent again on the second.
    Path(f"{folder}/first.jsonl").write_text("".join(rows[0::2]))
    Path(f"{folder}/second.jsonl").write_text("".join(rows[1::2] + rows[:1]))
    nightdesk(f"{folder}/in", f"{folder}/run")
    cluster.run(f"{folder}/job", f"{folder}/first.jsonl", "--date", "2025-11-07")
    cluster.run(f"{folder}/job", f"{folder}/second.jsonl", "--before", "1")
    compare(f"{folder}/job", f"{folder}/run", part=len(rows) // 2 + 1)
    row = manifest(f"{folder}/job")
    check("an article of both dates is the later date's", row["earlier"] == len(rows) - len(rows) // 2 - 1, row)


def killed(cluster, folder):
    """An executor killed in the middle changes nothing."""
    synthetic.write(100, f"{folder}/in", f"{folder}/requests.jsonl", seed=9)
    nightdesk(f"{folder}/in", f"{folder}/run")
    job = cluster.job(f"{folder}/job", f"{folder}/requests.jsonl", log="killed")
    victim = None
    while job.poll() is None and victim is None:
        time.sleep(0.05)
        # The folder of the answers is made when the first step begins: its tasks, the workers, are running.
        if os.path.exists(f"{folder}/job/_work/answers/date=2025-11-08"):
            victim = (cluster.executors() or [None])[0]
    if victim:
        os.kill(victim, signal.SIGKILL)
    code = job.wait()
    log = Path(f"{cluster.folder}/killed.log").read_text(errors="replace")
    check("an executor was killed, and Spark knew it", victim is not None and "Lost executor" in log)
    check("the job ends with 0 all the same", code == 0, code)
    compare(f"{folder}/job", f"{folder}/run")


def archives(cluster, folder):
    """Web archives, read where they lie and by a command; one that breaks off is a row, and what stands before it counts."""
    pages = list(synthetic.articles(12, seed=3))
    os.makedirs(f"{folder}/in")
    for number in range(3):
        write_archive(f"{folder}/in/news-{number}.warc.gz", pages[number::3])
    whole = Path(f"{folder}/in/news-2.warc.gz").read_bytes()
    Path(f"{folder}/in/broken.warc.gz").write_bytes(whole[: len(whole) * 2 // 3])
    nightdesk(f"{folder}/in", f"{folder}/run")
    for name, more in (("local", []), ("fetched", ["--fetch", "python3 -c 'import sys, urllib.parse, urllib.request;"
                       " sys.stdout.buffer.write(urllib.request.urlopen(sys.argv[1]).read())' {}"])):
        cluster.run(f"{folder}/{name}", f"{folder}/in/*.warc.gz", "--format", "warc", *more)
        # A worker does not read an archive to its end before its first answer: size and hash are the page's, not the file's.
        compare(f"{folder}/{name}", f"{folder}/run", lambda text: re.sub(r'"bytes":\d+,|,"sha256":"[0-9a-f]{64}"', "", text))
        row = manifest(f"{folder}/{name}")
        check(f"the archive that breaks off is one error ({name})", row["errors"] == 1 and row["ok"] > len(pages), row)


def write_archive(path, articles):
    """A response for each article, as a crawler keeps them: a gzip member a record."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    with open(path, "wb") as file:
        writer = WARCWriter(file, gzip=True)
        for name, article in articles:
            paragraphs = "".join(f"<p>{text}</p>" for text in article["text"].split("\n\n"))
            page = (
                f'<!DOCTYPE html><html lang="en"><head><title>{article["title"]}</title><meta property='
                f'"article:published_time" content="{article["published"]}"></head><body><article><h1>{article["title"]}</h1>'
                f"{paragraphs}</article></body></html>"
            ).encode()
            head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(f"https://{name}.example/news", "response", payload=io.BytesIO(page), http_headers=head)
            )


def stories(cluster, folder):
    """Purity and completeness of stories, and the time of it all, on many articles."""
    count = synthetic.write(options.stories, f"{folder}/in", f"{folder}/requests.jsonl")
    seconds = nightdesk(f"{folder}/in", f"{folder}/run")
    print(f"     {count} articles: run {seconds:.1f} s", flush=True)
    for candidates in options.candidates.split(","):
        output = f"{folder}/{candidates}"
        seconds = cluster.run(output, f"{folder}/requests.jsonl", "--candidates", candidates)
        row = manifest(output)
        print(f"     {count} articles: job with --candidates {candidates} {seconds:.1f} s, {row}", flush=True)
        groups = [json.loads(text)["documents"] for text in lines(output, "stories")]
        impure = sum(len({synthetic.story_of(d) for d in group}) > 1 for group in groups)
        whole = sum(len(group) == len(synthetic.OUTLETS) for group in groups)
        check(f"no story holds two ({candidates})", impure == 0, impure)
        check(f"98 % of the stories are complete ({candidates})", whole >= 0.98 * options.stories, f"{whole} of {options.stories}")
        if candidates == "keys":
            compare(output, f"{folder}/run")


def main():
    global options
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--nightdesk", required=True)
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--candidates", default="keys,minhash")
    parser.add_argument("--only", help="seeds, poison, dates, killed, archives or stories")
    options = parser.parse_args()
    options.nightdesk = os.path.abspath(options.nightdesk)
    folder = tempfile.mkdtemp(prefix="nightdesk-cluster-")
    cluster = None
    try:
        start = time.monotonic()
        cluster = Cluster(folder)
        print(f"     a master and two workers in {time.monotonic() - start:.1f} s", flush=True)
        for test in (seeds, poison, dates, killed, archives, stories):
            if options.only in (None, test.__name__):
                print(f"== {test.__name__}: {test.__doc__.split(chr(10))[0]}", flush=True)
                os.makedirs(f"{folder}/{test.__name__}")
                test(cluster, f"{folder}/{test.__name__}")
    finally:
        if cluster:
            cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{len(failures)} failed" if failures else "all is well")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
