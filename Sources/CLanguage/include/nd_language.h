#ifndef ND_LANGUAGE_H
#define ND_LANGUAGE_H
#include <stddef.h>
#include <stdint.h>

/// One embedded file of language data, or one JSON Schema; its bytes live as long as the process.
typedef struct {
  const char *path;  /// below this folder, as "en/sentences/abbreviations.tsv" or "schemas/index.schema.json"
  const uint8_t *bytes;
  size_t length;
} nd_language_file;

/// The embedded files of one folder; NULL past the last folder.
const nd_language_file *nd_language_folder(size_t index, size_t *count);

/// What was compiled of the language data ahead of time, on a border of 64 bytes; a byte or none where nothing was.
const uint8_t *nd_compiled_tables(size_t *length);
#endif
