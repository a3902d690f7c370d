// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../schemas/corpus-entities.schema.json"
};
static const uint8_t file1[] = {
#embed "../schemas/corpus-quotes.schema.json"
};
static const uint8_t file2[] = {
#embed "../schemas/corpus-stories.schema.json"
};
static const uint8_t file3[] = {
#embed "../schemas/entities.schema.json"
};
static const uint8_t file4[] = {
#embed "../schemas/index.schema.json"
};
static const uint8_t file5[] = {
#embed "../schemas/normalized.schema.json"
};
static const uint8_t file6[] = {
#embed "../schemas/quotes.schema.json"
};
static const uint8_t file7[] = {
#embed "../schemas/sentences.schema.json"
};
static const uint8_t file8[] = {
#embed "../schemas/summaries.schema.json"
};

const nd_language_file schemas_files[] = {
    {"schemas/corpus-entities.schema.json", file0, sizeof(file0)},
    {"schemas/corpus-quotes.schema.json", file1, sizeof(file1)},
    {"schemas/corpus-stories.schema.json", file2, sizeof(file2)},
    {"schemas/entities.schema.json", file3, sizeof(file3)},
    {"schemas/index.schema.json", file4, sizeof(file4)},
    {"schemas/normalized.schema.json", file5, sizeof(file5)},
    {"schemas/quotes.schema.json", file6, sizeof(file6)},
    {"schemas/sentences.schema.json", file7, sizeof(file7)},
    {"schemas/summaries.schema.json", file8, sizeof(file8)},
};
const size_t schemas_count = 9;
