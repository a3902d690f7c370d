// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../detect/languages.tsv"
};

const nd_language_file detect_files[] = {
    {"detect/languages.tsv", file0, sizeof(file0)},
};
const size_t detect_count = 1;
