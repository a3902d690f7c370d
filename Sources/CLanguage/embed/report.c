// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../report/article.mustache"
};
static const uint8_t file1[] = {
#embed "../report/entity.mustache"
};
static const uint8_t file2[] = {
#embed "../report/foot.mustache"
};
static const uint8_t file3[] = {
#embed "../report/front.mustache"
};
static const uint8_t file4[] = {
#embed "../report/head.mustache"
};
static const uint8_t file5[] = {
#embed "../report/people.mustache"
};
static const uint8_t file6[] = {
#embed "../report/search.js"
};
static const uint8_t file7[] = {
#embed "../report/search.mustache"
};
static const uint8_t file8[] = {
#embed "../report/story.mustache"
};
static const uint8_t file9[] = {
#embed "../report/style.css"
};

const nd_language_file report_files[] = {
    {"report/article.mustache", file0, sizeof(file0)},
    {"report/entity.mustache", file1, sizeof(file1)},
    {"report/foot.mustache", file2, sizeof(file2)},
    {"report/front.mustache", file3, sizeof(file3)},
    {"report/head.mustache", file4, sizeof(file4)},
    {"report/people.mustache", file5, sizeof(file5)},
    {"report/search.js", file6, sizeof(file6)},
    {"report/search.mustache", file7, sizeof(file7)},
    {"report/story.mustache", file8, sizeof(file8)},
    {"report/style.css", file9, sizeof(file9)},
};
const size_t report_count = 10;
