#!/usr/bin/env python3
"""Makes the web archives of ArchiveTests, with warcio from PyPI: make.py FOLDER

They are kept here as they were made (warcio 1.8.1), so that the tests need no package of Python's.
"""

import gzip
import io
import sys
import zlib

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = {"WARC-Date": "2025-11-08T06:00:00Z"}


def page(title, *paragraphs):
    text = "".join(f"<p>{p}</p>" for p in paragraphs)
    return f"<!DOCTYPE html><html lang=en><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"


FERRY = page(
    "Ferry returns to Port Ellory",
    "The ferry to Port Ellory sails again from Monday, the harbour office said, after nine days of storms that kept it at the quay.",
    "“We have waited long enough,” said Captain Isolde Marrin, who has worked on the route for twelve years.",
    "The first boat leaves at six in the morning, and tickets that were bought before the storm remain valid until the end of the month.",
)
BRIDGE = page(
    "Council votes for a second bridge",
    "The council of Port Ellory voted on Tuesday for a second bridge across the estuary, by eleven votes to four.",
    "Mayor Anselm Tove called the vote “a debt paid to the next generation” and said that work would begin in the spring.",
    "Opponents, among them the fishermen's association, said that the pillars would close the best of the old fishing grounds.",
)
MARKET = page(
    "Market hall café opens its doors",
    "The café in the old market hall opened on Wednesday, three months later than its owners had hoped when they signed the lease.",
    "\"It is smaller than we planned, and better,\" said Nadine Rüegg, one of the two owners, as the first guests came in from the rain.",
    "The hall itself, built in 1911, will stay closed until the roof has been repaired, which the city expects to take a year.",
)


def chunked(body):
    pieces = [body[i : i + 500] for i in range(0, len(body), 500)]
    return b"".join(b"%x\r\n%s\r\n" % (len(p), p) for p in pieces) + b"0\r\n\r\n"


def response(writer, url, body, media="text/html; charset=utf-8", status="200 OK", headers=()):
    fields = [("Content-Type", media), *headers]
    http = StatusAndHeaders(status, fields, protocol="HTTP/1.1")
    record = writer.create_warc_record(
        url, "response", payload=io.BytesIO(body), http_headers=http, warc_headers_dict=dict(DATE)
    )
    writer.write_record(record)


def news(writer):
    writer.write_record(writer.create_warcinfo_record("news.warc", {"software": "made for a test"}))
    url = "https://ellory.example/news/"
    request = StatusAndHeaders("GET /news/ferry HTTP/1.1", [("Host", "ellory.example")], is_http_request=True)
    writer.write_record(
        writer.create_warc_record(url + "ferry", "request", http_headers=request, warc_headers_dict=dict(DATE))
    )
    response(writer, url + "ferry", FERRY.encode())
    response(writer, url + "logo.png", b"\x89PNG\r\n\x1a\n" + bytes(64), media="image/png")
    # As a server sends it: in chunks, packed.
    packed = gzip.compress(BRIDGE.encode(), mtime=0)
    response(
        writer, url + "bridge", chunked(packed),
        headers=[("Content-Encoding", "gzip"), ("Transfer-Encoding", "chunked")],
    )
    response(writer, url + "gone", page("Not found", "There is nothing here.").encode(), status="404 Not Found")
    response(writer, url + "market", MARKET.encode("iso-8859-1", "replace"), media="text/html; charset=iso-8859-1")
    # Once more, with another content: the first counts.
    response(writer, url + "ferry", BRIDGE.encode())
    writer.write_record(
        writer.create_warc_record(
            url + "text", "resource", payload=io.BytesIO(b"The lighthouse at Port Ellory was painted on Friday, its keeper said, for the first time in thirty years.\n"),
            length=107, warc_content_type="text/plain", warc_headers_dict=dict(DATE),
        )
    )


def archive(packed, fill=news):
    out = io.BytesIO()
    fill(WARCWriter(out, gzip=packed, warc_version="1.0"))
    return out.getvalue()


def hostile():
    """Name, bytes: archives that were damaged, or made to harm."""
    plain, packed = archive(False), archive(True)
    yield "cut-plain.warc", plain[:-900]
    yield "cut-packed.warc.gz", packed[:-700]
    middle = bytearray(packed)
    third = [i for i in range(len(packed)) if packed[i : i + 3] == b"\x1f\x8b\x08"][4]
    middle[third + 40 : third + 60] = bytes(20)
    yield "damaged-member.warc.gz", bytes(middle)
    head = plain.index(b"WARC/1.0", 10)
    yield "length-too-long.warc", plain[:head] + plain[head:].replace(b"Content-Length: ", b"Content-Length: 99999999", 1)
    yield "length-negative.warc", plain[:head] + plain[head:].replace(b"Content-Length: ", b"Content-Length: -", 1)
    yield "length-missing.warc", plain[:head] + plain[head:].replace(b"Content-Length", b"Content-Breadth", 1)
    yield "garbage-between.warc", plain[:head] + b"\x00\xff garbage\r\n" + plain[head:]
    yield "header-without-end.warc", b"WARC/1.0\r\n" + b"A: b\r\n" * 1200
    yield "line-without-end.warc", b"WARC/1.0\r\n" + b"x" * 70_000
    yield "empty.warc", b""
    yield "only-head.warc", b"WARC/1.0\r\n"
    yield "no-page.warc", archive(False, lambda w: w.write_record(w.create_warcinfo_record("x", {"a": "b"})))
    # One member over all records: nothing in it can be found by itself.
    yield "one-member.warc.gz", gzip.compress(plain, mtime=0)
    bomb = zlib.compressobj(9, zlib.DEFLATED, 31)
    body = b"WARC/1.0\r\nWARC-Type: metadata\r\nContent-Length: 900000000\r\n\r\n"
    yield "bomb.warc.gz", bomb.compress(body) + b"".join(bomb.compress(bytes(1 << 20)) for _ in range(66)) + bomb.flush()

    def odd(writer):
        url = "https://ellory.example/odd/"
        response(writer, url + "chunks", b"zz\r\nnot chunks at all", headers=[("Transfer-Encoding", "chunked")])
        response(writer, url + "brotli", b"\x0b\x02\x80\x03", headers=[("Content-Encoding", "br")])
        response(writer, url + "cut-gzip", gzip.compress(FERRY.encode(), mtime=0)[:200], headers=[("Content-Encoding", "gzip")])
        inner = gzip.compress(bytes(20 << 20), mtime=0)
        response(writer, url + "page-bomb", inner, headers=[("Content-Encoding", "gzip")])
        response(writer, "https://ellory.example/../../etc/passwd", FERRY.encode())
        response(writer, url + "ferry", FERRY.encode())

    yield "odd-pages.warc.gz", archive(True, odd)


if __name__ == "__main__":
    folder = sys.argv[1]
    for name, data in [("news.warc", archive(False)), ("news.warc.gz", archive(True)), *hostile()]:
        with open(f"{folder}/{name}", "wb") as file:
            file.write(data)
