// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/common/language.tsv"
};
static const uint8_t file1[] = {
#embed "../en/common/letters.tsv"
};
static const uint8_t file2[] = {
#embed "../en/common/name-spellings.tsv"
};
static const uint8_t file3[] = {
#embed "../en/common/pronouns.tsv"
};
static const uint8_t file4[] = {
#embed "../en/common/suffixes.tsv"
};
static const uint8_t file5[] = {
#embed "../en/common/titles.tsv"
};
static const uint8_t file6[] = {
#embed "../en/common/word-frequencies.tsv"
};

const nd_language_file en_common_files[] = {
    {"en/common/language.tsv", file0, sizeof(file0)},
    {"en/common/letters.tsv", file1, sizeof(file1)},
    {"en/common/name-spellings.tsv", file2, sizeof(file2)},
    {"en/common/pronouns.tsv", file3, sizeof(file3)},
    {"en/common/suffixes.tsv", file4, sizeof(file4)},
    {"en/common/titles.tsv", file5, sizeof(file5)},
    {"en/common/word-frequencies.tsv", file6, sizeof(file6)},
};
const size_t en_common_count = 7;
