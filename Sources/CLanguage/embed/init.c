// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../init/README.txt"
};
static const uint8_t file1[] = {
#embed "../init/corrections.yaml"
};
static const uint8_t file2[] = {
#embed "../init/crontab.example"
};

const nd_language_file init_files[] = {
    {"init/README.txt", file0, sizeof(file0)},
    {"init/corrections.yaml", file1, sizeof(file1)},
    {"init/crontab.example", file2, sizeof(file2)},
};
const size_t init_count = 3;
