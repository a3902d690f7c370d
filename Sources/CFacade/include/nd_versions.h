#ifndef ND_VERSIONS_H
#define ND_VERSIONS_H
/// Versions of the libraries that can change an artifact's bytes, as text that lives as long as the process.
const char *nd_icu_version(void);
const char *nd_unicode_version(void);
const char *nd_libxml2_version(void);
#endif
