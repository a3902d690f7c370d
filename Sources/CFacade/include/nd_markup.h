#ifndef ND_MARKUP_H
#define ND_MARKUP_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/// HTML's elements, in byte order of their names; 0 is text, 1 an element that is not in this list.
enum {
  ND_TAG_TEXT = 0,
  ND_TAG_OTHER,
  ND_TAG_A,
  ND_TAG_ABBR,
  ND_TAG_ACRONYM,
  ND_TAG_ADDRESS,
  ND_TAG_APPLET,
  ND_TAG_AREA,
  ND_TAG_ARTICLE,
  ND_TAG_ASIDE,
  ND_TAG_AUDIO,
  ND_TAG_B,
  ND_TAG_BASE,
  ND_TAG_BDI,
  ND_TAG_BDO,
  ND_TAG_BIG,
  ND_TAG_BLOCKQUOTE,
  ND_TAG_BODY,
  ND_TAG_BR,
  ND_TAG_BUTTON,
  ND_TAG_CANVAS,
  ND_TAG_CAPTION,
  ND_TAG_CENTER,
  ND_TAG_CITE,
  ND_TAG_CODE,
  ND_TAG_COL,
  ND_TAG_COLGROUP,
  ND_TAG_DATA,
  ND_TAG_DATALIST,
  ND_TAG_DD,
  ND_TAG_DEL,
  ND_TAG_DETAILS,
  ND_TAG_DFN,
  ND_TAG_DIALOG,
  ND_TAG_DIR,
  ND_TAG_DIV,
  ND_TAG_DL,
  ND_TAG_DT,
  ND_TAG_EM,
  ND_TAG_EMBED,
  ND_TAG_FIELDSET,
  ND_TAG_FIGCAPTION,
  ND_TAG_FIGURE,
  ND_TAG_FONT,
  ND_TAG_FOOTER,
  ND_TAG_FORM,
  ND_TAG_FRAME,
  ND_TAG_FRAMESET,
  ND_TAG_H1,
  ND_TAG_H2,
  ND_TAG_H3,
  ND_TAG_H4,
  ND_TAG_H5,
  ND_TAG_H6,
  ND_TAG_HEAD,
  ND_TAG_HEADER,
  ND_TAG_HGROUP,
  ND_TAG_HR,
  ND_TAG_HTML,
  ND_TAG_I,
  ND_TAG_IFRAME,
  ND_TAG_IMG,
  ND_TAG_INPUT,
  ND_TAG_INS,
  ND_TAG_KBD,
  ND_TAG_LABEL,
  ND_TAG_LEGEND,
  ND_TAG_LI,
  ND_TAG_LINK,
  ND_TAG_MAIN,
  ND_TAG_MAP,
  ND_TAG_MARK,
  ND_TAG_MENU,
  ND_TAG_META,
  ND_TAG_NAV,
  ND_TAG_NOSCRIPT,
  ND_TAG_OBJECT,
  ND_TAG_OL,
  ND_TAG_OPTGROUP,
  ND_TAG_OPTION,
  ND_TAG_OUTPUT,
  ND_TAG_P,
  ND_TAG_PARAM,
  ND_TAG_PICTURE,
  ND_TAG_PRE,
  ND_TAG_PROGRESS,
  ND_TAG_Q,
  ND_TAG_RP,
  ND_TAG_RT,
  ND_TAG_RUBY,
  ND_TAG_S,
  ND_TAG_SAMP,
  ND_TAG_SCRIPT,
  ND_TAG_SECTION,
  ND_TAG_SELECT,
  ND_TAG_SMALL,
  ND_TAG_SOURCE,
  ND_TAG_SPAN,
  ND_TAG_STRIKE,
  ND_TAG_STRONG,
  ND_TAG_STYLE,
  ND_TAG_SUB,
  ND_TAG_SUMMARY,
  ND_TAG_SUP,
  ND_TAG_SVG,
  ND_TAG_TABLE,
  ND_TAG_TBODY,
  ND_TAG_TD,
  ND_TAG_TEMPLATE,
  ND_TAG_TEXTAREA,
  ND_TAG_TFOOT,
  ND_TAG_TH,
  ND_TAG_THEAD,
  ND_TAG_TIME,
  ND_TAG_TITLE,
  ND_TAG_TR,
  ND_TAG_TRACK,
  ND_TAG_TT,
  ND_TAG_U,
  ND_TAG_UL,
  ND_TAG_VAR,
  ND_TAG_VIDEO,
  ND_TAG_WBR,
};

/// Attributes that are read, in byte order of their names; 0 is any other.
enum {
  ND_ATTRIBUTE_OTHER = 0,
  ND_ATTRIBUTE_ALT,
  ND_ATTRIBUTE_ARIA_HIDDEN,
  ND_ATTRIBUTE_ARIA_LABEL,
  ND_ATTRIBUTE_CLASS,
  ND_ATTRIBUTE_CONTENT,
  ND_ATTRIBUTE_DATA_COMPONENT,
  ND_ATTRIBUTE_DATA_CONTENT,
  ND_ATTRIBUTE_DATA_MODULE,
  ND_ATTRIBUTE_DATA_QA,
  ND_ATTRIBUTE_DATA_TESTID,
  ND_ATTRIBUTE_DATA_TYPE,
  ND_ATTRIBUTE_DATETIME,
  ND_ATTRIBUTE_HIDDEN,
  ND_ATTRIBUTE_HREF,
  ND_ATTRIBUTE_ID,
  ND_ATTRIBUTE_ITEMPROP,
  ND_ATTRIBUTE_ITEMSCOPE,
  ND_ATTRIBUTE_ITEMTYPE,
  ND_ATTRIBUTE_LANG,
  ND_ATTRIBUTE_NAME,
  ND_ATTRIBUTE_PROPERTY,
  ND_ATTRIBUTE_REL,
  ND_ATTRIBUTE_ROLE,
  ND_ATTRIBUTE_STYLE,
  ND_ATTRIBUTE_TITLE,
  ND_ATTRIBUTE_TYPE,
  ND_ATTRIBUTE_VALUE,
};

/// A node of a parsed document. Nodes stand in document order, so the descendants of node `i` are `i + 1 ..< end`.
typedef struct {
  /// ND_TAG_…
  int32_t tag;
  /// Index of the parent, -1 at the top.
  int32_t parent;
  /// One past the last descendant.
  int32_t end;
  /// Of text: offset and length in `text`. Of an element: its name in `strings`, as written in XML, lower case in HTML.
  int32_t text, length;
  /// Where it begins and ends in the source, in bytes; an element's end is that of its content.
  int32_t source, source_end;
  int32_t first_attribute, attribute_count;
} nd_node;

typedef struct {
  /// ND_ATTRIBUTE_… (HTML only).
  int32_t key;
  /// Name and value in `strings`.
  int32_t name, name_length, value, length;
} nd_attribute;

typedef struct {
  int32_t start, end;
} nd_range;

typedef enum { ND_MARKUP_OK = 0, ND_MARKUP_TOO_DEEP, ND_MARKUP_TOO_BIG, ND_MARKUP_EMPTY, ND_MARKUP_MALFORMED } nd_markup_error;

/// A document as a flat table of nodes. Free with `nd_markup_free`.
typedef struct {
  nd_markup_error error;
  nd_node *nodes;
  size_t node_count;
  nd_attribute *attributes;
  size_t attribute_count;
  uint8_t *text;
  size_t text_length;
  uint8_t *strings;
  size_t string_length;
  /// HTML: the source ranges of scripts that hold JSON-LD.
  nd_range *json_ld;
  size_t json_ld_count;
} nd_markup;

/// Parses HTML of any age (libxml2's HTML parser). `bytes` must be valid UTF-8 whatever the page declares.
///
/// Comments and the bodies of script, style and svg are left out before the parse; positions are those of `bytes`.
/// No network, no file, no DTD. Elements nested deeper than 10,000 and documents of more than 8 million nodes are errors,
/// never cut silently; a tag's attributes past the first 16 KB are dropped.
nd_markup nd_parse_html(const uint8_t *bytes, size_t length);

/// Parses XML, as well-formed as it is (libxml2's recovering parser). `bytes` must be valid UTF-8.
///
/// No network, no file, no DTD, no entity declared in the document; HTML's named entities are known. Element names keep
/// their prefix. `error` is ND_MARKUP_MALFORMED where the document is not well formed; the nodes read until then stand.
nd_markup nd_parse_xml(const uint8_t *bytes, size_t length);

void nd_markup_free(nd_markup markup);

/// The character that a named reference of HTML stands for (`eacute`: U+00E9), 0 where there is none of that name.
uint32_t nd_entity(const char *name);
#endif
