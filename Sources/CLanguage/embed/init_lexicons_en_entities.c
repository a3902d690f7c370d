// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../init/lexicons/en/entities/context.rules"
};
static const uint8_t file1[] = {
#embed "../init/lexicons/en/entities/organizations.tsv"
};

const nd_language_file init_lexicons_en_entities_files[] = {
    {"init/lexicons/en/entities/context.rules", file0, sizeof(file0)},
    {"init/lexicons/en/entities/organizations.tsv", file1, sizeof(file1)},
};
const size_t init_lexicons_en_entities_count = 2;
