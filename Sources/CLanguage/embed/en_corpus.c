// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/corpus/counted.tsv"
};
static const uint8_t file1[] = {
#embed "../en/corpus/organizations.tsv"
};
static const uint8_t file2[] = {
#embed "../en/corpus/particles.tsv"
};
static const uint8_t file3[] = {
#embed "../en/corpus/places.tsv"
};

const nd_language_file en_corpus_files[] = {
    {"en/corpus/counted.tsv", file0, sizeof(file0)},
    {"en/corpus/organizations.tsv", file1, sizeof(file1)},
    {"en/corpus/particles.tsv", file2, sizeof(file2)},
    {"en/corpus/places.tsv", file3, sizeof(file3)},
};
const size_t en_corpus_count = 4;
