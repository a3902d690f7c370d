// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/common/abbreviations.tsv"
};
static const uint8_t file1[] = {
#embed "../en/common/decisions.rules"
};
static const uint8_t file2[] = {
#embed "../en/common/language.tsv"
};
static const uint8_t file3[] = {
#embed "../en/common/letters.tsv"
};
static const uint8_t file4[] = {
#embed "../en/common/months.tsv"
};
static const uint8_t file5[] = {
#embed "../en/common/name-spellings.tsv"
};
static const uint8_t file6[] = {
#embed "../en/common/neutral.tsv"
};
static const uint8_t file7[] = {
#embed "../en/common/numbers.tsv"
};
static const uint8_t file8[] = {
#embed "../en/common/pronouns.tsv"
};
static const uint8_t file9[] = {
#embed "../en/common/suffixes.tsv"
};
static const uint8_t file10[] = {
#embed "../en/common/timezones.tsv"
};
static const uint8_t file11[] = {
#embed "../en/common/titles.tsv"
};
static const uint8_t file12[] = {
#embed "../en/common/weekdays.tsv"
};
static const uint8_t file13[] = {
#embed "../en/common/word-frequencies.tsv"
};

const nd_language_file en_common_files[] = {
    {"en/common/abbreviations.tsv", file0, sizeof(file0)},
    {"en/common/decisions.rules", file1, sizeof(file1)},
    {"en/common/language.tsv", file2, sizeof(file2)},
    {"en/common/letters.tsv", file3, sizeof(file3)},
    {"en/common/months.tsv", file4, sizeof(file4)},
    {"en/common/name-spellings.tsv", file5, sizeof(file5)},
    {"en/common/neutral.tsv", file6, sizeof(file6)},
    {"en/common/numbers.tsv", file7, sizeof(file7)},
    {"en/common/pronouns.tsv", file8, sizeof(file8)},
    {"en/common/suffixes.tsv", file9, sizeof(file9)},
    {"en/common/timezones.tsv", file10, sizeof(file10)},
    {"en/common/titles.tsv", file11, sizeof(file11)},
    {"en/common/weekdays.tsv", file12, sizeof(file12)},
    {"en/common/word-frequencies.tsv", file13, sizeof(file13)},
};
const size_t en_common_count = 14;
