#include "include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

// Written by `nightdesk compile-language`; without it everything is read from the text.
_Alignas(64) static const uint8_t tables[] = {
#if __has_embed("compiled/tables.bin")
#embed "compiled/tables.bin"
#else
    0
#endif
};

const uint8_t *nd_compiled_tables(size_t *length) {
  *length = sizeof(tables);
  return tables;
}
