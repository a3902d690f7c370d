// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/common/language.tsv"
};

const nd_language_file en_common_files[] = {
    {"en/common/language.tsv", file0, sizeof(file0)},
};
const size_t en_common_count = 1;
