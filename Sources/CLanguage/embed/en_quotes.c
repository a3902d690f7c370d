// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/quotes/affixes.tsv"
};
static const uint8_t file1[] = {
#embed "../en/quotes/attribution.rules"
};
static const uint8_t file2[] = {
#embed "../en/quotes/cues.tsv"
};
static const uint8_t file3[] = {
#embed "../en/quotes/false-cues.tsv"
};
static const uint8_t file4[] = {
#embed "../en/quotes/inflection.tsv"
};
static const uint8_t file5[] = {
#embed "../en/quotes/irregular.tsv"
};
static const uint8_t file6[] = {
#embed "../en/quotes/marks.tsv"
};
static const uint8_t file7[] = {
#embed "../en/quotes/noun-cues.tsv"
};
static const uint8_t file8[] = {
#embed "../en/quotes/nouns.tsv"
};
static const uint8_t file9[] = {
#embed "../en/quotes/person-nouns.tsv"
};
static const uint8_t file10[] = {
#embed "../en/quotes/sources.tsv"
};
static const uint8_t file11[] = {
#embed "../en/quotes/titles-of-works.tsv"
};
static const uint8_t file12[] = {
#embed "../en/quotes/verbs.tsv"
};
static const uint8_t file13[] = {
#embed "../en/quotes/words.tsv"
};

const nd_language_file en_quotes_files[] = {
    {"en/quotes/affixes.tsv", file0, sizeof(file0)},
    {"en/quotes/attribution.rules", file1, sizeof(file1)},
    {"en/quotes/cues.tsv", file2, sizeof(file2)},
    {"en/quotes/false-cues.tsv", file3, sizeof(file3)},
    {"en/quotes/inflection.tsv", file4, sizeof(file4)},
    {"en/quotes/irregular.tsv", file5, sizeof(file5)},
    {"en/quotes/marks.tsv", file6, sizeof(file6)},
    {"en/quotes/noun-cues.tsv", file7, sizeof(file7)},
    {"en/quotes/nouns.tsv", file8, sizeof(file8)},
    {"en/quotes/person-nouns.tsv", file9, sizeof(file9)},
    {"en/quotes/sources.tsv", file10, sizeof(file10)},
    {"en/quotes/titles-of-works.tsv", file11, sizeof(file11)},
    {"en/quotes/verbs.tsv", file12, sizeof(file12)},
    {"en/quotes/words.tsv", file13, sizeof(file13)},
};
const size_t en_quotes_count = 14;
