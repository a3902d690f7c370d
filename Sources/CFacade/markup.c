#include "nd_markup.h"
#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const tags[] = {
    "a",
    "abbr",
    "acronym",
    "address",
    "applet",
    "area",
    "article",
    "aside",
    "audio",
    "b",
    "base",
    "bdi",
    "bdo",
    "big",
    "blockquote",
    "body",
    "br",
    "button",
    "canvas",
    "caption",
    "center",
    "cite",
    "code",
    "col",
    "colgroup",
    "data",
    "datalist",
    "dd",
    "del",
    "details",
    "dfn",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "em",
    "embed",
    "fieldset",
    "figcaption",
    "figure",
    "font",
    "footer",
    "form",
    "frame",
    "frameset",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "i",
    "iframe",
    "img",
    "input",
    "ins",
    "kbd",
    "label",
    "legend",
    "li",
    "link",
    "main",
    "map",
    "mark",
    "menu",
    "meta",
    "nav",
    "noscript",
    "object",
    "ol",
    "optgroup",
    "option",
    "output",
    "p",
    "param",
    "picture",
    "pre",
    "progress",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "script",
    "section",
    "select",
    "small",
    "source",
    "span",
    "strike",
    "strong",
    "style",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "template",
    "textarea",
    "tfoot",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "track",
    "tt",
    "u",
    "ul",
    "var",
    "video",
    "wbr",
};
static const char *const attribute_names[] = {
    "alt",
    "aria-hidden",
    "aria-label",
    "class",
    "content",
    "data-component",
    "data-content",
    "data-module",
    "data-qa",
    "data-testid",
    "data-type",
    "datetime",
    "hidden",
    "href",
    "id",
    "itemprop",
    "itemscope",
    "itemtype",
    "lang",
    "name",
    "property",
    "rel",
    "role",
    "style",
    "title",
    "type",
    "value",
};

enum {
  MAX_DEPTH = 10000,
  MAX_NODES = 8000000,
  MAX_TAG = 16384,  // bytes of one tag; libxml2 compares every attribute with every other
  NAMES = 256,      // slots for names seen, by libxml2's interned pointer
};

typedef struct {
  const xmlChar *pointer;
  int32_t id, offset, length;
} name_slot;

/// A stretch of the stripped input: it begins at `stripped` there and at `source` in the source.
typedef struct {
  size_t stripped, source;
} stretch;

typedef struct {
  xmlParserCtxtPtr context;
  nd_markup out;
  size_t node_capacity, attribute_capacity, text_capacity, string_capacity;
  int32_t *open;  // the open elements
  size_t depth, open_capacity;
  const uint8_t *input;
  size_t input_length;
  const stretch *stretches;
  size_t stretch_count, stretch_at;
  size_t position;  // of the event before, in the stripped input
  bool html;
  name_slot tag_slots[NAMES], attribute_slots[NAMES];
  xmlEntityPtr entities;  // made on the way, chained by `next`
} state;

static void *grown(void *memory, size_t *capacity, size_t needed, size_t size) {
  if (needed <= *capacity) return memory;
  size_t n = *capacity ? *capacity : 256;
  while (n < needed) n *= 2;
  *capacity = n;
  return realloc(memory, n * size);
}

static int compare_names(const void *a, const void *b) { return strcmp((const char *)a, *(const char *const *)b); }

static int32_t put_string(state *s, const uint8_t *bytes, size_t length) {
  s->out.strings = grown(s->out.strings, &s->string_capacity, s->out.string_length + length + 1, 1);
  int32_t at = (int32_t)s->out.string_length;
  memcpy(s->out.strings + at, bytes, length);
  s->out.strings[at + length] = 0;
  s->out.string_length += length + 1;
  return at;
}

static name_slot name_of(state *s, name_slot *slots, const xmlChar *name, bool is_tag) {
  size_t i = ((uintptr_t)name >> 3 ^ (uintptr_t)name >> 11) % NAMES;
  if (slots[i].pointer == name) return slots[i];
  name_slot slot = {name, is_tag ? ND_TAG_OTHER : ND_ATTRIBUTE_OTHER, 0, (int32_t)strlen((const char *)name)};
  if (s->html) {
    const char *const *table = is_tag ? tags : attribute_names;
    size_t n = is_tag ? sizeof tags / sizeof *tags : sizeof attribute_names / sizeof *attribute_names;
    const char *const *found = bsearch(name, table, n, sizeof *table, compare_names);
    if (found) slot.id = (int32_t)(found - table) + (is_tag ? 2 : 1);
  }
  slot.offset = put_string(s, name, (size_t)slot.length);
  slots[i] = slot;
  return slot;
}

/// The parser's place in its input.
static size_t here(const state *s) {
  xmlParserInputPtr input = s->context->input;
  if (!input || input->cur < input->base) return s->position;
  size_t at = (size_t)input->consumed + (size_t)(input->cur - input->base);
  return at <= s->input_length ? at : s->input_length;
}

/// The source place of one in the stripped input; calls come in ascending order.
static int32_t source_of(state *s, size_t at) {
  if (s->stretch_count == 0) return (int32_t)at;
  while (s->stretch_at + 1 < s->stretch_count && s->stretches[s->stretch_at + 1].stripped <= at) s->stretch_at++;
  while (s->stretch_at > 0 && s->stretches[s->stretch_at].stripped > at) s->stretch_at--;
  return (int32_t)(s->stretches[s->stretch_at].source + (at - s->stretches[s->stretch_at].stripped));
}

static nd_node *new_node(state *s) {
  if (s->out.node_count >= MAX_NODES) {
    s->out.error = ND_MARKUP_TOO_BIG;
    xmlStopParser(s->context);
    return NULL;
  }
  s->out.nodes = grown(s->out.nodes, &s->node_capacity, s->out.node_count + 1, sizeof(nd_node));
  nd_node *node = &s->out.nodes[s->out.node_count];
  memset(node, 0, sizeof *node);
  node->parent = s->depth ? s->open[s->depth - 1] : -1;
  node->end = (int32_t)++s->out.node_count;
  return node;
}

static void start_element(void *data, const xmlChar *name, const xmlChar **attributes) {
  state *s = data;
  if (s->out.error) return;
  if (s->depth >= MAX_DEPTH) {
    s->out.error = ND_MARKUP_TOO_DEEP;
    xmlStopParser(s->context);
    return;
  }
  name_slot slot = name_of(s, s->tag_slots, name, true);
  nd_node *node = new_node(s);
  if (!node) return;
  s->position = here(s);
  node->tag = slot.id;
  node->text = slot.offset;
  node->length = slot.length;
  node->source = node->source_end = source_of(s, s->position);
  node->first_attribute = (int32_t)s->out.attribute_count;
  for (; attributes && attributes[0]; attributes += 2) {
    name_slot key = name_of(s, s->attribute_slots, attributes[0], false);
    if (s->html && key.id == ND_ATTRIBUTE_OTHER) continue;
    s->out.attributes = grown(s->out.attributes, &s->attribute_capacity, s->out.attribute_count + 1, sizeof(nd_attribute));
    const xmlChar *value = attributes[1] ? attributes[1] : (const xmlChar *)"";
    size_t length = strlen((const char *)value);
    int32_t at = put_string(s, value, length);
    s->out.attributes[s->out.attribute_count++] = (nd_attribute){key.id, key.offset, key.length, at, (int32_t)length};
    node->attribute_count++;
  }
  s->open = grown(s->open, &s->open_capacity, s->depth + 1, sizeof(int32_t));
  s->open[s->depth++] = (int32_t)(node - s->out.nodes);
}

static void end_element(void *data, const xmlChar *name) {
  (void)name;
  state *s = data;
  if (s->depth == 0) return;
  nd_node *node = &s->out.nodes[s->open[--s->depth]];
  node->end = (int32_t)s->out.node_count;
  s->position = here(s);
  node->source_end = source_of(s, s->position);
}

static void characters(void *data, const xmlChar *bytes, int length) {
  state *s = data;
  if (s->out.error || length <= 0) return;
  size_t n = (size_t)length, end = here(s), start = s->position;
  if (end >= n && memcmp(s->input + end - n, bytes, n) == 0) {
    start = end - n;
  } else if (start < s->input_length && s->input[start] == '>') {
    start++;
  }
  if (start > end) start = end;
  s->position = end;
  s->out.text = grown(s->out.text, &s->text_capacity, s->out.text_length + n, 1);
  memcpy(s->out.text + s->out.text_length, bytes, n);
  int32_t parent = s->depth ? s->open[s->depth - 1] : -1;
  nd_node *node = s->out.node_count ? &s->out.nodes[s->out.node_count - 1] : NULL;
  if (!node || node->tag != ND_TAG_TEXT || node->parent != parent || (size_t)(node->text + node->length) != s->out.text_length) {
    node = new_node(s);
    if (!node) return;
    node->tag = ND_TAG_TEXT;
    node->text = (int32_t)s->out.text_length;
    node->source = source_of(s, start);
  }
  node->length += length;
  node->source_end = source_of(s, end);
  s->out.text_length += n;
}

static void cdata(void *data, const xmlChar *bytes, int length) { characters(data, bytes, length); }

/// What the document cannot declare (no declaration is read): XML's five and HTML's names.
static xmlEntityPtr entity(void *data, const xmlChar *name) {
  state *s = data;
  xmlEntityPtr known = xmlGetPredefinedEntity(name);
  if (known) return known;
  for (xmlEntityPtr e = s->entities; e; e = (xmlEntityPtr)e->next)
    if (strcmp((const char *)e->name, (const char *)name) == 0) return e;
  const htmlEntityDesc *html = htmlEntityLookup(name);
  if (!html) return NULL;
  xmlEntityPtr made = calloc(1, sizeof *made);
  xmlChar bytes[8];
  int n = xmlCopyCharMultiByte(bytes, (int)html->value);
  bytes[n] = 0;
  made->type = XML_ENTITY_DECL;
  made->etype = XML_INTERNAL_PREDEFINED_ENTITY;
  made->name = (const xmlChar *)html->name;
  made->content = xmlStrdup(bytes);
  made->length = n;
  made->next = (xmlNodePtr)s->entities;
  s->entities = made;
  return made;
}

static void silent(void *data, xmlErrorPtr error) { (void)data, (void)error; }

static pthread_once_t once = PTHREAD_ONCE_INIT;

static void handlers(state *s, xmlSAXHandler *sax) {
  memset(sax, 0, sizeof *sax);
  sax->startElement = start_element;
  sax->endElement = end_element;
  sax->characters = characters;
  sax->ignorableWhitespace = characters;
  sax->cdataBlock = cdata;
  if (!s->html) sax->getEntity = entity;
}

static nd_markup finished(state *s) {
  while (s->depth) {
    nd_node *node = &s->out.nodes[s->open[--s->depth]];
    node->end = (int32_t)s->out.node_count;
    node->source_end = source_of(s, s->input_length);
  }
  if (s->out.node_count == 0 && !s->out.error) s->out.error = ND_MARKUP_EMPTY;
  free(s->open);
  while (s->entities) {
    xmlEntityPtr next = (xmlEntityPtr)s->entities->next;
    xmlFree(s->entities->content);
    free(s->entities);
    s->entities = next;
  }
  nd_markup out = s->out;
  free(s);
  return out;
}

// The scan before the parse.

static bool named(const uint8_t *p, const uint8_t *end, const char *name, size_t n) {
  if ((size_t)(end - p) < n || strncasecmp((const char *)p, name, n) != 0) return false;
  if ((size_t)(end - p) == n) return true;
  uint8_t c = p[n];
  return c == '>' || c == '/' || c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

/// The first byte after a tag that begins at `p`, quotes minded; `end` where it is never closed.
static const uint8_t *after_tag(const uint8_t *p, const uint8_t *end) {
  for (p++; p < end; p++) {
    uint8_t c = *p;
    if (c == '>') return p + 1;
    if (c == '=') {
      const uint8_t *q = p + 1;
      while (q < end && (*q == ' ' || *q == '\n' || *q == '\t' || *q == '\r')) q++;
      if (q < end && (*q == '"' || *q == '\'')) {
        const uint8_t *close = memchr(q + 1, *q, (size_t)(end - q - 1));
        if (!close) return memchr(p, '>', (size_t)(end - p)) ? (const uint8_t *)memchr(p, '>', (size_t)(end - p)) + 1 : end;
        p = close;
      }
    }
  }
  return end;
}

/// The last gap between two attributes before `limit`, of a tag that begins at `p` and goes on beyond it.
static const uint8_t *last_gap(const uint8_t *p, const uint8_t *limit) {
  const uint8_t *gap = limit;
  for (const uint8_t *q = p + 1; q < limit; q++) {
    if (*q == ' ' || *q == '\n' || *q == '\t' || *q == '\r') gap = q;
    if (*q == '=') {
      while (q + 1 < limit && (q[1] == ' ' || q[1] == '\n' || q[1] == '\t' || q[1] == '\r')) q++;
      if (q + 1 < limit && (q[1] == '"' || q[1] == '\'')) {
        const uint8_t *close = memchr(q + 2, q[1], (size_t)(limit - q - 2));
        // A value that goes on beyond the limit would swallow what follows the tag.
        if (!close) break;
        q = close;
      }
    }
  }
  return gap;
}

/// Where `</name` stands next, or NULL.
static const uint8_t *closing(const uint8_t *p, const uint8_t *end, const char *name, size_t n) {
  while (p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
    if (p + 1 < end && p[1] == '/' && named(p + 2, end, name, n)) return p;
    p++;
  }
  return NULL;
}

static bool contains(const uint8_t *p, const uint8_t *end, const char *word) {
  size_t n = strlen(word);
  for (; p + n <= end; p++)
    if (strncasecmp((const char *)p, word, n) == 0) return true;
  return false;
}

typedef struct {
  uint8_t *bytes;
  size_t length;
  stretch *stretches;
  size_t count, capacity;
} stripped;

static void keep(stripped *out, const uint8_t *source, const uint8_t *from, const uint8_t *to) {
  if (from >= to) return;
  out->stretches = grown(out->stretches, &out->capacity, out->count + 1, sizeof(stretch));
  out->stretches[out->count++] = (stretch){out->length, (size_t)(from - source)};
  memcpy(out->bytes + out->length, from, (size_t)(to - from));
  out->length += (size_t)(to - from);
}

static stripped scan(const uint8_t *bytes, size_t length, nd_markup *markup) {
  stripped out = {malloc(length + 16), 0, NULL, 0, 0};
  static const struct { const char *name; size_t length; } raw[] = {{"script", 6}, {"style", 5}, {"svg", 3}};
  size_t ranges = 0;
  const uint8_t *end = bytes + length, *p = bytes, *run = bytes;
  bool comments_end = true, closes[3] = {true, true, true};
  while (p < end && (p = memchr(p, '<', (size_t)(end - p)))) {
    if (p + 1 >= end) break;
    uint8_t c = p[1];
    if (c == '!') {
      if (comments_end && end - p >= 4 && p[2] == '-' && p[3] == '-') {
        const uint8_t *close = p + 2;  // `<!-->` is a whole comment
        const uint8_t *found = NULL;
        while (close < end && (close = memchr(close, '>', (size_t)(end - close)))) {
          if (close[-1] == '-' && close[-2] == '-') { found = close; break; }
          close++;
        }
        // A comment that never ends would swallow the article: it is left to the parser, which closes it.
        if (!found) { comments_end = false; p += 4; continue; }
        keep(&out, bytes, run, p);
        run = p = found + 1;
        continue;
      }
      p += 2;
      continue;
    }
    if ((c | 0x20) < 'a' || (c | 0x20) > 'z') {
      p += 2;
      continue;
    }
    const uint8_t *tag_end = after_tag(p, end);
    if (c == 's' || c == 'S') {
      bool dropped = false;
      for (int i = 0; i < 3; i++) {
        if (!closes[i] || !named(p + 1, end, raw[i].name, raw[i].length)) continue;
        if (tag_end[-1] == '>' && tag_end[-2] == '/' && i == 2) break;  // <svg/>
        const uint8_t *close = closing(tag_end, end, raw[i].name, raw[i].length);
        if (!close) { closes[i] = false; break; }
        if (i == 0 && contains(p, tag_end, "ld+json")) {
          markup->json_ld = grown(markup->json_ld, &ranges, markup->json_ld_count + 1, sizeof(nd_range));
          markup->json_ld[markup->json_ld_count++] = (nd_range){(int32_t)(tag_end - bytes), (int32_t)(close - bytes)};
        }
        keep(&out, bytes, run, p);
        const uint8_t *close_end = after_tag(close, end);
        run = p = close_end;
        dropped = true;
        break;
      }
      if (dropped) continue;
    }
    if (tag_end - p > MAX_TAG) {
      keep(&out, bytes, run, last_gap(p, p + MAX_TAG));
      keep(&out, bytes, tag_end - 1, tag_end);
      run = tag_end;
    }
    p = tag_end;
  }
  keep(&out, bytes, run, end);
  return out;
}

nd_markup nd_parse_html(const uint8_t *bytes, size_t length) {
  pthread_once(&once, xmlInitParser);
  state *s = calloc(1, sizeof *s);
  s->html = true;
  if (length > INT32_MAX / 4) {
    s->out.error = ND_MARKUP_TOO_BIG;
    return finished(s);
  }
  stripped input = scan(bytes, length, &s->out);
  s->input = input.bytes;
  s->input_length = input.length;
  s->stretches = input.stretches;
  s->stretch_count = input.count;
  htmlParserCtxtPtr context = input.length ? htmlCreateMemoryParserCtxt((const char *)input.bytes, (int)input.length) : NULL;
  if (context) {
    htmlCtxtUseOptions(context, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET | HTML_PARSE_IGNORE_ENC | XML_PARSE_HUGE);
    handlers(s, context->sax);
    context->charset = XML_CHAR_ENCODING_UTF8;
    context->userData = s;
    s->context = context;
    s->out.nodes = grown(NULL, &s->node_capacity, input.length / 24 + 64, sizeof(nd_node));
    s->out.text = grown(NULL, &s->text_capacity, input.length / 4 + 64, 1);
    xmlSetStructuredErrorFunc(NULL, silent);
    htmlParseDocument(context);
    if (context->myDoc) xmlFreeDoc(context->myDoc);
    htmlFreeParserCtxt(context);
  }
  nd_markup out = finished(s);
  free(input.bytes);
  free(input.stretches);
  return out;
}

nd_markup nd_parse_xml(const uint8_t *bytes, size_t length) {
  pthread_once(&once, xmlInitParser);
  state *s = calloc(1, sizeof *s);
  if (length > INT32_MAX / 4) {
    s->out.error = ND_MARKUP_TOO_BIG;
    return finished(s);
  }
  s->input = bytes;
  s->input_length = length;
  xmlParserCtxtPtr context = length ? xmlCreateMemoryParserCtxt((const char *)bytes, (int)length) : NULL;
  if (context) {
    xmlCtxtUseOptions(context, XML_PARSE_RECOVER | XML_PARSE_NOERROR | XML_PARSE_NOWARNING | XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_HUGE | XML_PARSE_SAX1);
    handlers(s, context->sax);
    context->userData = s;
    s->context = context;
    xmlSetStructuredErrorFunc(NULL, silent);
    xmlParseDocument(context);
    if (!context->wellFormed && !s->out.error) s->out.error = ND_MARKUP_MALFORMED;
    if (context->myDoc) xmlFreeDoc(context->myDoc);
    xmlFreeParserCtxt(context);
  }
  return finished(s);
}

void nd_markup_free(nd_markup markup) {
  free(markup.nodes);
  free(markup.attributes);
  free(markup.text);
  free(markup.strings);
  free(markup.json_ld);
}

uint32_t nd_entity(const char *name) {
  const htmlEntityDesc *found = htmlEntityLookup((const xmlChar *)name);
  return found ? found->value : strcmp(name, "apos") == 0 ? '\'' : 0;
}
