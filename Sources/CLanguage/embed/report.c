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
#embed "../report/icon.svg"
};
static const uint8_t file6[] = {
#embed "../report/name.mustache"
};
static const uint8_t file7[] = {
#embed "../report/people.mustache"
};
static const uint8_t file8[] = {
#embed "../report/search.js"
};
static const uint8_t file9[] = {
#embed "../report/search.mustache"
};
static const uint8_t file10[] = {
#embed "../report/segment-link-place.mustache"
};
static const uint8_t file11[] = {
#embed "../report/segment-link.mustache"
};
static const uint8_t file12[] = {
#embed "../report/segment-mark-place.mustache"
};
static const uint8_t file13[] = {
#embed "../report/segment-mark.mustache"
};
static const uint8_t file14[] = {
#embed "../report/segment-place.mustache"
};
static const uint8_t file15[] = {
#embed "../report/segment-plain.mustache"
};
static const uint8_t file16[] = {
#embed "../report/segments.mustache"
};
static const uint8_t file17[] = {
#embed "../report/stories.mustache"
};
static const uint8_t file18[] = {
#embed "../report/story.mustache"
};
static const uint8_t file19[] = {
#embed "../report/style.css"
};
static const uint8_t file20[] = {
#embed "../report/voice.mustache"
};
static const uint8_t file21[] = {
#embed "../report/words.tsv"
};

const nd_language_file report_files[] = {
    {"report/article.mustache", file0, sizeof(file0)},
    {"report/entity.mustache", file1, sizeof(file1)},
    {"report/foot.mustache", file2, sizeof(file2)},
    {"report/front.mustache", file3, sizeof(file3)},
    {"report/head.mustache", file4, sizeof(file4)},
    {"report/icon.svg", file5, sizeof(file5)},
    {"report/name.mustache", file6, sizeof(file6)},
    {"report/people.mustache", file7, sizeof(file7)},
    {"report/search.js", file8, sizeof(file8)},
    {"report/search.mustache", file9, sizeof(file9)},
    {"report/segment-link-place.mustache", file10, sizeof(file10)},
    {"report/segment-link.mustache", file11, sizeof(file11)},
    {"report/segment-mark-place.mustache", file12, sizeof(file12)},
    {"report/segment-mark.mustache", file13, sizeof(file13)},
    {"report/segment-place.mustache", file14, sizeof(file14)},
    {"report/segment-plain.mustache", file15, sizeof(file15)},
    {"report/segments.mustache", file16, sizeof(file16)},
    {"report/stories.mustache", file17, sizeof(file17)},
    {"report/story.mustache", file18, sizeof(file18)},
    {"report/style.css", file19, sizeof(file19)},
    {"report/voice.mustache", file20, sizeof(file20)},
    {"report/words.tsv", file21, sizeof(file21)},
};
const size_t report_count = 22;
