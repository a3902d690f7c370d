// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/sentences/attribution.tsv"
};
static const uint8_t file1[] = {
#embed "../en/sentences/classes.tsv"
};
static const uint8_t file2[] = {
#embed "../en/sentences/contacts.tsv"
};
static const uint8_t file3[] = {
#embed "../en/sentences/contractions.tsv"
};
static const uint8_t file4[] = {
#embed "../en/sentences/credits.tsv"
};
static const uint8_t file5[] = {
#embed "../en/sentences/domains.tsv"
};
static const uint8_t file6[] = {
#embed "../en/sentences/glued-units.tsv"
};
static const uint8_t file7[] = {
#embed "../en/sentences/labels.tsv"
};
static const uint8_t file8[] = {
#embed "../en/sentences/marked-names.tsv"
};
static const uint8_t file9[] = {
#embed "../en/sentences/starters.tsv"
};
static const uint8_t file10[] = {
#embed "../en/sentences/words.tsv"
};

const nd_language_file en_sentences_files[] = {
    {"en/sentences/attribution.tsv", file0, sizeof(file0)},
    {"en/sentences/classes.tsv", file1, sizeof(file1)},
    {"en/sentences/contacts.tsv", file2, sizeof(file2)},
    {"en/sentences/contractions.tsv", file3, sizeof(file3)},
    {"en/sentences/credits.tsv", file4, sizeof(file4)},
    {"en/sentences/domains.tsv", file5, sizeof(file5)},
    {"en/sentences/glued-units.tsv", file6, sizeof(file6)},
    {"en/sentences/labels.tsv", file7, sizeof(file7)},
    {"en/sentences/marked-names.tsv", file8, sizeof(file8)},
    {"en/sentences/starters.tsv", file9, sizeof(file9)},
    {"en/sentences/words.tsv", file10, sizeof(file10)},
};
const size_t en_sentences_count = 11;
