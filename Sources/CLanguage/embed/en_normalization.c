// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/normalization/agencies.tsv"
};
static const uint8_t file1[] = {
#embed "../en/normalization/byline-words.tsv"
};
static const uint8_t file2[] = {
#embed "../en/normalization/class-hints.tsv"
};
static const uint8_t file3[] = {
#embed "../en/normalization/furniture-lines.tsv"
};
static const uint8_t file4[] = {
#embed "../en/normalization/ladder.tsv"
};
static const uint8_t file5[] = {
#embed "../en/normalization/lines.rules"
};
static const uint8_t file6[] = {
#embed "../en/normalization/meta-names.tsv"
};
static const uint8_t file7[] = {
#embed "../en/normalization/page-phrases.tsv"
};
static const uint8_t file8[] = {
#embed "../en/normalization/title-separators.tsv"
};
static const uint8_t file9[] = {
#embed "../en/normalization/words.tsv"
};

const nd_language_file en_normalization_files[] = {
    {"en/normalization/agencies.tsv", file0, sizeof(file0)},
    {"en/normalization/byline-words.tsv", file1, sizeof(file1)},
    {"en/normalization/class-hints.tsv", file2, sizeof(file2)},
    {"en/normalization/furniture-lines.tsv", file3, sizeof(file3)},
    {"en/normalization/ladder.tsv", file4, sizeof(file4)},
    {"en/normalization/lines.rules", file5, sizeof(file5)},
    {"en/normalization/meta-names.tsv", file6, sizeof(file6)},
    {"en/normalization/page-phrases.tsv", file7, sizeof(file7)},
    {"en/normalization/title-separators.tsv", file8, sizeof(file8)},
    {"en/normalization/words.tsv", file9, sizeof(file9)},
};
const size_t en_normalization_count = 10;
