// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/normalization/class-hints.tsv"
};
static const uint8_t file1[] = {
#embed "../en/normalization/furniture-lines.tsv"
};

const nd_language_file en_normalization_files[] = {
    {"en/normalization/class-hints.tsv", file0, sizeof(file0)},
    {"en/normalization/furniture-lines.tsv", file1, sizeof(file1)},
};
const size_t en_normalization_count = 2;
