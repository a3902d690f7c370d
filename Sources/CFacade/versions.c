#include "nd_versions.h"
#include <libxml/xmlversion.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

const char *nd_icu_version(void) { return U_ICU_VERSION; }
const char *nd_unicode_version(void) { return U_UNICODE_VERSION; }
const char *nd_libxml2_version(void) { return LIBXML_DOTTED_VERSION; }
