// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/normalization/byline-words.tsv"
};
static const uint8_t file1[] = {
#embed "../en/normalization/class-hints.tsv"
};
static const uint8_t file2[] = {
#embed "../en/normalization/furniture-lines.tsv"
};
static const uint8_t file3[] = {
#embed "../en/normalization/meta-names.tsv"
};
static const uint8_t file4[] = {
#embed "../en/normalization/title-separators.tsv"
};

const nd_language_file en_normalization_files[] = {
    {"en/normalization/byline-words.tsv", file0, sizeof(file0)},
    {"en/normalization/class-hints.tsv", file1, sizeof(file1)},
    {"en/normalization/furniture-lines.tsv", file2, sizeof(file2)},
    {"en/normalization/meta-names.tsv", file3, sizeof(file3)},
    {"en/normalization/title-separators.tsv", file4, sizeof(file4)},
};
const size_t en_normalization_count = 5;
