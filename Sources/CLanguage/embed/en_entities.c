// Written by scripts/embed-language.
#include "../include/nd_language.h"
#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t file0[] = {
#embed "../en/entities/calendar.tsv"
};
static const uint8_t file1[] = {
#embed "../en/entities/cities.tsv"
};
static const uint8_t file2[] = {
#embed "../en/entities/common-words.tsv"
};
static const uint8_t file3[] = {
#embed "../en/entities/connectors.tsv"
};
static const uint8_t file4[] = {
#embed "../en/entities/context.rules"
};
static const uint8_t file5[] = {
#embed "../en/entities/countries.tsv"
};
static const uint8_t file6[] = {
#embed "../en/entities/event-nouns.tsv"
};
static const uint8_t file7[] = {
#embed "../en/entities/events.tsv"
};
static const uint8_t file8[] = {
#embed "../en/entities/function-words.tsv"
};
static const uint8_t file9[] = {
#embed "../en/entities/given-names-world.tsv"
};
static const uint8_t file10[] = {
#embed "../en/entities/given-names.tsv"
};
static const uint8_t file11[] = {
#embed "../en/entities/head-words.tsv"
};
static const uint8_t file12[] = {
#embed "../en/entities/laws.tsv"
};
static const uint8_t file13[] = {
#embed "../en/entities/lists.tsv"
};
static const uint8_t file14[] = {
#embed "../en/entities/name-endings.tsv"
};
static const uint8_t file15[] = {
#embed "../en/entities/name-suffixes.tsv"
};
static const uint8_t file16[] = {
#embed "../en/entities/not-names.tsv"
};
static const uint8_t file17[] = {
#embed "../en/entities/organization-nouns.tsv"
};
static const uint8_t file18[] = {
#embed "../en/entities/organizations.tsv"
};
static const uint8_t file19[] = {
#embed "../en/entities/particles.tsv"
};
static const uint8_t file20[] = {
#embed "../en/entities/people.tsv"
};
static const uint8_t file21[] = {
#embed "../en/entities/peoples.tsv"
};
static const uint8_t file22[] = {
#embed "../en/entities/person-nouns.tsv"
};
static const uint8_t file23[] = {
#embed "../en/entities/phases.tsv"
};
static const uint8_t file24[] = {
#embed "../en/entities/place-nouns.tsv"
};
static const uint8_t file25[] = {
#embed "../en/entities/places.tsv"
};
static const uint8_t file26[] = {
#embed "../en/entities/products.tsv"
};
static const uint8_t file27[] = {
#embed "../en/entities/provinces.tsv"
};
static const uint8_t file28[] = {
#embed "../en/entities/speech-words.tsv"
};
static const uint8_t file29[] = {
#embed "../en/entities/sports-words.tsv"
};
static const uint8_t file30[] = {
#embed "../en/entities/surnames-world.tsv"
};
static const uint8_t file31[] = {
#embed "../en/entities/surnames.tsv"
};
static const uint8_t file32[] = {
#embed "../en/entities/titles.tsv"
};
static const uint8_t file33[] = {
#embed "../en/entities/towns.tsv"
};
static const uint8_t file34[] = {
#embed "../en/entities/wordnet-names.tsv"
};
static const uint8_t file35[] = {
#embed "../en/entities/wordnet-places.tsv"
};
static const uint8_t file36[] = {
#embed "../en/entities/work-nouns.tsv"
};
static const uint8_t file37[] = {
#embed "../en/entities/works.tsv"
};

const nd_language_file en_entities_files[] = {
    {"en/entities/calendar.tsv", file0, sizeof(file0)},
    {"en/entities/cities.tsv", file1, sizeof(file1)},
    {"en/entities/common-words.tsv", file2, sizeof(file2)},
    {"en/entities/connectors.tsv", file3, sizeof(file3)},
    {"en/entities/context.rules", file4, sizeof(file4)},
    {"en/entities/countries.tsv", file5, sizeof(file5)},
    {"en/entities/event-nouns.tsv", file6, sizeof(file6)},
    {"en/entities/events.tsv", file7, sizeof(file7)},
    {"en/entities/function-words.tsv", file8, sizeof(file8)},
    {"en/entities/given-names-world.tsv", file9, sizeof(file9)},
    {"en/entities/given-names.tsv", file10, sizeof(file10)},
    {"en/entities/head-words.tsv", file11, sizeof(file11)},
    {"en/entities/laws.tsv", file12, sizeof(file12)},
    {"en/entities/lists.tsv", file13, sizeof(file13)},
    {"en/entities/name-endings.tsv", file14, sizeof(file14)},
    {"en/entities/name-suffixes.tsv", file15, sizeof(file15)},
    {"en/entities/not-names.tsv", file16, sizeof(file16)},
    {"en/entities/organization-nouns.tsv", file17, sizeof(file17)},
    {"en/entities/organizations.tsv", file18, sizeof(file18)},
    {"en/entities/particles.tsv", file19, sizeof(file19)},
    {"en/entities/people.tsv", file20, sizeof(file20)},
    {"en/entities/peoples.tsv", file21, sizeof(file21)},
    {"en/entities/person-nouns.tsv", file22, sizeof(file22)},
    {"en/entities/phases.tsv", file23, sizeof(file23)},
    {"en/entities/place-nouns.tsv", file24, sizeof(file24)},
    {"en/entities/places.tsv", file25, sizeof(file25)},
    {"en/entities/products.tsv", file26, sizeof(file26)},
    {"en/entities/provinces.tsv", file27, sizeof(file27)},
    {"en/entities/speech-words.tsv", file28, sizeof(file28)},
    {"en/entities/sports-words.tsv", file29, sizeof(file29)},
    {"en/entities/surnames-world.tsv", file30, sizeof(file30)},
    {"en/entities/surnames.tsv", file31, sizeof(file31)},
    {"en/entities/titles.tsv", file32, sizeof(file32)},
    {"en/entities/towns.tsv", file33, sizeof(file33)},
    {"en/entities/wordnet-names.tsv", file34, sizeof(file34)},
    {"en/entities/wordnet-places.tsv", file35, sizeof(file35)},
    {"en/entities/work-nouns.tsv", file36, sizeof(file36)},
    {"en/entities/works.tsv", file37, sizeof(file37)},
};
const size_t en_entities_count = 38;
