#include "measure.h"
#include <errno.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/utext.h>

// The C library's own allocator under its second names: what stands here under the first is called instead of it.
extern void *__libc_malloc(size_t);
extern void *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t);
extern void *__libc_memalign(size_t, size_t);

static _Atomic uint64_t allocations;

static void count(void) { atomic_fetch_add_explicit(&allocations, 1, memory_order_relaxed); }

uint64_t measure_allocations(void) { return atomic_load_explicit(&allocations, memory_order_relaxed); }

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count();
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count();
  *result = __libc_memalign(alignment, size);
  return *result == NULL ? ENOMEM : 0;
}

int64_t measure_icu_sentences(const uint8_t *bytes, size_t count) {
  UErrorCode status = U_ZERO_ERROR;
  UText text = UTEXT_INITIALIZER;
  utext_openUTF8(&text, (const char *)bytes, (int64_t)count, &status);
  static UBreakIterator *iterator;
  if (iterator == NULL) iterator = ubrk_open(UBRK_SENTENCE, "en", NULL, 0, &status);
  ubrk_setUText(iterator, &text, &status);
  int64_t sentences = 0;
  while (U_SUCCESS(status) && ubrk_next(iterator) != UBRK_DONE) sentences++;
  utext_close(&text);
  return sentences;
}

#define MARK(name) \
  __attribute__((noinline)) void measure_mark_##name(void) { __asm__ volatile("" ::: "memory"); }
MARK(setup)
MARK(normalization)
MARK(sentences)
MARK(entities)
MARK(quotes)
MARK(summaries)
MARK(writing)
MARK(reading)
