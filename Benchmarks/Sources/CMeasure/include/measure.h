#ifndef MEASURE_H
#define MEASURE_H
#include <stddef.h>
#include <stdint.h>

/// How often memory was asked for in this process so far: malloc, calloc, realloc and their aligned kin.
uint64_t measure_allocations(void);

/// Sentences that ICU's plain break iterator finds in English UTF-8; a floor for what splitting by ICU alone costs.
int64_t measure_icu_sentences(const uint8_t *bytes, size_t count);

/// Does nothing. callgrind is told to write its counts whenever one of these is entered, which parts its run by stage.
void measure_mark_setup(void);
void measure_mark_normalization(void);
void measure_mark_sentences(void);
void measure_mark_entities(void);
void measure_mark_quotes(void);
void measure_mark_summaries(void);
void measure_mark_writing(void);
void measure_mark_reading(void);
#endif
