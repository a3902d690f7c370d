// Shows a page of the report, and shows it again when a run of `nightdesk watch` has changed the report. No request leaves
// this folder: live-version.js, which the watch writes after each run, is read as a script once a second.
"use strict";
const frame = document.getElementById("page");
const nightdesk = {
  seen: null,
  version(now) {
    if (nightdesk.seen !== null && nightdesk.seen !== now) nightdesk.again();
    nightdesk.seen = now;
  },
  // The page behind "#" in the address, as live.html#articles/one.html; the front page without it.
  show() {
    const name = decodeURIComponent(location.hash.slice(1));
    frame.src = /^[\w./-]+\.html$/.test(name) && !name.includes("..") && !name.startsWith("/") ? name : "index.html";
  },
  again() {
    try {
      // Where a server gives the files, the reader may have followed a link.
      frame.contentWindow.location.reload();
    } catch {
      nightdesk.show();
    }
  },
  poll() {
    const script = document.createElement("script");
    script.src = "live-version.js?" + Date.now();
    script.onload = script.onerror = () => script.remove();
    document.head.append(script);
  },
};
nightdesk.show();
addEventListener("hashchange", nightdesk.show);
setInterval(nightdesk.poll, 1000);
nightdesk.poll();
