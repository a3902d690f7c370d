// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/entities/amounts/amounts.rules"
};
static const uint8_t file1[] = {
#embed "../en/entities/amounts/currencies.tsv"
};
static const uint8_t file2[] = {
#embed "../en/entities/amounts/units.tsv"
};
static const uint8_t file3[] = {
#embed "../en/entities/amounts/words.tsv"
};

const nd_language_file en_entities_amounts_files[] = {
    {"en/entities/amounts/amounts.rules", file0, sizeof(file0)},
    {"en/entities/amounts/currencies.tsv", file1, sizeof(file1)},
    {"en/entities/amounts/units.tsv", file2, sizeof(file2)},
    {"en/entities/amounts/words.tsv", file3, sizeof(file3)},
};
const size_t en_entities_amounts_count = 4;
