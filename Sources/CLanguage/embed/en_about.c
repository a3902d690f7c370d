// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/about/version.tsv"
};

const nd_language_file en_about_files[] = {
    {"en/about/version.tsv", file0, sizeof(file0)},
};
const size_t en_about_count = 1;
