// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../watch/live.css"
};
static const uint8_t file1[] = {
#embed "../watch/live.html"
};
static const uint8_t file2[] = {
#embed "../watch/live.js"
};

const nd_language_file watch_files[] = {
    {"watch/live.css", file0, sizeof(file0)},
    {"watch/live.html", file1, sizeof(file1)},
    {"watch/live.js", file2, sizeof(file2)},
};
const size_t watch_count = 3;
