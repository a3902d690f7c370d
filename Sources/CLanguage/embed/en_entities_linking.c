// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/entities/linking/aliases.tsv"
};
static const uint8_t file1[] = {
#embed "../en/entities/linking/descriptions.tsv"
};
static const uint8_t file2[] = {
#embed "../en/entities/linking/family-first.tsv"
};
static const uint8_t file3[] = {
#embed "../en/entities/linking/folding.tsv"
};
static const uint8_t file4[] = {
#embed "../en/entities/linking/given-genders.tsv"
};
static const uint8_t file5[] = {
#embed "../en/entities/linking/nicknames.tsv"
};
static const uint8_t file6[] = {
#embed "../en/entities/linking/organization-parts.tsv"
};
static const uint8_t file7[] = {
#embed "../en/entities/linking/words.tsv"
};

const nd_language_file en_entities_linking_files[] = {
    {"en/entities/linking/aliases.tsv", file0, sizeof(file0)},
    {"en/entities/linking/descriptions.tsv", file1, sizeof(file1)},
    {"en/entities/linking/family-first.tsv", file2, sizeof(file2)},
    {"en/entities/linking/folding.tsv", file3, sizeof(file3)},
    {"en/entities/linking/given-genders.tsv", file4, sizeof(file4)},
    {"en/entities/linking/nicknames.tsv", file5, sizeof(file5)},
    {"en/entities/linking/organization-parts.tsv", file6, sizeof(file6)},
    {"en/entities/linking/words.tsv", file7, sizeof(file7)},
};
const size_t en_entities_linking_count = 8;
