// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/summaries/openings.tsv"
};
static const uint8_t file1[] = {
#embed "../en/summaries/residue.tsv"
};
static const uint8_t file2[] = {
#embed "../en/summaries/story-weights.tsv"
};
static const uint8_t file3[] = {
#embed "../en/summaries/weights.tsv"
};

const nd_language_file en_summaries_files[] = {
    {"en/summaries/openings.tsv", file0, sizeof(file0)},
    {"en/summaries/residue.tsv", file1, sizeof(file1)},
    {"en/summaries/story-weights.tsv", file2, sizeof(file2)},
    {"en/summaries/weights.tsv", file3, sizeof(file3)},
};
const size_t en_summaries_count = 4;
