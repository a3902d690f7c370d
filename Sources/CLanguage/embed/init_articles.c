// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../init/articles/oxmere-footbridge.txt"
};

const nd_language_file init_articles_files[] = {
    {"init/articles/oxmere-footbridge.txt", file0, sizeof(file0)},
};
const size_t init_articles_count = 1;
