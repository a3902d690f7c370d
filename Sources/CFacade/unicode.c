#include "nd_unicode.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>

int nd_charset_detect(const uint8_t *bytes, size_t length, bool markup, nd_charset_guess *guesses, int capacity) {
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector *detector = ucsdet_open(&status);
  if (U_FAILURE(status)) return 0;
  // Statistics need no more than this, and the detector is slow.
  if (length > 65536) length = 65536;
  ucsdet_setText(detector, (const char *)bytes, (int32_t)length, &status);
  ucsdet_enableInputFilter(detector, markup);
  int32_t found = 0;
  const UCharsetMatch **matches = ucsdet_detectAll(detector, &found, &status);
  int count = 0;
  if (U_SUCCESS(status)) {
    for (int32_t i = 0; i < found && count < capacity; i++) {
      const char *name = ucsdet_getName(matches[i], &status);
      int confidence = ucsdet_getConfidence(matches[i], &status);
      if (U_FAILURE(status)) break;
      strncpy(guesses[count].name, name, sizeof guesses[count].name - 1);
      guesses[count].name[sizeof guesses[count].name - 1] = 0;
      guesses[count].confidence = confidence;
      count++;
    }
  }
  ucsdet_close(detector);
  return count;
}

static size_t put_utf8(uint8_t *out, UChar32 c) {
  size_t i = 0;
  U8_APPEND_UNSAFE(out, i, c);
  return i;
}

nd_transcoded nd_transcode(const char *charset, const uint8_t *bytes, size_t length) {
  nd_transcoded result = {NULL, NULL, 0};
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(charset, &status);
  if (U_FAILURE(status)) return result;
  enum { UNITS = 4096 };
  UChar units[UNITS];
  int32_t offsets[UNITS];
  size_t capacity = length * 2 + 64;
  result.bytes = malloc(capacity);
  result.origins = malloc(capacity * sizeof(int32_t));
  const char *source = (const char *)bytes, *end = source + length;
  UChar32 high = 0;
  int32_t high_origin = 0;
  bool more = true;
  while (more) {
    UChar *target = units;
    const char *begin = source;
    status = U_ZERO_ERROR;
    ucnv_toUnicode(converter, &target, units + UNITS, &source, end, offsets, true, &status);
    more = status == U_BUFFER_OVERFLOW_ERROR;
    size_t n = (size_t)(target - units);
    if (result.length + n * 3 + 8 > capacity) {
      capacity = capacity * 2 + n * 3 + 8;
      result.bytes = realloc(result.bytes, capacity);
      result.origins = realloc(result.origins, capacity * sizeof(int32_t));
    }
    for (size_t i = 0; i < n; i++) {
      // -1: the character began in the call before.
      int32_t origin = offsets[i] < 0 ? (int32_t)(begin - (const char *)bytes) : offsets[i] + (int32_t)(begin - (const char *)bytes);
      UChar32 c = units[i];
      if (U16_IS_LEAD(c)) {
        high = c;
        high_origin = origin;
        continue;
      }
      if (U16_IS_TRAIL(c)) {
        c = high ? U16_GET_SUPPLEMENTARY(high, c) : 0xFFFD;
        if (high) origin = high_origin;
      }
      high = 0;
      if (c == 0xFEFF && result.length == 0) continue;
      size_t width = put_utf8(result.bytes + result.length, c);
      for (size_t k = 0; k < width; k++) result.origins[result.length + k] = origin;
      result.length += width;
    }
    if (U_FAILURE(status) && !more) break;
  }
  ucnv_close(converter);
  return result;
}

void nd_transcoded_free(nd_transcoded result) {
  free(result.bytes);
  free(result.origins);
}

bool nd_nfc(const uint8_t *utf8, size_t length, uint8_t **result, size_t *result_length) {
  // Below U+0300 nothing composes, and of General Punctuation only two spaces change; most text stops here.
  size_t i = 0;
  while (i < length) {
    uint8_t c = utf8[i];
    if (c < 0xCC) { i++; continue; }
    if (c == 0xE2 && i + 2 < length && utf8[i + 1] == 0x80 && utf8[i + 2] != 0x80 && utf8[i + 2] != 0x81) { i += 3; continue; }
    break;
  }
  if (i >= length || length > INT32_MAX / 4) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *nfc = unorm2_getNFCInstance(&status);
  if (U_FAILURE(status)) return false;
  UChar *units = malloc((length + 1) * sizeof(UChar));
  int32_t count = 0;
  u_strFromUTF8WithSub(units, (int32_t)length + 1, &count, (const char *)utf8, (int32_t)length, 0xFFFD, NULL, &status);
  bool changed = false;
  if (U_SUCCESS(status) && !unorm2_isNormalized(nfc, units, count, &status) && U_SUCCESS(status)) {
    int32_t capacity = count * 3 + 16;
    UChar *normal = malloc((size_t)capacity * sizeof(UChar));
    int32_t n = unorm2_normalize(nfc, units, count, normal, capacity, &status);
    if (U_SUCCESS(status)) {
      uint8_t *out = malloc((size_t)n * 3 + 1);
      int32_t written = 0;
      u_strToUTF8((char *)out, n * 3 + 1, &written, normal, n, &status);
      if (U_SUCCESS(status)) {
        *result = out;
        *result_length = (size_t)written;
        changed = true;
      } else {
        free(out);
      }
    }
    free(normal);
  }
  free(units);
  return changed;
}

void nd_unicode_free(uint8_t *memory) { free(memory); }
