// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/query/ignored.tsv"
};
static const uint8_t file1[] = {
#embed "../en/query/questions.tsv"
};

const nd_language_file en_query_files[] = {
    {"en/query/ignored.tsv", file0, sizeof(file0)},
    {"en/query/questions.tsv", file1, sizeof(file1)},
};
const size_t en_query_count = 2;
